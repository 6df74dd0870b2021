"""The words of machines, in the languages that their makers wrote them in.

Words are the weakest evidence: each pattern here is asked only where the author or the shape of a mail already speaks
for a machine, or stands at the very top of it. All are linear: no repetition inside a repetition.
"""
# ruff: noqa: E501 - lists of words, wrapped where their groups end

from __future__ import annotations

import re

_I = re.IGNORECASE

#: Authors of delivery reports: the local part and the shown name of the sender.
DAEMON = re.compile(
    r"mailer[-_. ]?daemon|post[-_. ]?master|mail[-_. ]?daemon|\bmdaemon|\bmajordomo|mail (?:delivery|administrator)"
    r"|mail[-_.]?delivery|delivery[-_. ](?:sub)?system|delivery[-_. ](?:report|status|failure|agent)|mail ?system"
    r"|\bmailsystem|\bdaemon\b|returned mail|microsoft ?exchange|microsoftexchange[0-9a-f]|bounce[-_]?(?:handler|s)?\b"
    r"|system administrator|undeliver|mailadmin|mail_admin",
    _I,
)

#: Addresses that nobody reads.
NOBODY = re.compile(
    r"(?:[a-z0-9._-]*[._-])?(?:(?:no|not|non|never|do[._-]?not|dont|ne(?:[._-]?pas)?|nicht|keine|nao|n(?:ã|a)o|ei|nie|ikke|inte|ne|nu)[._-]?"
    r"(?:repl(?:y|ies)|responses?|answer|respond(?:er?)?|r(?:e|é)pondre|antwort(?:en)?|responda|rispondere|odpowiada(?:j|c)|odpowiedz|odpovida(?:t|j(?:te)?)"
    r"|vastausta|svara?|besvar|v(?:a|á)laszolj(?:on)?|raspunde(?:ti)?)|(?:svara?|vastaa)[._-]?(?:inte|ikke|ei)|cevaplama(?:y(?:i|ı)n(?:(?:i|ı)z)?)?)"
    r"\d{0,3}(?:[._+-][a-z0-9._+-]*)?@|(?:unattended|automat(?:ed|ic)|automailer|auto-?confirm|(?:e-?)?newsletters?|news|[a-z0-9._-]{0,30}robot)@"
    r"|(?:bounces?|listserv|list-?master|mailman|mailing|mailer|autoreply|auto-?repl(?:y|ies)|autoresponse|autoresponder|nobody|daemon|root|cron|www-data|nagios|zabbix)@"
    r"|(?:[a-z0-9._-]{0,40}[._-])?(?:notifications?|alerts)@|(?:notify|notifier|alert|updates)@",
    _I,
)

BOUNCE_SUBJECT = re.compile(
    r"undeliver(?:ed|able)|undelivrable|returned? (?:mail|message|to sender)|returning message|mail(?: system)? error"
    r"|deliver[yi]\w* (?:\w+ ){0,3}(?:failure|failed|fail\b|problem|error|notif|report|unsuccess|impossible)"
    r"|failure (?:notice|notification|delivery)|failed? (?:mail|message|to deliver|delivery)|mail failure"
    r"|(?:could|can)(?: ?not|n't) (?:be )?deliver|not (?:be )?delivered|non[- ]?deliver|message rejected|mail rejected"
    r"|(?:message|mail|e-?mail) (?:\w+ ){0,3}(?:bounced|blocked|rejected|not delivered|undeliverable)|delivery[- ]status"
    r"|mail delivery|error(?:s)? (?:sending|from|in sending|delivering)|no such (?:user|address)|user unknown|unknown user"
    r"|quota (?:exceeded|warning)|mailbox (?:is )?full|^\W*bounce|nondeliverable|\bndn\b|rejected (?:posting|by)"
    r"|unzustellbar|nicht zugestellt|zustell\w*fehler|zur(?:ü|ue)ck(?:gesendet|gesandt)|fehlgeschlagen"
    r"|non remis|non (?:distribu|livr)|(?:é|e)chec de (?:la )?(?:remise|distribution|livraison)|retour(?:n\w+)? (?:à|a) l"
    r"|no se (?:puede|pudo|ha podido) entregar|no entregado|devuelto|entrega fallida|error de entrega"
    r"|mancat[ao] (?:recapito|consegna)|non (?:recapitabile|consegnat)|niet (?:bezorgd|afgeleverd|bestelbaar)|onbestelbaar"
    r"|n(?:ã|a)o (?:foi )?(?:entregue|entregável|p[ôo]de ser entregue)|falha na entrega|niedostarcz|nie dostarczono"
    r"|zwrot (?:poczty|wiadomo)|kan inte levereras|gick inte att leverera|ikke leveres|doručen|недостав|не доставлен"
    r"|не удалось доставить|配信できません|配信不能|送信エラー|未達|エラーメール|退信|投递失败|退回|无法投递|傳送失敗|배달"
    r"|nie można dostarczyć|ei toimitettavissa|не удается доставить|не вдалося доставити|teslim edilemedi|未送达|未傳遞|無法傳遞|kézbesíthetetlen"
    r"|nelivrabil|δεν (?:ήταν δυνατή|είναι δυνατή) η παράδοση|kunne ikke leveres|nedostavljivo|ni mogoče dostaviti|no es pot lliurar|không thể gửi"
    r"|tidak terkirim|تعذر التسليم|غير قابل للتسليم|לא ניתן למסירה|ไม่สามารถส่ง|pristatyti nepavyko|nepiegādājam|kättetoimetamatu",
    _I,
)

BOUNCE_TEXT = re.compile(
    r"(?:could|can|would|did|was|were|has|have|been|is|are)(?: ?not|n't)(?: yet)?(?: be)?(?: been)?(?: able to)? deliver"
    r"|undeliver(?:able|ed)|unable to (?:deliver|relay|send|route)|delivery (?:\w+ ){0,6}(?:failed|failure|unsuccess|error)"
    r"|failed to deliver|fail(?:ed|ure) (?:to|in) (?:send|deliver|relay)|permanent(?:ly)? (?:fatal )?(?:error|failure|failed)"
    r"|(?:user|recipient|mailbox|address|account|host|domain)\b.{0,60}\b(?:unknown|not found|does(?: not|n't) exist|disabled"
    r"|unavailable|not available|full|over quota|rejected|invalid|suspended|inactive)|(?:unknown|invalid|no such) "
    r"(?:user|recipient|mailbox|address|host|local)|returned to sender|returned mail|was (?:rejected|bounced|refused|blocked)"
    r"|transcript of session|mail delivery (?:system|subsystem|software)|trouble delivering|(?:errors?|problems?) "
    r"(?:\w+ ){0,4}(?:deliver|sending your)|quota exceeded|exceeded (?:\w+ ){0,2}quota|mailbox is full|inbox is full"
    r"|failure reasons|message (?:was|is|has been) (?:undeliver|not delivered|rejected|blocked)|reason for (?:failure|rejection)"
    r"|^\W{0,4}[45]\d\d[ -][45]\.\d\.\d|smtp; ?5\d\d|error message below|incorrectly constructed|original message follows"
    r"|\"notificationType\" ?: ?\"bounce|notificationType\\\\?\" ?: ?\\\\?\"Bounce"
    r"|送信できませんでした|配信できません|エラーのため|失敗しました|不達|nicht (?:zugestellt|ausgeliefert)|konnte nicht"
    r"|n'a pas pu|n'ont pas pu|impossible de (?:remettre|livrer)|no (?:se )?(?:pudo|ha podido|puede) (?:ser )?entreg"
    r"|non (?:è|e') stato possibile|não (?:pôde|foi possível)|не может быть доставлен|не доставлено|无法(?:送达|投递)",
    _I | re.MULTILINE,
)

#: One of these stands in everything that DELAY finds.
DELAY_STEMS = (
    *(
        "delay",
        "retried",
        "trying",
        "attempt",
        "keep try",
        "continue",
        "warning",
        "not yet",
        "need to re",
        "hold and will",
    ),
    *(
        "verz",
        "retard",
        "retras",
        "atrasad",
        "vertraag",
        "ritard",
        "försen",
        "forsink",
        "opóźni",
        "viiväst",
        "zpožd",
        "odlož",
    ),
    *("задерж", "отлож", "遅延", "延迟"),
)

DELAY = re.compile(
    r"delivery[^\n]{0,40}\bdelayed|delayed[^\n]{0,30}(?:mail|delivery|24|hours)|(?:message|mail|delivery)(?: \w+){0,4} delay"
    r"|still (?:being retried|trying|be(?:ing)? attempted)|will (?:be retried|keep trying|continue to (?:try|be attempted))"
    r"|warning:? (?:could not send|message (?:still )?(?:un|delayed))|not yet (?:been )?delivered|this is (?:a|only a) warning"
    r"|warning message only|do not need to re-?send|\(delay\)|verz(?:ö|oe)gert|retard(?:é|ée) de|on hold and will|zustell\w* [^\n]{0,40}verzögert"
    r"|remise (?:[^\n]{0,60} )?(?:est )?retardée|entrega (?:[^\n]{0,60} )?(?:se ha )?(?:retrasad[oa]|atrasada)|bezorging (?:[^\n]{0,60} )?(?:is )?vertraagd"
    r"|recapito (?:[^\n]{0,60} )?(?:è )?(?:in ritardo|ritardat)|leverans\w* (?:[^\n]{0,60} )?försena|levering\w* (?:[^\n]{0,60} )?(?:er )?forsinke|dostarcz\w+ (?:[^\n]{0,60} )?opóźni"
    r"|toimitus (?:[^\n]{0,60} )?viivästy|doručení (?:[^\n]{0,60} )?(?:zpožd|odlož)|доставка (?:[^\n]{0,60} )?(?:задерж|отложен)|配信(?:[^\n]{0,40})?遅延|传递(?:[^\n]{0,40})?延迟",
    _I,
)

#: Subjects by which a program names its own automatic reply.
AUTOMATIC = re.compile(
    r"(?:\[[^\]]{0,30}\]\s*)?\W{0,3}(?:"
    r"(?:yahoo! )?auto(?:matic|mated|matically)?[-_ ]?(?:generated )?(?:reply|response|respons|answer|notification|acknowledge?ment)\b"
    r"|auto(?:matic|matically|mated)?[-_ ]generated\b|auto[- ]?(?:resposta|respuesta|r(?:é|e)ponse|risposta|antwort|antwoord|svar|r(?:ă|a)spuns|v(?:á|a)lasz)\b"
    r"|auto:\s?(?:re|aw|sv|antw|r(?:é|e)p?)\s?:"
    r"|autoreply|autoresponse|autorespond|(?:out[- ]of[- ](?:the[- ])?office|vacation|absence|away|ooo|oof)(?: auto\w*)?"
    r"[ -](?:reply|response|autoreply|message|notice|notification)\b|(?:out[- ]of[- ](?:the[- ])?office|ooo|oof)\s*(?:[:(|-]|$)"
    r"|abwesenheits(?:notiz|nachricht|meldung|assistent)|automatische (?:antwort|beantwortung|reactie)"
    r"|r(?:é|e)ponse automatique|message d'absence|absence du bureau|respuesta autom(?:á|a)tica"
    r"|fuera de (?:la )?oficina\s*(?:[:(|-]|$)|risposta automatica|fuori (?:sede|ufficio)\s*(?:[:(|-]|$)|resposta autom(?:á|a)tica"
    r"|automatisch antwoord|afwezigheids?(?:bericht|melding)|autosvar|automatiskt? svar|fr(?:å|a)nvaromeddelande|frav(?:æ|ae)rsmelding"
    r"|automaattinen vastaus|poissaoloilmoitus|(?:odpowied(?:ź|z) automatyczna|automatyczna odpowied(?:ź|z))|automatick(?:á|a) odpov"
    r"|automatikus v(?:á|a)lasz|r(?:ă|a)spuns automat|otomatik (?:yan(?:ı|i)t|cevap)|αυτόματη απάντηση|автоматический ответ"
    r"|автоответ|автоматична відповідь|ateb awtomatig|automatinis atsakymas|autom(?:ā|a)tisk(?:ā|a) atbilde|automaatvastus"
    r"|自動(?:応答|返信|回覆|回复)|自动(?:回复|答复)|不在通知|자동 ?(?:응답|회신)|부재중"
    r"|автоматичен отговор|автоматский одговор|аутоматски одговор|automatski odgovor|samodejni odgovor|resposta autom(?:à|a)tica|erantzun automatiko"
    r"|freagra uathoibr|sj(?:á|a)lfvirkt svar|balasan otomatis|balasan automatik|jawaban otomatis|ตอบกลับอัตโนมัติ|स्वचालित (?:उत्तर|जवाब|प्रतिक्रिया)|স্বয়ংক্রিয় উত্তর"
    r"|پاسخ خودکار|خودکار جواب|תשובה אוטומטית|autoodpowied|\[r(?:é|e)pondeur\]|poza biurem\s*:|מענה אוטומטי|رد تلقائي|phản hồi tự động|trả lời tự động|tự động trả lời|risposta non al computer)",
    _I,
)

#: Subjects that a person away writes, or a person about people away: doubt.
ABSENCE = re.compile(
    r"(?:(?:re|aw|sv|antw|fw|fwd)\s*:\s*)?\W{0,3}(?:out[- ]of[- ](?:the[- ])?office\b(?! hours?\b)|ooo\b|(?:i am |i'm )?(?:currently )?"
    r"(?:away|out|absent) (?:from|of) (?:the |my )?(?:office|work|desk|e-?mail)\b(?! hours?\b)|(?:on )?(?:vacation|holiday|annual leave|leave)"
    r"\s*(?:[:(|-]|$|until|till|from \d)|abwesen|(?:ich bin )?(?:nicht im|außer) (?:haus|büro)|absent du bureau|je suis absent"
    r"|ausente\b|assente\b|ausência|afwezig|niet aanwezig|frånvaro|fraværs?\b|ikke til stede|poissaolo|poza biurem"
    r"|nieobecno(?:ść|sc)|nepř(?:í|i)tom|h(?:á|a)zon k(?:í|i)v(?:ü|u)l|ofis d(?:ı|i)ş(?:ı|i)|отсутствую|вне офиса"
    r"|allan o'r swyddfa|不在のお知らせ|re: automatic reply|(?:re|aw|sv|fwd?): auto(?:matic|mated)?[- ]?(?:reply|response|antwort))",
    _I,
)

OUT_OF_OFFICE_TEXT = re.compile(
    r"(?:this is an? |\bthis )(?:is )?(?:auto(?:matic|mated|matically)?[- ](?:generated )?)(?:e-?mail |mail |message )?"
    r"(?:reply|response|answer|acknowledge?ment)|^\W{0,3}(?:auto-?reply|automatic reply)\b"
    r"|this (?:e-?mail|message|mail|response) (?:was|is|has been) (?:automatically generated|generated automatically"
    r"|sent automatically|an auto(?:mated|matic))|i(?:'m| am)(?: currently)? (?:out of|away from) (?:the |my )?office"
    r"|(?:please )?do not (?:reply|respond) to this (?:automated|automatic|auto-|e-?mail|message|mail)"
    r"|this is an? (?:automated|automatic|automatically generated|auto[- ]?generated|system[- ]generated) (?:message|e-?mail|mail|notification|confirmation|notice)"
    r"|your (?:request|ticket|enquiry|inquiry|query|message|e-?mail|submission)(?: ?\(?#? ?\d{2,20}\)?)? has been (?:received|logged|registered) (?:and|by)"
    r"|your (?:ticket|case|request|enquiry) (?:number|id|no\.) is|this (?:mailbox|inbox|e-?mail address|address|account) is (?:not|no longer) (?:monitored|in use|active|checked|being)"
    r"|(?:dies|das|diese) ist eine automati|automatisch (?:generierte|erzeugte|erstellte)|(?:ceci|cet? (?:message|e-?mail)) est (?:une? )?(?:(?:message|r(?:é|e)ponse|e-?mail|courriel) )?automatique"
    r"|(?:este|esto) es un (?:mensaje|correo|e-?mail) autom|questo (?:è|e') un (?:messaggio|e-?mail) automatic|dit is een automatisch|est(?:a|e) é uma? (?:mensagem|e-?mail|resposta) autom"
    r"|to jest (?:wiadomość|odpowiedź) (?:generowana |wygenerowana )?automatyczn|wiadomość (?:została )?wygenerowana automatycznie|toto je automatick|это автоматическ|письмо сформировано автоматически"
    r"|detta är ett automatiskt|dette er (?:en|et) automatisk|tämä on automaatti|bu otomatik|acesta este un mesaj automat|ez egy automatikus|自動(?:配信|送信|返信|生成)|这是(?:一封)?(?:系统)?自动",
    _I | re.MULTILINE,
)

#: One of these stands in everything that OUT_OF_OFFICE_TEXT finds; looking for them costs a hundredth.
OUT_OF_OFFICE_STEMS = (
    *("auto", "автомат", "otomatik", "自動", "自动", "office", "do not re", "system", "has been "),
    *("your ticket", "your case", "your request", "your enquiry"),
    *("this mailbox", "this inbox", "this e-mail a", "this email a", "this address", "this account"),
)

#: A mail system's code of failure, which no person writes in passing.
FAILURE_CODE = re.compile(
    r"(?<![\d.])(?:[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}|[45]\.\d\.\d{1,3}|(?:smtp|error|code|said|returned|:)\W{0,3}[45][0-7]\d)(?![\d.])",
    _I,
)

#: Somebody speaks of what they did or want: no report does, however sorry it is ("I'm afraid I wasn't able to").
SPEAKS_OF_SELF = re.compile(
    r"\b(?:i (?:have |had |just |also )?(?:tried|wrote|sent|want|need|got|would like|am writing|complain)|my (?:e-?mail|message|letter|child|son|daughter|complaint)"
    r"|ich habe|möchte mich|j'ai (?:essayé|écrit|envoyé|reçu)|he (?:escrito|enviado|recibido)|ho (?:scritto|inviato|ricevuto)|ik heb|napisał[ae]m|wysłał[ae]m)\b",
    _I,
)

#: What a form on a web site asks everybody for, each with its answer behind it or on the next line.
FORM_LINE = re.compile(
    r"^[ \t*]{0,4}(?:your |sender'?s? |contact )?(name|first name|last name|full name|e-?mail(?: address)?|phone(?: number)?|telephone|message|comments?"
    r"|nachricht|vorname|nachname|nom|prénom|téléphone|nombre|correo|mensaje|nome|messaggio|naam|bericht|imię|wiadomość)[ \t*]{0,4}[:：]",
    re.IGNORECASE | re.MULTILINE,
)

#: Answers of a calendar program.
CALENDAR_SUBJECT = re.compile(
    r"^\s*(?:accepted|declined|tentative(?:ly accepted)?|cancel(?:l?ed)?(?: event)?|invitation|updated invitation"
    r"|new time proposed|zugesagt|akzeptiert|abgelehnt|mit vorbehalt|abgesagt|accept(?:é|e)|refus(?:é|e)|annul(?:é|e)"
    r"|aceptad[oa]|rechazad[oa]|cancelad[oa]|accettat[oa]|rifiutat[oa]|geaccepteerd|afgewezen|zaakceptowane|odrzucone"
    r"|godkänt|avböjt|derbyniwyd|gwrthodwyd|einladung|aktualisierte einladung|invitación|invito|uitnodiging|convite|zaproszenie|accepteret|afvist|akseptert|avslått|hyväksytty|hylätty"
    r"|přijato|odmítnuto|elfogadva|elutasítva|acceptat|refuzat|принято|отклонено|kabul edildi|reddedildi|承諾|辞退|已接受|已拒绝|accept(?:é|e)e?|aceite|recusad[oa])\s*[:：]",
    _I,
)

#: One of these stands in everything that CHALLENGE finds; looking for them costs a hundredth.
CHALLENGE_STEMS = (
    *("confirm", "verif", "approv", "authori", "added to", "add yourself", "challenge", "to release", "to deliver"),
    *("boxbe", "arrest", "choicemail", "bluebottle", "mailblocks", "vanquish", "mailinblack", "antispam", "moderator"),
    *("until you", "en attente de", "bestätigen sie", "zugestellt"),
)

#: Mail that asks the writer of a letter to prove to be a person.
CHALLENGE = re.compile(
    r"(?:confirm|verify|approve)[^\n.]{0,40}(?:that )?(?:you(?:r|'re| are)? (?:a )?(?:human|person|not a (?:robot|spammer))"
    r"|your (?:message|e-?mail) (?:to|so|before|was))|(?:sender|e-?mail) (?:address )?(?:verification|confirmation) required"
    r"|your (?:message|e-?mail|mail)(?: \w+){0,6} (?:awaiting|waiting for|requires|needs|held (?:for|until)) "
    r"(?:your )?(?:verification|confirmation|approval|authori[sz]ation|you (?:to )?(?:confirm|verify))"
    r"|(?:added|add yourself) to (?:my|the|our) (?:guest|white|allowed|approved)[ -]?(?:senders )?list"
    r"|(?:boxbe|spam ?arrest|choicemail|bluebottle|mailblocks|vanquish)\b[^\n]{0,80}(?:verif|confirm|wait|guest|sender)"
    r"|to (?:release|deliver) your (?:message|e-?mail)[^\n]{0,60}(?:click|reply|visit)|challenge[/-]response"
    r"|your (?:message|e-?mail|mail)[^\n.]{0,80}(?:put on hold|being held|held|quarantined) until (?:you (?:confirm|verify|reply)|the list moderator|a moderator|your (?:address|message))"
    r"|\bhold until you confirm|awaits? moderator approval|confirme (?:a )?sua mensagem|antispam uol|mailinblack|en attente de (?:validation|confirmation|votre)"
    r"|bestätigen sie[^\n.]{0,40}(?:dass sie (?:ein mensch|kein)|ihre (?:nachricht|e-mail))[^\n.]{0,60}zugestellt|confirme que (?:usted )?(?:es una persona|no es un robot)",
    _I,
)

#: Subjects of read receipts: what became of a letter, in front of its own subject.
READ_SUBJECT = re.compile(
    r"^\s*(?:(?:not|un)[ -]?read|read|deleted|gelesen|ungelesen|(?:non )?lu|(?:no )?le(?:í|i)do|(?:non )?letto|(?:niet )?gelezen|(?:nie )?przeczytano"
    r"|(?:não )?lid[ao]|l(?:ä|æ)st|olästa|ulest|lest|luettu|přečteno|elolvasva|citit|прочитано|okundu|開封済み|已读|darllenwyd)\s?[:：]",
    _I,
)

#: What such a receipt says, and nothing else.
READ_TEXT = re.compile(
    r"\bwas (?:read|deleted|opened|displayed)\b[^.\n]{0,30}(?: on | without being read)|wurde (?:am [^\n]{0,60})?(?:gelesen|gelöscht)|a été (?:lu|affiché|supprimé) le|fue (?:leído|eliminado) el"
    r"|è stato (?:letto|eliminato)|is gelezen op|został\w* (?:przeczytan|wyświetlon)|foi (?:lida|lido|exibida)|lästes|blev læst|ble lest|luettiin|byla přečtena|olvasta el|fost citit|прочитано|okundu|に開封|已于",
    _I,
)
