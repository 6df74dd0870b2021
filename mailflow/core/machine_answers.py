"""What an answer says that was set up beforehand, where no header says so: one of an office, or of somebody away.

One sentence proves nothing: a parent may be on holiday, have a case number, or write "thank you for your e-mail". So
the sentences are sorted by what they do (thank, confirm receipt, open a ticket, name its number, promise an answer, tell
hours, tell of an absence, name a stand-in), and only two of different kinds at the top of a short mail speak for a machine. The same
few kinds occur in every language; a language is added by its words, never by a rule of its own.

Each kind is pairs of a stem and a pattern. The stem is looked for first, because that costs a hundredth; a pattern
that is empty asks for no more than the stem. All patterns are linear and expect small letters.
"""
# ruff: noqa: E501 - lists of words, wrapped where a language ends

from __future__ import annotations

import re

__all__ = ["answer_set_up", "top_of"]

#: How much of a mail's beginning is looked at, and from what length on a mail is nobody's standing answer.
TOP = 600
LONG = 1500
#: An absence alone speaks for a machine only in a mail as short as this that answers another.
SHORT = 600
#: And only where it stands this near to the top.
BEGIN = 160

Pairs = tuple[tuple[str, re.Pattern[str] | None], ...]
#: All pairs of a kind, and those that can stand in a text of ASCII alone.
Kind = tuple[Pairs, Pairs]


def _kind(*pairs: tuple[str, str]) -> Kind:
    every = tuple((stem, re.compile(pattern) if pattern else None) for stem, pattern in pairs)
    return every, tuple(pair for pair in every if pair[0].isascii())


_OBJECT = r"(?:(?:\w{2,12} ){0,2}(?:e-?mail|mail|message|enquiry|inquiry|query|request|submission|ticket|complaint|contact|correspondence|feedback|form|report)\b)"
_WE = r"(?:\bwe|\b(?:some(?:body|one)|member|team|representative|agent|advis[eo]r|colleague|operator|engineer|office|specialist)\b[^.\n]{0,60})"

_THANKS = _kind(
    ("thank", r"\bthank(?:s| you)(?: (?:very|so) much)? for (?:your " + _OBJECT + r"|(?:contact|e-?mail|writ|reaching|getting in touch|choosing))"),
    ("vielen dank für ihre", ""), ("vielen dank für deine", ""), ("danke für ihre", ""), ("danke für deine", ""),
    ("merci", r"merci (?:de|pour) (?:votre|nous avoir)"), ("nous vous remercions", ""),
    ("gracias por", r"gracias por (?:su|tu|contactar|escribir|comunicar|pon)"),
    ("grazie per", r"grazie per (?:aver|la (?:sua|tua)|il (?:suo|tuo))"), ("la ringraziamo", ""),
    ("bedankt voor", r"bedankt voor (?:uw|je|jouw|het)"), ("dank voor uw", ""), ("hartelijk dank", ""),
    ("dziękujemy za", ""), ("dziękuję za wiadomość", ""), ("obrigad", r"obrigad[oa] p(?:ela|elo|or)"), ("agradecemos", ""),
    ("tack för", r"tack för (?:ditt|din|att du)"), ("tak for din", ""), ("takk for din", ""), ("takk for henvendelsen", ""),
    ("kiitos", r"kiitos (?:viesti|yhteyden|sähköposti)"), ("děkujeme za", ""), ("ďakujeme za", ""), ("köszönjük", ""),
    ("mulțumim pentru", ""), ("спасибо за", ""), ("благодарим", ""), ("teşekkür ed", ""), ("ありがとうございま", ""), ("感谢您", ""),
    ("diolch am", ""),
)  # fmt: skip

_RECEIVED = _kind(
    ("received your", r"\bwe(?:'ve| have)? (?:now |just |safely |successfully )?received your " + _OBJECT),
    ("been received", _OBJECT + r"[^.\n]{0,40} (?:has|have) been received"), ("passed to", r"has been (?:\w+ (?:and )?)?passed to (?:our|the)"), ("forwarded to", r"has been (?:received and )?forwarded to (?:our|the)"), ("are read by", r"e-?mails? (?:\w+ ){0,4}are read by"), ("been safely received", ""), ("been successfully received", ""), ("we got your", ""), ("we've got your", ""), ("secure message", ""),
    ("confirm", r"(?<!please )confirm\w* (?:that )?we (?:have )?(?:received|got) your"), ("receipt of your", ""),
    ("acknowledge", r"\backnowledge that we "), ("we have received it", ""), ("received and will be", ""),
    ("been logged", ""), ("been registered", ""), ("email received", ""), ("e-mail received", ""), ("message received", ""),
    ("erhalten", r"haben (?:ihre|deine) [^.\n]{1,40}erhalten"), ("bei uns eingegangen", ""), ("eingangsbestätigung", ""),
    ("bien reçu", r"avons bien reçu"), ("a bien été", r"a bien été (?:reçu|enregistr|prise? en)"), ("accusons réception", ""), ("accusé de réception", ""),
    ("hemos recibido", r"hemos recibido (?:su|tu)"), ("acuse de recibo", ""), ("ha sido recibid", ""), ("ha sido registrad", ""),
    ("abbiamo ricevuto", r"abbiamo ricevuto (?:la|il)"), ("conferma di ricezione", ""), ("presa in carico", ""),
    ("ontvangen", r"hebben (?:uw|je) [^.\n]{0,40}ontvangen"), ("ontvangstbevestiging", ""), ("in goede orde ontvangen", ""),
    ("otrzymaliśmy", ""), ("potwierdz", r"potwierdz\w+ (?:otrzymani|przyję)"), ("zostało przyjęt", ""), ("została przyjęt", ""),
    ("recebemos", r"recebemos (?:a sua|o seu|sua|seu)"), ("confirmação de rece", ""),
    ("tagit emot", r"har (?:nu )?tagit emot di"), ("mottagit di", ""), ("mottagningsbekräftelse", ""), ("modtaget din", ""), ("kvittering for", ""),
    ("mottatt", r"har mottatt"), ("bekreftelse på mott", ""), ("vastaanottan", ""), ("vastaanotettu", ""), ("vastaanottokuittaus", ""),
    ("přijal", r"jsme přijal|přijali jsme"), ("jsme obdržel", ""), ("potvrzení přijetí", ""), ("potvrzení o přijetí", ""),
    ("megkaptuk", ""), ("visszaigazol", ""), ("am primit", ""), ("confirmare de primire", ""),
    ("обращение", r"обращение (?:\w+ )?(?:получено|принято|зарегистрировано)"), ("получили ваш", ""), ("письмо получено", ""),
    ("talebiniz", r"talebiniz[^.\n]{0,30}(?:alın|ulaş)"), ("mesajınız", r"mesajınız[^.\n]{0,30}(?:alın|ulaş)"),
    ("受け付け", ""), ("受付いた", ""), ("已收到", ""), ("收到您的", ""), ("wedi derbyn eich", ""),
)  # fmt: skip

_OPENED = _kind(
    ("reply above", r"reply above this line"), ("to add additional comments", ""), ("opened on your behalf", ""),
    ("ticket", r"\b(?:your|a|new|this|support) (?:\w+ )?ticket\b[^.\n]{0,60}\b(?:created|opened|raised|logged|received|assigned)\b|ticket (?:received|opened|created)"),
    ("case", r"\bcase\b[^.\n]{0,40}\bhas been (?:created|opened|raised|logged)"), ("request", r"request for support has been|we got your request|request received|your request \(?#?\d{1,20}\)? has been"),
)  # fmt: skip

_NUMBER = _kind(
    ("ticket", r"\bticket\W{0,3}(?:id|number|nummer|no)?\W{0,4}\d{2,}|\[ticket|ticketnummer"), ("case", r"\bcase (?:number|reference|id)|\bcase #?\d{4,}"), ("incident", r"\bincident \w{0,4}\d{4,}"),
    (" #", r"\[\w{2,12} #\d+\]"), ("reference", r"your (?:enquiry |complaint |unique )?reference (?:number )?(?:is|no)"), ("ref:_", ""), ("ref:msg", ""), ("to add additional comments", ""),
    ("vorgangsnummer", ""), ("numéro de dossier", ""), ("número de caso", ""), ("numero di ticket", ""), ("zaaknummer", ""), ("ärendenummer", ""),
)  # fmt: skip

_PROMISE = _kind(
    ("will", _WE + r" will (?:\w+ ){0,3}(?:respond|reply|answer|get back|be (?:in touch|reviewing|looking)|contact|follow[- ]up|come back|look into|review|send you)"),
    (" and ", r"\band (?:will|shall) (?:\w+ ){0,2}(?:respond|reply|answer|get back|be in touch|contact you|come back to you|review|look into|deal with|investigate|prioriti[sz]e)"), ("we'll", r"\bwe'll (?:\w+ ){0,2}(?:respond|reply|answer|get back|be in touch|contact|come back|look into)"),
    ("aim to", _WE + r" aim to"), ("endeavo", _WE + r" endeavou?r to"), ("get back to you", _WE + r" [^.\n]{0,40}get back to you"),
    ("being reviewed", ""), ("will be dealt with", ""), ("will be reviewed", ""), ("we're on it", ""), ("as soon as we can", ""),
    ("you will hear", ""), ("you'll hear", ""), ("you will receive", r"you will receive (?:a|an|our)\b"), ("you can expect", r"you can expect (?:a|to)"), ("is checked", r"(?:inbox|mailbox|e-?mail|account|address) is (?:only |\w+ )?checked"),
    ("schnellstmöglich", ""), ("so schnell wie möglich", ""), ("so bald wie möglich", ""), ("melden uns", ""), ("in kürze", ""),
    ("répondr", r"(?:vous )?répondr(?:ons|a)\b"), ("meilleurs délais", ""), ("brefs délais", ""), ("ne pas répondre", ""),
    ("responderemos", ""), ("lo antes posible", ""), ("brevedad", ""), ("nos pondremos", ""),
    ("risponderemo", ""), ("al più presto", ""), ("prima possibile", ""),
    ("reageren", r"reageren (?:binnen|zo)"), ("zo snel mogelijk", ""), ("zo spoedig mogelijk", ""), ("werkdagen", ""),
    ("odpowiemy", ""), ("skontaktujemy", ""), ("najszybciej", ""), ("mais breve", ""), ("em breve", ""),
    ("så snart", ""), ("återkommer", ""), ("hurtigst muligt", ""), ("vender tilbage", ""), ("vastaamme", ""), ("mahdollisimman pian", ""), ("otamme yhteyttä", ""),
    ("odpovíme", ""), ("co nejdříve", ""), ("ozveme", ""), ("válaszol", r"válaszolunk"), ("mielőbb", ""), ("vom răspunde", ""), ("cel mai scurt timp", ""),
    ("ответим", ""), ("ближайшее время", ""), ("свяжемся", ""), ("en kısa sürede", ""), ("ご連絡", r"ご連絡(?:いたし|させ|致し)"), ("尽快", ""), ("回复您", ""),
)  # fmt: skip

_HOURS = _kind(
    ("inbox", r"inbox is (?:only |not )"), ("mailbox is", r"mailbox is (?:only |not )"), ("opening hours", ""), ("office hours", ""), ("term time", ""), ("our hours", ""),
    ("is open", r"(?:office|surgery|school|reception|practice|nursery|centre|clinic) is open"), ("is closed", r"(?:office|surgery|school|reception|practice|nursery|centre|clinic) is (?:now |currently )?closed"),
    ("working days", r"my working days"), ("working hours", r"my working hours"), ("call 111", ""), ("call 999", ""), ("dial 999", ""), ("öffnungszeiten", ""), ("bürozeiten", ""),
    ("do not reply", ""), ("don't reply", ""),
)  # fmt: skip

_STANDIN = _kind(
    ("my absence", r"(?:in|during) my absence"), ("urgent", r"(?:if|for|should)\b[^.\n]{0,50}\burgent\b[^.\n]{0,60}\b(?:contact|call|ring|phone|e-?mail|dial|speak|please|text)|(?:not|do not use)[^.\n]{0,30} for urgent"),
    ("in dringenden", ""), ("meine vertretung", ""), ("die vertretung", ""), ("nicht weitergeleitet", ""), ("wenden sie sich", ""), ("kollegin", ""),
    ("urgence", r"(?:en cas d'|pour toute )urgence"), ("mon absence", ""), ("merci de contacter", ""), ("veuillez contacter", ""), ("adresser à", ""),
    ("urgentes", r"(?:asuntos|casos|temas|assuntos) urgentes"), ("mi ausencia", ""), ("contacte con", ""), ("contactar con", ""),
    ("urgenze", ""), ("mia assenza", ""), ("contattare", ""), ("dringende", r"dringende (?:zaken|gevallen|vragen)"), ("mijn afwezigheid", ""), ("contact opnemen", ""),
    ("pilnych sprawach", ""), ("o kontakt z", ""), ("minha ausência", ""), ("min frånvaro", ""), ("mit fravær", ""), ("mitt fravær", ""), ("brådskande", ""), ("poissa ollessani", ""), ("kiireelli", ""),
    ("naléhavých", ""), ("nepřítomnosti", ""), ("sürgős", ""), ("távollétem", ""), ("acil dur", ""), ("срочн", ""), ("urgență", ""), ("緊急の", ""), ("お急ぎの", ""), ("紧急", ""),
)  # fmt: skip

_AM_AWAY = r"(?<![\w'])i(?:'m| am| will be|'ll be| shall be)(?: \w+){0,2} (?:away|out of (?:the |my )?(?:office|country|town)|(?:on|taking) (?:\w+ ){0,2}(?:leave|holidays?|vacation|sabbatical)|off (?:sick|work|ill|duty|until|today)|not (?:in (?:the office|work|today)|at work|working|available)|unavailable)\b"
_CANNOT = r"(?<!you )\b(?:(?:will not|won't) be able to|(?:am|will be) unable to|am not able to) (?:respond|reply|answer|access|check|read)\b[^.\n]{0,20}(?:e-?mails?|messages)"

_AWAY = _kind(
    *((stem, _AM_AWAY) for stem in ("i am ", "i'm ", "i will be ", "i'll be ", "i shall be ")),
    ("emails", _CANNOT), ("e-mails", _CANNOT), ("messages", _CANNOT), ("reopen", r"\bclosed\b[^\n]{0,100}\breopen"), ("re-open", r"\bclosed\b[^\n]{0,100}\bre-open"),
    ("closed until", r"\b(?:is|are|will be) closed until"), ("i don't work", ""), ("i do not work", ""), ("not working at", ""), ("on furlough", ""), ("on jury", ""), ("geschlossen", r"bis (?:\S+ ){1,4}geschlossen|geschlossen bis"), ("fermé", r"fermée? jusqu"), ("cerrad", r"cerrad[oa] hasta"), ("gesloten", r"gesloten tot"), ("chius", r"chius[oa] fino"), ("stängt till", ""), ("stängt t.o.m", ""), ("lukket til", ""), ("stengt til", ""), ("zamknięt", r"zamknięt\w do"), ("suljettu", r"suljettu \S+ asti"),
    ("not in work", ""), ("limited access to", r"limited access to (?:my )?(?:e-?mail|mail|internet)"), ("i return", r"when i return"), ("i get back", r"when i get back"), ("my return", r"(?:on|upon) my return"),
    ("next working day", ""), ("my working", r"my working (?:days|hours)"), ("out of the office", r"is out of the office"),
    ("abwesend", r"\b(?:bin|ich) (?:\S{1,12} ){0,6}abwesend"), ("nicht", r"\b(?:bin|ich) (?:\S{1,12} ){0,7}nicht (?:im (?:büro|haus)|erreichbar|am platz|anwesend)"), ("im urlaub", r"\b(?:bin|ich) (?:\S{1,12} ){0,6}im urlaub"), ("außer haus", ""),
    ("absent", r"(?:je )?(?:suis|serai) (?:actuellement )?absente?\b|actuellement absente?\b"), ("en congé", r"(?:suis|serai|actuellement) (?:actuellement )?en congé"), ("en vacances", r"(?:suis|serai) (?:actuellement )?en vacances"), ("mon retour", r"à mon retour"),
    ("ausente", r"est(?:oy|aré|ou|arei) (?:\w+ ){0,2}ausente"), ("fuera de la oficina", r"est(?:oy|aré) (?:\w+ ){0,2}fuera"), ("de vacaciones", r"est(?:oy|aré) (?:\w+ ){0,2}de vacaciones"), ("de férias", r"est(?:ou|arei) (?:\w+ ){0,2}de férias"), ("fora do escritório", ""), ("me encuentro", r"me encuentro (?:\w+ ){0,2}(?:de vacaciones|fuera|ausente)"),
    ("assente", r"(?:sono|sarò) (?:\w+ ){0,2}assente"), ("in ferie", r"(?:sono|sarò) (?:\w+ ){0,2}in ferie"), ("fuori ufficio", ""), ("mio rientro", ""), ("mio ritorno", ""),
    ("aanwezig", r"\bben (?:\S+ ){0,5}(?:niet aanwezig)"), ("afwezig", r"\bben (?:\S+ ){0,4}afwezig"), ("vakantie", r"\bben (?:\S+ ){0,4}(?:op|met) vakantie"), ("met verlof", r"\bben (?:\S+ ){0,4}met verlof"), ("niet op kantoor", ""),
    ("na urlopie", r"(?:przebywam|jestem|będę) (?:\w+ ){0,3}na urlopie"), ("poza biurem", r"(?:jestem|będę) (?:\w+ ){0,2}poza biurem"), ("nieobecn", r"(?:jestem|będę) (?:\w+ ){0,2}nieobecn"),
    ("på semester", r"\bär (?:\w+ ){0,3}på semester"), ("inte på kontoret", ""), ("är ledig", ""), ("har ferie", ""), ("föräldraledig", ""), ("tjänstledig", ""), ("holder ferie", ""), ("på ferie", r"\ber (?:\w+ ){0,3}på ferie"), ("ikke på kontoret", ""), ("bortreist", ""), ("ikke til stede", r"\ber (?:\w+ ){0,2}ikke til stede"),
    ("lomalla", r"\bolen (?:\S+ ){0,3}(?:vuosi)?lomalla"), ("poissa", r"\bolen (?:\S+ ){0,2}poissa"), ("dovolenou", r"(?:mám|čerpám) (?:\w+ ){0,2}dovolenou"), ("na dovolené", r"(?:jsem|budu) (?:\w+ ){0,3}na dovolené"), ("mimo kancelář", ""),
    ("szabadságon", r"szabadságon (?:vagyok|leszek)"), ("házon kívül", ""), ("în concediu", r"(?:sunt|voi fi) (?:\w+ ){0,2}în concediu"),
    ("в отпуске", r"(?:я|нахожусь|буду) (?:\w+ ){0,2}в отпуске"), ("вне офиса", ""), ("у відпустці", ""), ("απουσιάζω", ""), ("εκτός γραφείου", ""), ("izindeyim", ""), ("ofis dışındayım", ""), ("休暇", r"休暇(?:を取得|中|をいただ|のため)"), ("不在に", ""), ("不在と", ""), ("休假", r"(?:正在|在|我)休假|休假(?:中|期间)"), ("不在办公室", ""),
    ("휴가 중", ""), ("부재중", ""), ("allan o'r swyddfa", ""), ("ar wyliau", ""),
)  # fmt: skip

_LEFT = _kind(
    ("no longer", r"no longer (?:works?|working|employed|with (?:the|us|our)|at (?:the|this|our)|part of)"), ("has left", r"has (?:now )?left"), ("have left", r"i have (?:now )?left"), ("retired", r"(?:has|have|'ve) (?:now )?retired"), ("address has changed", ""),
    ("nicht mehr", r"nicht mehr (?:bei|im unternehmen|für uns|in unserem)|nicht mehr \w{0,12} ?tätig"), ("plus", r"ne (?:travaille|fait) plus|n'est plus"), ("a quitté", ""),
    ("ya no", r"ya no (?:trabaja|forma)"), ("non lavora più", ""), ("niet meer", r"niet meer (?:werkzaam|in dienst)"), ("już nie pracuje", ""), ("nie pracuje już", ""), ("não trabalha mais", ""), ("já não trabalha", ""),
    ("har slutat", ""), ("arbetar inte längre", ""), ("er sluttet", ""), ("jobber ikke lenger", ""), ("ikke længere", ""),
)  # fmt: skip

_ELSEWHERE = _kind(
    ("please", r"please (?:now |kindly )?(?:contact|direct|send|forward|e-?mail|use|write|redirect|address|update)"), ("not be read", r"(?:will|has) not be(?:en)? read"), ("forwarded", r"(?:not|been|be|automatically) forwarded"),
    ("wenden sie", ""), ("kontaktieren sie", ""), ("nicht weitergeleitet", ""), ("merci de", ""), ("veuillez", ""), ("pas lu", ""), ("contacte", ""), ("contattare", ""), ("contact opnemen", ""), ("o kontakt", ""), ("kontakta", ""), ("kontakt ", ""),
)  # fmt: skip

_REPEATED = re.compile(r"(?:^|\s)(?:re|aw|sv|vs|antw|odp|r(?:é|e)f?)\s?:|\[[A-Z]{1,10}-\d{4}-\d{4,9}\]", re.IGNORECASE)
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
#: One of these stands in everything that _PASSED_ON finds.
_PASSING = ("---", "orwarded message", "rom: ", "on: ", "ROM: ")
_PASSED_ON = re.compile(
    r"^[ \t]*(?:-{3,}\s?(?:original|forwarded|weitergeleitet|ursprünglich|message (?:d'origine|transféré)|mensaje|messaggio|doorgestuurd|oorspronkelijk)"
    r"|begin forwarded message|from: [^\n]{3,200}\n(?:sent|date|to):|von: [^\n]{3,200}\ngesendet:)",
    re.IGNORECASE | re.MULTILINE,
)


def top_of(text: str) -> str:
    """Return the beginning of what a mail says itself: what it quotes and passes on was said by somebody else."""
    top = text[:LONG]
    if ">" in top:
        top = _QUOTED.sub("", top)
    if any(mark in top for mark in _PASSING):
        passed_on = _PASSED_ON.search(top)
        top = top[: passed_on.start()] if passed_on else top
    return top.strip()[:TOP]


def answer_set_up(subject: str, top: str, length: int, answers: bool) -> tuple[str, bool] | None:
    """Say what in a mail is a standing answer's, in a sentence, and whether it is an office's; None where nothing is.

    Args:
        subject: Its subject.
        top: Its own words, by ``top_of``.
        length: How long its whole text is.
        answers: Whether it answers another mail.
    """
    if length >= LONG:
        return None
    # Behind "Re:" and our case's tag stand our own words, which confirm a receipt themselves.
    said = f"{_REPEATED.split(subject, maxsplit=1)[0]}\n{top}".lower().replace("\u2019", "'")
    thanks = _says(said, _THANKS)
    begun = thanks + _says(said, _RECEIVED) + _says(said, _OPENED)
    if begun > 1 or (begun and any(_says(said, kind) for kind in (_PROMISE, _NUMBER, _HOURS))):
        return "Its text may be another office's acknowledgement; a person should see it.", True
    away = _says(said, _AWAY)
    # A program begins with the absence; people say what they want first, and that they are away until Monday then.
    begins = away and answers and length < SHORT and _says(said[:BEGIN], _AWAY)
    if begins or (away and (thanks or _says(said, _STANDIN))) or (thanks and _says(said, _STANDIN)):
        return "Its text may be the answer of somebody away; a person should see it.", False
    if length < SHORT and _says(said, _LEFT) and _says(said, _ELSEWHERE):
        return "Its text may be the answer of an address whose owner has left; a person should see it.", False
    return None


def _says(text: str, kind: Kind) -> bool:
    return any(stem in text and (pattern is None or pattern.search(text)) for stem, pattern in kind[text.isascii()])
