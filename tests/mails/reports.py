"""Delivery reports in mail systems' own words, without the standard's parts, in many languages.

Written down from the programs, not from a corpus. A long list: a report for each program and language.
"""
# ruff: noqa: E501 - reports as they are

from __future__ import annotations

#: Whom the letter did not reach.
R = "p.rivers@mail.example"
#: The letter, as reports return it.
RETURNED = f"""
Received: from libra.example
Message-ID: <mf1.abc@libra.example>
From: complaints@libra.example
To: {R}
Subject: [LC-2026-0001] Your complaint
"""

#: program and language -> author, subject and text of the report, and what else stands in its header
REPORTS: dict[str, tuple[str, str, str, str]] = {
    "postfix text": (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Undelivered Mail Returned to Sender",
        (
            "This is the mail system at host mx.example.\n"
            "\n"
            "I'm sorry to have to inform you that your message could not\n"
            "be delivered to one or more recipients. It's attached below.\n"
            "\n"
            f"<{R}>: host mx.mail.example[192.0.2.1] said: 550 5.1.1\n"
            f"    <{R}>: Recipient address rejected: User unknown (in reply to RCPT TO command)"
        )
        + RETURNED,
        "",
    ),
    "exim": (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Mail delivery failed: returning message to sender",
        (
            "This message was created automatically by mail delivery software.\n"
            "\n"
            "A message that you sent could not be delivered to one or more of its\n"
            "recipients. This is a permanent error. The following address(es) failed:\n"
            "\n"
            f"  {R}\n"
            "    host mx.mail.example [192.0.2.1]\n"
            f"    SMTP error from remote mail server after RCPT TO:<{R}>:\n"
            "    550 No such user here\n"
            "\n"
            "------ This is a copy of the message, including all the headers. ------\n"
        )
        + RETURNED,
        "",
    ),
    "exim delay": (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Warning: message 1kZx-0001 delayed 24 hours",
        "This message was created automatically by mail delivery software.\n"
        "A message that you sent has not yet been delivered to one or more of its\n"
        "recipients after more than 24 hours on the queue on mx.example.\n"
        "\n"
        "The address to which the message has not yet been delivered is:\n"
        "\n"
        f"  {R}\n"
        "\n"
        "No action is required on your part. Delivery attempts will continue for\n"
        "some time, and this warning may be repeated at intervals.",
        "",
    ),
    "qmail": (
        "MAILER-DAEMON@mx.example",
        "failure notice",
        (
            "Hi. This is the qmail-send program at mx.example.\n"
            "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
            "This is a permanent error; I've given up. Sorry it didn't work out.\n"
            "\n"
            f"<{R}>:\n"
            "192.0.2.1 does not like recipient.\n"
            "Remote host said: 550 sorry, no mailbox here by that name (#5.1.1)\n"
            "Giving up on 192.0.2.1.\n"
            "\n"
            "--- Below this line is a copy of the message.\n"
        )
        + RETURNED,
        "",
    ),
    "sendmail": (
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
        "Returned mail: see transcript for details",
        "The original message was received at Tue, 3 Nov 2026 10:15:00 GMT\n"
        "from libra.example [192.0.2.9]\n"
        "\n"
        "   ----- The following addresses had permanent fatal errors -----\n"
        f"<{R}>\n"
        "    (reason: 550 5.1.1 User unknown)\n"
        "\n"
        "   ----- Transcript of session follows -----\n"
        "... while talking to mx.mail.example.:\n"
        ">>> DATA\n"
        "<<< 550 5.1.1 User unknown\n",
        "",
    ),
    "sendmail warning": (
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
        "Warning: could not send message for past 4 hours",
        "    **********************************************\n"
        "    **      THIS IS A WARNING MESSAGE ONLY      **\n"
        "    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n"
        "    **********************************************\n"
        "\n"
        "   ----- Transcript of session follows -----\n"
        f"<{R}>... Deferred: Connection refused by mx.mail.example.\n"
        "Warning: message still undelivered after 4 hours\n"
        "Will keep trying until message is 5 days old\n",
        "",
    ),
    "exchange ndr": (
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@mail.example>",
        "Undeliverable: [LC-2026-0001] Your complaint",
        (
            "Delivery has failed to these recipients or groups:\n"
            "\n"
            f"{R}<mailto:{R}>\n"
            "The email address you entered couldn't be found. Please check the recipient's email address and try to resend the message.\n"
            "\n"
            "Diagnostic information for administrators:\n"
            "\n"
            "Generating server: mail.example\n"
            "\n"
            f"{R}\n"
            "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'\n"
            "\n"
            "Original message headers:\n"
        )
        + RETURNED,
        "",
    ),
    "office 365": (
        "postmaster@mail.example",
        "Undeliverable: [LC-2026-0001] Your complaint",
        "[https://products.office.com/logo.png]\n"
        "\n"
        f"Your message to {R} couldn't be delivered.\n"
        "\n"
        "p.rivers wasn't found at mail.example.\n"
        "\n"
        "complaints  Office 365  p.rivers\n"
        "Action Required  Recipient\n"
        "\n"
        "Unknown To address\n"
        "\n"
        "Original Message Details\n"
        "Created Date: 03/11/2026 10:15:00\n",
        "",
    ),
    "exchange de": (
        "Microsoft Outlook <postmaster@mail.example>",
        "Unzustellbar: [LC-2026-0001] Your complaint",
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n"
        "\n"
        f"{R}<mailto:{R}>\n"
        "Die eingegebene E-Mail-Adresse konnte nicht gefunden werden.\n"
        "\n"
        "Remote Server returned '550 5.1.1 User unknown'",
        "",
    ),
    "exchange fr": (
        "Microsoft Outlook <postmaster@mail.example>",
        "Non remis : [LC-2026-0001] Your complaint",
        "Échec de la remise pour ces destinataires ou groupes :\n"
        "\n"
        f"{R}<mailto:{R}>\n"
        "L'adresse de messagerie que vous avez entrée est introuvable.",
        "",
    ),
    "exchange es": (
        "postmaster@mail.example",
        "No se puede entregar: [LC-2026-0001] Your complaint",
        "No se pudo entregar a estos destinatarios o grupos:\n"
        "\n"
        f"{R}<mailto:{R}>\n"
        "No se encontró la dirección de correo electrónico que especificó.",
        "",
    ),
    "exchange it": (
        "postmaster@mail.example",
        "Non recapitabile: [LC-2026-0001] Your complaint",
        "Recapito non riuscito per i seguenti destinatari o gruppi:\n"
        "\n"
        f"{R}<mailto:{R}>\n"
        "L'indirizzo di posta elettronica immesso non è stato trovato.",
        "",
    ),
    "exchange nl": (
        "postmaster@mail.example",
        "Onbestelbaar: [LC-2026-0001] Your complaint",
        "Bezorging aan de volgende geadresseerden of groepen is mislukt:\n"
        "\n"
        f"{R}<mailto:{R}>\n"
        "Het opgegeven e-mailadres is niet gevonden.",
        "",
    ),
    "exchange pl": (
        "postmaster@mail.example",
        "Nie można dostarczyć: [LC-2026-0001] Your complaint",
        "Dostarczenie do następujących adresatów lub grup nie powiodło się:\n"
        "\n"
        f"{R}<mailto:{R}>\n"
        "Nie znaleziono wprowadzonego adresu e-mail.",
        "",
    ),
    "exchange pt": (
        "postmaster@mail.example",
        "Não é possível entregar: [LC-2026-0001] Your complaint",
        "Falha na entrega a estes destinatários ou grupos:\n"
        "\n"
        f"{R}<mailto:{R}>\n"
        "Não foi possível localizar o endereço de email.",
        "",
    ),
    "exchange sv": (
        "postmaster@mail.example",
        "Kan inte levereras: [LC-2026-0001] Your complaint",
        f"Det gick inte att leverera till följande mottagare eller grupper:\n\n{R}<mailto:{R}>",
        "",
    ),
    "exchange da": (
        "postmaster@mail.example",
        "Kan ikke leveres: [LC-2026-0001] Your complaint",
        f"Levering til disse modtagere eller grupper mislykkedes:\n\n{R}<mailto:{R}>",
        "",
    ),
    "exchange fi": (
        "postmaster@mail.example",
        "Ei toimitettavissa: [LC-2026-0001] Your complaint",
        f"Toimitus näille vastaanottajille tai ryhmille epäonnistui:\n\n{R}<mailto:{R}>",
        "",
    ),
    "exchange cs": (
        "postmaster@mail.example",
        "Nedoručitelné: [LC-2026-0001] Your complaint",
        f"Doručení těmto příjemcům nebo skupinám se nezdařilo:\n\n{R}<mailto:{R}>",
        "",
    ),
    "exchange ru": (
        "postmaster@mail.example",
        "Не удается доставить: [LC-2026-0001] Your complaint",
        f"Не удалось выполнить доставку следующим получателям или группам:\n\n{R}<mailto:{R}>",
        "",
    ),
    "exchange tr": (
        "postmaster@mail.example",
        "Teslim Edilemedi: [LC-2026-0001] Your complaint",
        f"Bu alıcılara veya gruplara teslim başarısız oldu:\n\n{R}<mailto:{R}>",
        "",
    ),
    "exchange ja": (
        "postmaster@mail.example",
        "配信不能: [LC-2026-0001] Your complaint",
        f"次の受信者またはグループへの配信に失敗しました:\n\n{R}<mailto:{R}>",
        "",
    ),
    "exchange zh": (
        "postmaster@mail.example",
        "未送达: [LC-2026-0001] Your complaint",
        f"发送给以下收件人或组的邮件传递失败:\n\n{R}<mailto:{R}>",
        "",
    ),
    "exchange ko": (
        "postmaster@mail.example",
        "배달되지 않음: [LC-2026-0001] Your complaint",
        f"다음 받는 사람 또는 그룹에게 배달하지 못했습니다:\n\n{R}<mailto:{R}>",
        "",
    ),
    "exchange hu": (
        "postmaster@mail.example",
        "Kézbesíthetetlen: [LC-2026-0001] Your complaint",
        f"A kézbesítés nem sikerült a következő címzetteknek vagy csoportoknak:\n\n{R}<mailto:{R}>",
        "",
    ),
    "exchange ro": (
        "postmaster@mail.example",
        "Nelivrabil: [LC-2026-0001] Your complaint",
        f"Livrarea nu a reușit la acești destinatari sau grupuri:\n\n{R}<mailto:{R}>",
        "",
    ),
    "exchange el": (
        "postmaster@mail.example",
        "Δεν ήταν δυνατή η παράδοση: [LC-2026-0001] Your complaint",
        f"Η παράδοση στους παρακάτω παραλήπτες ή ομάδες απέτυχε:\n\n{R}<mailto:{R}>",
        "",
    ),
    "exchange nb": (
        "postmaster@mail.example",
        "Kan ikke leveres: [LC-2026-0001] Your complaint",
        f"Levering mislyktes til disse mottakerne eller gruppene:\n\n{R}<mailto:{R}>",
        "",
    ),
    "gmail": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "** Address not found **\n"
        "\n"
        f"Your message wasn't delivered to {R} because the address couldn't be found, or is unable to receive mail.\n"
        "\n"
        "The response from the remote server was:\n"
        "550 5.1.1 The email account that you tried to reach does not exist.",
        f"X-Failed-Recipients: {R}\n",
    ),
    "gmail delay": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Delay)",
        "** Delivery incomplete **\n"
        "\n"
        f"There was a temporary problem delivering your message to {R}. Gmail will retry for 47 more hours. You'll be notified if the delivery fails permanently.",
        "",
    ),
    "yahoo": (
        "MAILER-DAEMON@yahoo.com",
        "Failure Notice",
        (
            "Sorry, we were unable to deliver your message to the following address.\n"
            "\n"
            f"<{R}>:\n"
            f"554: delivery error: dd This user doesn't have a mail.example account ({R}) [0] - mta1234.mail.bf1.yahoo.com\n"
            "\n"
            "--- Below this line is a copy of the message.\n"
        )
        + RETURNED,
        "",
    ),
    "ses": (
        "Amazon SES <MAILER-DAEMON@eu-west-1.amazonses.com>",
        "Delivery Status Notification (Failure)",
        f"An error occurred while trying to deliver the mail to the following recipients:\n{R}",
        "",
    ),
    "mimecast": (
        "Mimecast <postmaster@mimecast.example>",
        "[Postmaster] Email Delivery Failure",
        "This is the mail delivery agent at mimecast.\n"
        f"Message could not be delivered to {R}\n"
        "Reason: 550 Rejected by header based manually Blocked Senders",
        "",
    ),
    "barracuda": (
        "Barracuda Spam Firewall <postmaster@mx.example>",
        "**Message you sent blocked by our bulk email filter**",
        f"Your message to: {R}\n"
        "was blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n"
        "\n"
        "Subject: Your complaint",
        "",
    ),
    "lotus": (
        "Postmaster@mail.example",
        f"DELIVERY FAILURE: User p.rivers ({R}) not listed in Domino Directory",
        "Your message\n"
        "\n"
        "  Subject: Your complaint\n"
        "\n"
        "was not delivered to:\n"
        "\n"
        f"  {R}\n"
        "\n"
        "because:\n"
        "\n"
        f"  User p.rivers ({R}) not listed in Domino Directory",
        "",
    ),
    "groupwise": (
        "Mailer-Daemon@mail.example",
        "Mail System Error - Returned Mail",
        f"The message that you sent was undeliverable to the following:\n\tp.rivers ({R})\n\nReason: User not found",
        "",
    ),
    "mdaemon": (
        "MDaemon at mx.example <MDaemon@mx.example>",
        "Permanent Delivery Failure",
        "MDaemon has identified the following problem(s) with your message:\n"
        "\n"
        "The attached message had PERMANENT fatal delivery errors!\n"
        "\n"
        f"Failed address: {R}\n",
        "",
    ),
    "courier": (
        '"Courier mail server at mx.example" <@mx.example>',
        "NOTICE: mail delivery status.",
        "This is a delivery status notification from mx.example,\n"
        "running the Courier mail server.\n"
        "\n"
        "The original message was received on Tue, 3 Nov 2026\n"
        "\n"
        "                    UNDELIVERABLE MAIL\n"
        "\n"
        "Your message to the following recipients cannot be delivered:\n"
        "\n"
        f"<{R}>:\n"
        "    550 User unknown.\n",
        "",
    ),
    "postfix quota": (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Undelivered Mail Returned to Sender",
        f"<{R}>: host mx.mail.example said: 552 5.2.2 <{R}>: Recipient address rejected: Mailbox is full (in reply to RCPT TO command)",
        "",
    ),
    "web.de": (
        "Mail Delivery System <mailer-daemon@web.de>",
        "Mail delivery failed: returning message to sender",
        (
            "This message was created automatically by mail delivery software.\n"
            "\n"
            "A message that you sent could not be delivered to one or more of\n"
            "its recipients. This is a permanent error. The following address\n"
            "failed:\n"
            "\n"
            f'"{R}":\n'
            "SMTP error from remote server for RCPT TO command, host: mx00.mail.example (192.0.2.1) reason: 550 Requested action not taken: mailbox unavailable\n"
            "\n"
            "--- The header of the original message is following. ---\n"
        )
        + RETURNED,
        "",
    ),
    "hmailserver": (
        "mailer-daemon@mx.example",
        "Message undeliverable: Your complaint",
        "Your message did not reach some or all of the intended recipients.\n"
        "\n"
        "   Sent: 3 Nov 2026\n"
        "   Subject: Your complaint\n"
        "\n"
        "The following recipient(s) could not be reached:\n"
        "\n"
        f"{R}\n"
        "   Error Type: SMTP\n"
        "   Remote server replied: 550 unknown user\n"
        "\n"
        "hMailServer\n",
        "",
    ),
    "icloud": (
        "Mail Delivery System <MAILER-DAEMON@icloud.example>",
        "Mail delivery failed",
        f"Your message could not be delivered to {R}: 552 5.2.2 Over quota",
        "",
    ),
    "no return path, user unknown de": (
        "Mail Administrator <postmaster@mail.example>",
        "Benachrichtigung zum Übermittlungsstatus (Fehlgeschlagen)",
        "Dies ist eine automatisch erstellte Benachrichtigung über den Zustellstatus.\n"
        "\n"
        "Übermittlung an folgende Empfänger fehlgeschlagen.\n"
        "\n"
        f"       {R}\n",
        "",
    ),
    "fr orange": (
        "MAILER-DAEMON@orange.example",
        "Mail non remis",
        f"Bonjour,\n\nVotre message n'a pas pu être remis à : {R}\n\nUtilisateur inconnu.",
        "",
    ),
    "it alice": (
        "postmaster@alice.example",
        "Mancata consegna del messaggio",
        f"Il messaggio non è stato consegnato a {R}: utente sconosciuto",
        "",
    ),
    "pl onet": (
        "MAILER-DAEMON@poczta.example",
        "Niedostarczona wiadomość",
        f"Nie udało się dostarczyć wiadomości do {R}: użytkownik nieznany",
        "",
    ),
    "es telefonica": (
        "postmaster@correo.example",
        "Mensaje devuelto",
        f"El mensaje no pudo ser entregado a {R}: usuario desconocido",
        "",
    ),
    "jp docomo": (
        "MAILER-DAEMON@docomo.example",
        "Undelivered Mail Returned to Sender",
        f"宛先のメールアドレスが見つかりません。\n<{R}>: 550 Unknown user {R}",
        "",
    ),
    "stalwart": (
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
        "Failed to deliver message",
        "Your message could not be delivered to the following recipients:\n"
        "\n"
        f"<{R}> (host 'mx.mail.example' rejected command 'RCPT TO:<{R}>' with code 550 (5.1.1) 'User unknown')\n",
        "",
    ),
    "opensmtpd": (
        "Mailer Daemon <MAILER-DAEMON@mx.example>",
        "Delivery status notification: failed",
        "    Hi!\n"
        "\n"
        "    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n"
        "\n"
        "    An error has occurred while attempting to deliver a message for\n"
        "    the following list of recipients:\n"
        "\n"
        f"{R}: 550 5.1.1 User unknown\n",
        "",
    ),
    "kerio": (
        "Mail Delivery System <postmaster@mx.example>",
        "Delivery Status Notification (Failure)",
        f"Your message could not be delivered to the following recipients:\n\n{R}\n  550 5.1.1 User unknown",
        "",
    ),
    "zimbra/no rp": (
        "MAILER-DAEMON@mx.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        f"<{R}>: user unknown",
        "",
    ),
}
