"""Answers that were set up beforehand and bear no header, and what people write who use the same sentences.

Two sentences of different kinds at the top of a short mail make a standing answer; each of them alone is a person's. A
long list: an office and somebody away for each language. Written for these tests.
"""
# ruff: noqa: E501 - a line for each mail, in the letters of its language

from __future__ import annotations

#: who or where -> subject and text of an office's answer; none has a References field
OFFICES: dict[str, tuple[str, str]] = {
    "surgery": ("Brook Surgery: thank you for your email", "Thank you for contacting Brook Surgery. We aim to answer within two working days."),
    "surgery inbox": ("Your email", "Thank you for emailing Brook Surgery. This inbox is only checked in the morning. If it is urgent please ring 111."),
    "school": ("Message for Brook School", "Thank you for your email. The school office is open from 8.30 to 4 in term time."),
    "school short": ("Email received", "We have received your email and will respond within 3 school days."),
    "council": ("Your enquiry to Brookshire", "Thank you for your enquiry. A member of the customer team will be in touch within ten working days."),
    "help desk": ("We got your message", "A quick note to say we've received your message and we'll get back to you as soon as we can."),
    "help desk line": ("[Request received] Handover", "##- Please type your reply above this line -##\n\nYour request (4711) has been received."),
    "help desk number": ("Ticket Received - Handover", "Dear Pat,\n\nWe acknowledge that we have your request. A ticket has been created with Ticket ID - 4711."),
    "incident": ("Incident INC0004711 has been opened on your behalf", "Short description: Handover\nRef:MSG0004711"),
    "tracker": ("[Desk #0004711] Handover", "A new ticket has been opened for you."),
    "case system": ("New case notification", "Thank you for contacting Customer Care. Case #00004711 has been created. ref:_00D47.50047:ref"),
    "help desk promise": ("Support", "We received your support request regarding Handover. Our team will respond within 24 hours."),
    "report": ("Report acknowledged", "We have received your report and will look into it."),
    "passed on": ("Your message", "Your message has been passed to our team. You will receive a response within three days."),
    "de closed": ("Ihre Nachricht", "Unsere Praxis ist bis 9. November geschlossen. Die Vertretung ist im Haus nebenan."),
    "cy": ("Eich neges", "Diolch am eich neges. Rydym wedi derbyn eich e-bost."),
    "cs": ("Potvrzení přijetí", "Děkujeme za Váš e-mail. Ozveme se Vám co nejdříve."),
    "da": ("Kvittering for modtagelse", "Tak for din henvendelse. Vi har modtaget din mail og svarer hurtigst muligt."),
    "de": ("Eingangsbestätigung", "Vielen Dank für Ihre Nachricht. Wir melden uns in Kürze."),
    "es": ("Acuse de recibo", "Hemos recibido su mensaje y le responderemos lo antes posible."),
    "fi": ("Vastaanottokuittaus", "Kiitos viestistäsi. Vastaamme mahdollisimman pian."),
    "fr": ("Accusé de réception", "Nous avons bien reçu votre message et vous répondrons dans les meilleurs délais."),
    "hu": ("Visszaigazolás", "Köszönjük levelét, hamarosan válaszolunk."),
    "it": ("Conferma di ricezione", "Abbiamo ricevuto la sua richiesta e le risponderemo al più presto."),
    "ja": ("お問い合わせありがとうございます", "お問い合わせを受け付けました。担当者よりご連絡いたします。"),
    "nb": ("Bekreftelse på mottatt henvendelse", "Takk for din henvendelse. Vi svarer så snart vi kan."),
    "nl": ("Ontvangstbevestiging", "Bedankt voor uw bericht. Wij reageren binnen twee werkdagen."),
    "pl": ("Potwierdzenie otrzymania", "Dziękujemy za wiadomość. Odpowiemy najszybciej jak to możliwe."),
    "pt": ("Confirmação de recebimento", "Recebemos a sua mensagem e responderemos em breve."),
    "ro": ("Confirmare de primire", "Am primit mesajul și vă vom răspunde în cel mai scurt timp."),
    "ru": ("Обращение получено", "Спасибо за письмо. Мы ответим вам в ближайшее время."),
    "sv": ("Mottagningsbekräftelse", "Tack för ditt mejl. Vi svarar så snart vi kan."),
    "tr": ("Talebiniz alındı", "Talebiniz tarafımıza ulaşmıştır. En kısa sürede yanıt verilecektir."),
    "zh": ("邮件已收到", "您好，您的邮件已收到，我们会尽快回复您。"),
}  # fmt: skip

#: language or case -> text of somebody away; each answers our letter
AWAY: dict[str, str] = {
    "abroad": "Thank you for your message. I am currently out of the country and back on 9 November.",
    "limited access": "Hello,\n\nI have limited access to my emails until Monday. For anything urgent please ring reception.",
    "stand-in": "Thanks for your email. In my absence please contact the duty team.",
    "part time": "My working days are Tuesday to Thursday. I will respond on my next working day.",
    "on my return": "I'm on annual leave and will reply on my return.",
    "closed until": "The office is closed until Monday.",
    "closed fr": "Le cabinet est fermé jusqu'au 9 novembre.",
    "closed nl": "De school is gesloten tot 9 november.",
    "retired": "I have now retired. Please contact the office.",
    "jury": "I am currently on jury service.",
    "ill": "I'm off sick today.",
    "cannot": "I am on a course and will not be able to answer emails until Thursday.",
    "closed": "Our office is closed for the bank holiday and will reopen on Tuesday.",
    "moved": "My email address has changed. Please update your address book.",
    "left": "Pat Rivers no longer works at the school. Please direct your enquiries to the office.",
    "left, not read": "Pat Rivers has left Brook School. Your email will not be read.",
    "left de": "Pat Rivers ist nicht mehr bei uns tätig. Bitte wenden Sie sich an das Büro.",
    "left fr": "Pat Rivers ne travaille plus chez nous. Votre message ne sera pas lu.",
    "cs": "Do 9. listopadu mám dovolenou.",
    "cy": "Rwyf ar wyliau tan 9 Tachwedd.",
    "da": "Jeg holder ferie til og med den 9. november.",
    "de": "Ich bin vom 1. bis 9. November nicht erreichbar.",
    "es": "Estaré fuera de la oficina hasta el 9 de noviembre.",
    "fi": "Olen poissa toimistolta 9.11. asti.",
    "fr": "Bonjour, je serai absente jusqu'au 9 novembre.",
    "hu": "November 9-ig szabadságon vagyok.",
    "it": "Sarò assente dall'ufficio fino al 9 novembre.",
    "ja": "11月9日まで休暇を取得しております。",
    "nb": "Jeg er ikke på kontoret før 9. november.",
    "nl": "Ik ben tot 9 november niet aanwezig.",
    "pl": "Do 9 listopada przebywam na urlopie.",
    "pt": "Estarei ausente do escritório até 9 de novembro.",
    "el": "Θα απουσιάζω έως τις 9 Νοεμβρίου.",
    "ko": "휴가 중입니다.",
    "uk": "Я у відпустці до 9 листопада.",
    "es 2": "Me encuentro de vacaciones hasta el 9 de noviembre.",
    "ro": "Sunt în concediu până pe 9 noiembrie.",
    "ru": "Я нахожусь в отпуске до 9 ноября.",
    "sv": "Jag är på semester till och med den 9 november.",
    "tr": "9 Kasım'a kadar izindeyim.",
    "zh": "您好，我正在休假，11月9日返回。",
}

#: what it is -> subject and text of a person; none has a References field
ALONE: dict[str, tuple[str, str]] = {
    "thanks": ("Friday", "Thank you for your email. I look forward to the meeting but he was alone again on Friday."),
    "thanks, received": ("Your letter", "Thank you for your letter, which I received today. I do not agree with it."),
    "thanks, mine to answer": ("Photos", "Thanks for getting back to me. I will send you the photos as soon as I can."),
    "received": ("Your decision", "We have received your decision and are not happy with it."),
    "received your letter": ("Your letter", "We received your letter of 2 November and we will appeal."),
    "number": ("My case", "My case number is LC-2026-0001. How far are you?"),
    "ticket": ("Bus", "I opened a ticket about the bus and nobody answered."),
    "promise": ("Waiting", "You said that you will respond within ten days. You have not."),
    "asks for receipt": ("Complaint", "Please acknowledge receipt of my complaint and confirm that you will reply."),
    "urgent": ("Handover", "If it is urgent please call me at work. He came home with a bruise."),
    "hours": ("Office", "The office is closed whenever I ring."),
    "away": ("Handover", "I am away until Monday, so please write and do not ring. Nobody collected him."),
    "away de": ("Beschwerde", "Ich bin bis Montag im Urlaub, bitte schreiben Sie. Niemand hat ihn abgeholt."),
    "left": ("Mrs Hill", "Mrs Hill has left and nobody told us. Who is the keyworker now?"),
    "no longer": ("Mrs Hill", "Mrs Hill no longer works there. Who is the keyworker now?"),
    "moved": ("New address", "My email address has changed. My complaint of Monday stands."),
    "closed": ("Closed again", "The nursery is closed again for training and we were told the evening before."),
    "closed de": ("Kita", "Die Kita ist bis 9. November geschlossen, und wir haben es gestern erfahren."),
    "unpaid leave": ("My leave", "I had to take unpaid leave because you closed. I want my money back."),
    "asks for an answer": ("Wait", "Thanks. I will wait for the letter then. Please send it by post."),
    "on leave": ("Key worker", "Her key worker is on annual leave and nobody covered for her."),
    "cannot": ("No answer", "You will not answer my emails, and nobody rings back."),
    "acknowledges": ("Appeal", "We acknowledge that you have apologised. We want to appeal all the same."),
    "was told": ("No answer", "I was told that my request has been logged and that somebody would call. Nobody did."),
    "urgent for you": ("Urgent", "This is urgent. If you cannot help please contact the safeguarding lead."),
    "quotes an answer": ("Three weeks", "Nothing has happened.\n\n> Thank you for contacting us. This is an automated message.\n> We will respond within ten days."),
    "passes an answer on": ("Look at this", "This is all I ever get.\n\n-----Original Message-----\nFrom: Office\n\nThank you for your email. We will respond within ten days. Please do not reply to this message."),
    "passes a newsletter on": ("FW: News", "My daughter's photo is in it.\n\n---------- Forwarded message ---------\nFrom: School\n\nThis is an automated message. Please do not reply to this e-mail."),
}  # fmt: skip

#: A field by which a machine says what it is, and its neighbour that a person's mail has.
FIELDS: dict[str, tuple[str, str]] = {
    "any name of an automatic reply": ("X-Auto-Replied: yes\n", "X-Auto-Replied: no\n"),
    "a maker's name in it": ("X-Acme-Autoresponder: on\n", "X-Acme-Automobile: on\n"),
    "generated": ("X-Auto-Generated: yes\n", "X-Author-Generated: yes\n"),
    "a comment before the word": ("Auto-Submitted: (vacation) auto-replied\n", "Auto-Submitted: (vacation) no\n"),
    "a comment after it": ("Precedence: bulk (auto)\n", "Precedence: normal (bulk)\n"),
    "an empty path with blanks": ("Return-Path: < >\n", "Return-Path: <p.rivers@mail.example>\n"),
    "a daemon's path": ("Return-Path: <MAILER-DAEMON>\n", "Return-Path: <mailer-daemons@mail.example>\n"),
    "the path under another name": ("X-Envelope-From: <>\n", "X-Envelope-From: <p.rivers@mail.example>\n"),
    "answers to nobody": ("Reply-To: noreply@mail.example\n", "Reply-To: pat@mail.example\n"),
    "a sending service": ("X-MSFBL: abc\n", "X-Mailer: abc\n"),
}

#: Addresses that nobody reads, and people's that look like them.
NOBODYS = (
    "auto-confirm@x.example", "cevaplamayin@x.example", "list-master@x.example", "listmaster@x.example", "mailman@x.example",
    "neodpovidat@x.example", "nevalaszolj@x.example", "nieodpowiadac@x.example", "nu-raspunde@x.example", "news@x.example",
    "no-reply-1@x.example", "noreply2@x.example", "notify@x.example", "safety-alerts@x.example", "svara-inte@x.example",
    "vastaa-ei@x.example", "zabbix@x.example",
)  # fmt: skip
PEOPLES = (
    "albert.alert@x.example", "j.mailer@x.example", "info@x.example", "noel.reply@x.example", "nora.answers@x.example",
    "j.postma@x.example", "mrs.robotham@x.example", "nuala.raspin@x.example", "nina.notifa@x.example", "inte.svard@x.example",
)  # fmt: skip
