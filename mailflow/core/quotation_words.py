"""How mail programs introduce what they quote, and how people and telephones sign, in many languages.

The forms are those of the programs (Gmail, Outlook, Apple Mail, Thunderbird, Yahoo, Zoho and the rest), each in the
languages that they are sold in. Every pattern is tried on one line, or on a few joined ones, of bounded length.
"""
# ruff: noqa: E501 - lists of words, wrapped where their groups end

from __future__ import annotations

import re
from collections.abc import Sequence

_I = re.IGNORECASE
MAX_SIGNATURE_LINES = 14
_MAX_ATTRIBUTION = 400
_JOINED_LINES = 6

#: The line that our letters begin with: what stands below it is ours.
ABOVE_THIS_LINE = re.compile(
    r"[>|\s]*[-_=#*\s]{0,12}(?:please )?(?:type|write|enter|reply|add)\w* (?:your )?(?:reply|answer|response)?\s?"
    r"above this line[-_=#*.\s]{0,12}",
    _I,
)

#: A drawn line, or the two dashes before a signature.
DELIMITER = re.compile(r"\s*(?:[-_=+~#*\u2014\u2013\u1427]{1,200}\s*|--\s)", _I)

#: "-----Original Message-----" and its sisters.
ORIGINAL_MESSAGE = re.compile(
    r"[>|\s]*(?:[-_=*]{2,}\s?(?=.*\w)[^-_=*\n]{3,60}(?:-[^-_=*\n]{3,30}){0,3}\s?[-_=*]{2,}"
    r"|>{3}\s(?=[^\n]*\d)[^\n>]{2,100}(?:<[^<>\s]{3,200}>)?[^\n>]{0,60}\s>{3}"
    r"|begin forwarded message ?:|anfang der weitergeleiteten (?:nachricht|e-mail) ?:|d(?:é|e)but du message (?:transf(?:é|e)r(?:é|e)"
    r"|r(?:é|e)exp(?:é|e)di(?:é|e)) ?:|inicio del mensaje reenviado ?:|inizio messaggio inoltrato ?:"
    r"|begin doorgestuurd bericht ?:|in(?:í|i)cio da mensagem reencaminhada ?:|vidarebefordrat brev ?:)",
    _I,
)

#: What telephones and programs add below a mail.
MOBILE_SIGNATURE = re.compile(
    r"[*_\[(<]{0,2}(?:sent (?:from|via|with|by) (?:my |your |an? |the )?(?:(?:[\w.+&'’-]+ ){0,3}"
    r"(?:iphone|ipad|ipod|blackberry|android|phone|smartphone|mobile|tablet|galaxy|samsung|nokia|htc|huawei|xiaomi|pixel"
    r"|windows(?: phone| mail)?|mailbox|pc|cell|outlook|yahoo|gmail|mail|proton ?mail|device|handheld|kindle|surface|app|handset)[®™]?(?: [\w-]+){0,5}"
    r"|[\w.-]{2,30}|ti-\d+|cell\b[^\n]{0,40}|[\w.-]+ for (?:ios|android|iphone|windows|mobile|mac|desktop)|(?:outlook|yahoo|gmail|hotmail)[^\n]{0,40})"
    r"|(?:sent )?(?:\w{1,20} )?(?:from|via) (?:my |a )?(?:mobile|i-?phone|i-?pad|android|smart ?phone|cell ?phone)(?: \w{1,12}){0,2}"
    r"|diese (?:nachricht|e-?mail) wurde von [^\n]{1,80} gesendet|[從从]我的 ?[^\n]{1,20}(?:傳送|发送)|sent by [^\n<>]{1,20}"
    r"|sent from \[[^\n]{1,120}|sent from my [\w.+®™'’-]{1,20}(?: [\w.+®™'’()-]{1,20}){0,3}|get \[?outlook for (?:ios|android)|(?:t(?:é|e)l(?:é|e)charger|scarica|obt(?:é|e)n(?:er)?|holen sie sich) outlook[^\n]{0,30}"
    r"|(?:von|vom) mein(?:em|er) [^\n]{1,40} gesendet|gesendet (?:von|mit|vom|aus) [^\n]{1,50}"
    r"|envoy(?:é|e) (?:de|depuis|(?:à|a) partir de) [^\n]{1,50}|enviado (?:desde|do|de|a partir do|mediante) [^\n]{1,50}"
    r"|inviato (?:da|dal|dall'|con) ?[^\n]{1,50}|verzonden (?:vanaf|met|via|vanuit) [^\n]{1,50}|verstuurd vanaf [^\n]{1,50}"
    r"|skickat (?:från|med) [^\n]{1,40}|sendt fra [^\n]{1,40}|l(?:ä|a)hetetty [^\n]{1,40}|wys(?:ł|l)an[oey] (?:z|za) [^\n]{1,50}"
    r"|odesl(?:á|a)no z [^\n]{1,40}|отправлено (?:с|из) [^\n]{1,50}|надіслано з [^\n]{1,40}|trimis de pe [^\n]{1,40}"
    r"|anfonwyd o [^\n]{1,40}|i(?:phone|pad)'?(?:umdan|imden)? g(?:ö|o)nderildi|iphone ?から送信|从我的 ?i?phone ?发送"
    r"|(?=[^\n]{0,60}(?:i-?phon|i-?pad|android|galaxy|samsung|huawei|xiaomi|outlook|gmail|blackberry|mail|telef|mobil))"
    r"(?:[发發]自我的|나의|odoslan(?:é|e) z|נשלח מה|أ(?:ُ)?رسلت من|στάλθηκε από|elk(?:ü|u)ldve|poslano (?:s|z)|ส่งจาก|dikirim dari|đã gửi từ|enviat des d"
    r"|изпратено от|saadetud minu|i(?:š|s)si(?:ų|u)sta i(?:š|s)|nos(?:ū|u)t(?:ī|i)ts no|послато са|bidalia nire|sent using)[^\n<>]{0,60}"
    r"|[^\n<>]{0,40}\boutlook\b[^\n<>]{0,30}\b(?:ios|android)\b[^\n<>]{0,20}(?=<https?://aka\.ms)|yahoo mail: search, organi[sz]e, conquer)"
    r"[.!\])>*_]{0,3}(?:\s{1,2}(?:please )?(?:excuse|forgive|pardon)[^\n]{0,60})?(?:\s?[<(]?https?:[^\s>)]{1,300}[>)]?)?",
    _I,
)

_WROTE = (
    r"(?:wrote|writes|write|schrieb|schreef|a (?:é|e)crit|(?:é|e)crit|escribi(?:ó|o)|ha scritto|scrisse|escreveu|skrev|napisa(?:ł|l)"
    r"(?:\(a\)|/a|a)?|napsal(?:\(a\)|a)?|nap(?:í|i)sal(?:a|\(a\))?|(?:í|i)rta|kirjoitti|a scris|yazd(?:ı|i)|(?:έ|ε)γραψε|пишет|pisze|כתב|كتب"
    r"|написал\(?а?\)?|пише|написав|ysgrifennodd|va escriure|raš(?:ė|e)|kirjutas|napisao|je napisal|写道|寫道|wrote on|said"
    r"|님이 작성|작성|đã viết|skrifaði|menulis|telah menulis|a (?:é|e)crit)"
)
_ATTRIBUTION = re.compile(
    rf"[>|\s]*[-_*]{{0,6}}\s*.{{2,380}}?\b{_WROTE}(?!\w)(?:[^\w\n.!?]{{0,8}}[:：][^\w\n]{{0,8}}|\s?[-_]{{2,6}}\s*)"
    rf"|[>|\s]*(?=.*\d).{{2,380}}(?:写道|寫道|のメール|님이 작성)\s*[:：]?\s*",
    _I,
)
#: "Den 24. nov. 2025 kl. 10.00 skrev Peter <p@…>:", "Am 3.5. schrieb X:", "Op … schreef X:", "Le … X a écrit :".
_VERB_INSIDE = re.compile(
    rf"[>|\s]*(?=[^\n]{{0,200}}\d).{{2,200}}\b{_WROTE}\b[^\n]{{1,200}}[:：]\s*",
    _I,
)
#: A date, a person and an address, with a colon or with nothing: "2013/7/20 sam <info@…>".
_DATED = re.compile(
    r"[>|\s]*(?:(?:on|at|le|am|el|il|em|op|den|dnia|w dniu|dne|på|пн|вт)\s+)?(?:\w{2,12}[.,]{1,2}\s+)?"
    r"(?:\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\d{1,2}[-/. ]{1,2}(?:\d{1,2}|\w{3,12})[-/., ]{1,3}\d{2,4})[^\n]{0,80}?"
    r"(?:\d{1,2}[:.]\d{2}|gmt|utc)?[^\n]{0,120}<[^<>\s]{1,100}@[^<>\s]{1,150}>\s*[:：]?\s*"
    r"|\d{4}-\d{2}-\d{2} \d{1,2}:\d{2} gmt[+-]\d{1,2}:\d{2} [^\n:]{2,60}:?",
    _I,
)
#: "On … Anna <anna@mail.example> wrote:   Dear Pat": the quotation begins in the same line.
_GLUED = re.compile(rf".{{2,200}}<[^<>\s]{{1,100}}@[^<>\s]{{1,150}}>\s?{_WROTE}\s?[:：]\s+\S.{{0,200}}", _I)
_NAMED = re.compile(r"[>|\s]*[^<>\n:]{0,60}<[^<>\s]{1,100}@[^<>\s]{1,150}>\s*")
_ONLY_DATED = re.compile(r"[>|\s]*[\d\s:./,-]{10,24}(?:[AaPp]\.?[Mm]\.?)?\s*(?:[A-Z]{3,4})?\s*")
_INITIALS = re.compile(r"[A-Za-z]{1,12}> ?(?!>)")
_BRACKETED = re.compile(r"[<(\[][^\s<>]{1,100}@[^\s<>]{1,150}[>)\]]")
_QUOTING = re.compile(r"[>|\s]*(?:quoting|zitat von|excerpts? from) [^\n]{2,200}:", _I)
_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"\d\d?[:.h]\d\d")
#: A date as programs write it in front of who wrote.
_DATE = (
    r"(?:\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}\.?(?: de)? \w{3,12}\.?,?(?: de)? \d{4}"
    r"|\w{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})"
)
#: How an introduction begins that may be wrapped over several lines: strictly, or it would swallow what stands above.
_STARTS = re.compile(
    rf"[>|\s]*[-_*]{{0,6}}\s*(?:(?:on|at|le|am|el|il|em|op|den|dnia|w dniu|dne|på|a|in|wiadomo\w*|ar|vào|pada)\b"
    rf"(?=.{{0,40}}\d)(?:.{{0,40}}?{_DATE}|(?=.{{0,60}}[,@<]|.{{0,40}}\d\d[:.h]\d\d))"
    rf"|(?:\w{{2,12}}[.,]{{0,2}} ){{0,2}}{_DATE}|[^<>\n]{{1,60}}<[^<>\s]{{1,100}}@[^<>\s]{{1,150}}>)",
    _I,
)
_GOES_ON = re.compile(r"[<>\[(]|mailto:|\w{0,12} ?(?:wrote|a écrit|schrieb|escribió)\b", _I)

_LAST_WORD = re.compile(rf"[>\s]*{_WROTE}\s*[:：]\s*", _I)
_ANY_LAST_WORD = re.compile(r"[>\s]*[^\W\d_][^\d\n:：<>@.,!?]{0,30}[:：]\s*")
#: The line ends in the bracket of an address that stands on the next.
_OPEN = re.compile(r"[<(\[]$")

_LABEL = re.compile(
    r"[>|\s]*\*{0,2}_?(?:from|sent|to|cc|bcc|date|subject|reply[- ]to|organi[sz]ation|importance|attachments?|priority|received"
    r"|von|gesendet|an|betreff|datum|kopie|antwort an|wichtigkeit|de|envoy(?:é|e)(?: le)?|(?:à|a)|objet|date d'envoi|copie"
    r"|r(?:é|e)pondre (?:à|a)|enviado(?: el)?|para|asunto|fecha|enviad[oa] em|assunto|data|da|inviato|risposta|oggetto|van"
    r"|verzonden|aan|onderwerp|fra|sendt|til|emne|dato|fr(?:å|a)n|skickat|till|(?:ä|a)mne|l(?:ä|a)hett(?:ä|a)j(?:ä|a)"
    r"|l(?:ä|a)hetetty|vastaanottaja|aihe|p(?:ä|a)iv(?:ä|a)ys|od|wys(?:ł|l)ano|do|temat|odesl(?:á|a)no|komu|p(?:ř|r)edm(?:ě|e)t|odoslan(?:é|e)"
    r"|felad(?:ó|o)|k(?:ü|u)ldve|c(?:í|i)mzett|t(?:á|a)rgy|от|кому|тема|дата|отправлено|від|надіслано|trimis|c(?:ă|a)tre|subiect"
    r"|kimden|g(?:ö|o)nderildi|g(?:ö|o)nderme tarihi|kime|konu|από|στάλθηκε|αποστολή|προς|θέμα|oddi wrth|anfonwyd|at|pwnc|发件人|发送时间"
    r"|收件人|抄送|主题|日期|寄件者|寄件日期|傳送時間|收件者|副本|主旨|差出人|送信日時|送信日|宛先|件名|日時|보낸 ?사람|보낸 ?날짜|받는 ?사람|참조|제목|날짜"
    r"|de la|expediat|изпратено|до|относно|šalje|poslano|poslato|prima|za|predmet|zadeva|enviat(?: el)?|enviada|per a|assumpte|tema|wys(?:ł|l)ane"
    r"|saatja|saadetud|adressaat|teema|nuo|i(?:š|s)si(?:ų|u)sta|kam|nos(?:ū|u)t(?:ī|i)ts|t(?:ē|e)ma|elk(?:ü|u)ldve|fr(?:á|a)|efni|dari|dikirim|kepada|subjek"
    r"|từ|đã gửi|đến|chủ đề|จาก|ส่ง|ถึง|เรื่อง|מאת|נשלח|אל|נושא|من|تاريخ الإرسال|مرسل|إلى|الموضوع|از|به|موضوع|ó|seolta|chuig|ábhar)"
    r"\*{0,2}\s?[:：]\*{0,2}(?:\s|$|(?=\S))",
    _I,
)
#: The first label of a block: whom the quoted mail is from (or the subject, in the rare block that begins with it).
_FROM_LABEL = re.compile(
    r"[>|\s]*\*{0,2}_?(?:from|von|de|da|van|fra|fr(?:å|a)n|l(?:ä|a)hett(?:ä|a)j(?:ä|a)|od|felad(?:ó|o)|от|від|kimden|από|oddi wrth"
    r"|发件人|寄件者|差出人|보낸 ?사람|de la|šalje|saatja|nuo|fr(?:á|a)|dari|từ|จาก|מאת|من|از|subject|to|date|sent|oggetto|objet|betreff)\*{0,2}\s?[:：]",
    _I,
)
#: A label and its value in any language; people's own words have a full stop or a comma sooner than a colon.
_ANY_LABEL = re.compile(r"[>|\s]*\*{0,2}_?[^\W\d_][^\n:：<>@.,!?;]{0,24}?\*{0,2}\s?[:：]\*{0,2}\s*\S")
#: Labels of forms, which people fill in and copy into their mail.
_FORM_LABEL = re.compile(
    r"[>|\s*_]*(?:[\w' ]{0,20}\b)?(?:name|e-?mail|phone|telephone|mobile|address|child|parent|nursery|place)\b", _I
)
_DAY = re.compile(r"\d{4}|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?\d{2}")


def header_block_length(lines: Sequence[str], at: int) -> int:
    """Return how many lines a block of mail headers has that begins here, or 0: at least three labels, From first, or four."""
    if ":" not in lines[at][:500] and "：" not in lines[at][:500]:
        return 0
    if not _LABEL.match(lines[at][:500]):
        return _unknown_block_length(lines, at)
    # Some programs begin with the day or the subject: then a label more must follow, as people write "To: … Date: …" too.
    wanted = 3 if _FROM_LABEL.match(lines[at][:500]) else 4
    labels, last, blank, other = 1, at, 0, 0
    for i in range(at + 1, min(at + 16, len(lines))):
        line = lines[i][:500]
        if not line.strip("> |\t"):
            blank += 1
            # Some programs put a blank line between the labels; none puts two.
            if blank > 1:
                break
        elif _LABEL.match(line):
            labels, last, blank, other = labels + 1, i, 0, 0
        elif blank or other >= 3:
            break
        else:
            # A long list of recipients goes on in the next line.
            other += 1
    return last - at + 1 if labels >= wanted else _unknown_block_length(lines, at)


def _unknown_block_length(lines: Sequence[str], at: int) -> int:
    """Return the length of a block of headers in a language that is not listed, or 0.

    From, Sent, To and Subject are four labelled lines in every language, with an address in angle brackets in one of
    them and a date with its time in one below the first.
    """
    block = [line[:500] for line in lines[at : at + 4]]
    if len(block) < 4 or not all(_ANY_LABEL.match(line) and not _FORM_LABEL.match(line) for line in block):
        return 0
    if _is_dated(block[0]) or not any(_is_dated(line) for line in block[1:]):
        return 0
    if not any(_BRACKETED.search(line) for line in block):
        return 0
    end = at + 4
    while end < min(len(lines), at + 8) and _ANY_LABEL.match(lines[end][:500]):
        end += 1
    return end - at


def _is_dated(text: str) -> bool:
    """Say whether a line has a day and a time of day, as programs write them and people in passing do not."""
    return bool(_TIME.search(text) and _DAY.search(text))


def attribution_length(lines: Sequence[str], at: int) -> int:
    """Return how many lines "On … wrote:" takes that begins here, or 0. It may be wrapped, even with blank lines."""
    first = lines[at][:_MAX_ATTRIBUTION].strip()
    # Most lines are prose, and every introduction has one of these in its first line.
    if not (first.endswith((":", "：")) or "@" in first or _DIGIT.search(first)):
        return 0
    below = _next_line(lines, at + 1)
    if len(first) < _MAX_ATTRIBUTION and _is_attribution(first, followed_by=below):
        return 2 if _is_last_word(lines, at) else 1
    if _NAMED.fullmatch(first) and _ONLY_DATED.fullmatch(below[:60]) and _is_dated(below):
        return next(i for i in range(1, 5) if lines[at + i].strip()) + 1
    if not _STARTS.match(first) and not (_OPEN.search(first) and _is_dated(first)):
        return 0
    joined = first
    used = 1
    blank = False
    for i in range(at + 1, min(at + 2 * _JOINED_LINES, len(lines))):
        piece = lines[i][:_MAX_ATTRIBUTION].strip()
        if not piece.strip("> |"):
            blank = True
            continue
        # What begins an introduction of its own, or comes after a blank line and is no address, is not the rest of this.
        if (_STARTS.match(piece) and not _GOES_ON.match(piece)) or (blank and not _GOES_ON.match(piece)):
            return 0
        # An address is put into one with its bracket again: programs wrap "Anna <⏎anna@mail.example>".
        joined = f"{joined}{'' if _OPEN.search(joined) else ' '}{piece.lstrip('> |') or piece}"
        used += 1
        blank = False
        if used > _JOINED_LINES or len(joined) > _MAX_ATTRIBUTION:
            return 0
        if _is_attribution(joined, followed_by=_next_line(lines, i + 1)):
            return i - at + (2 if _is_last_word(lines, i) else 1)
    return 0


def _is_last_word(lines: Sequence[str], at: int) -> bool:
    """Say whether the line below only ends this one: "…, Anna <anna@mail.example>⏎napisał(a):"."""
    if at + 1 >= len(lines):
        return False
    ended = lines[at].rstrip().endswith((":", "："))
    return bool((_LAST_WORD if ended else _ANY_LAST_WORD).fullmatch(lines[at + 1][:100]))


def _next_line(lines: Sequence[str], start: int) -> str:
    return next((line.strip() for line in lines[start : start + 4] if line.strip()), "")


def _is_attribution(text: str, *, followed_by: str) -> bool:
    """Say whether a line introduces a quotation: surely where marked lines follow, else by an address or a time in it."""
    quoted = followed_by.startswith((">", "|"))
    colon = text.endswith((":", "："))
    by_program = "@" in text or _is_dated(text)
    if _ATTRIBUTION.fullmatch(text):
        return by_program or (quoted and (colon or bool(_DIGIT.search(text))))
    if _VERB_INSIDE.fullmatch(text):
        return "@" in text or quoted
    if _GLUED.fullmatch(text) and _is_dated(text):
        return True
    if _DATED.fullmatch(text) or _QUOTING.fullmatch(text):
        return True
    if quoted and not text.startswith((">", "|")) and _FROM_LABEL.match(text) and "@" in text:
        return True
    if colon and quoted and not text.startswith((">", "|")) and _is_dated(text):
        return True
    # Any language: an address in brackets, a time (or marked lines below), and a colon at the end.
    return (
        colon and bool(_BRACKETED.search(text)) and (bool(_TIME.search(text)) or (quoted and bool(_DIGIT.search(text))))
    )


def has_initials(lines: Sequence[str], i: int) -> bool:
    """Say whether a line is marked with its writer's initials ("AC> text") and so is one beside it."""
    mark = _INITIALS.match(lines[i][:20])
    if not mark:
        return False
    beside = (*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2])
    return any(line.startswith(mark[0].rstrip()) for line in beside)
