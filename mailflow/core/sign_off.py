"""How people and telephones sign, in many languages, and a text without what they sign with.

Every pattern is tried on one line of bounded length.
"""
# ruff: noqa: E501 - lists of words, wrapped where their groups end

from __future__ import annotations

import re
from collections.abc import Sequence

_I = re.IGNORECASE
MAX_SIGNATURE_LINES = 14
#: Longer lines are looked at up to here.
MAX_LINE = 2000

#: A drawn line, or the two dashes before a signature.
DELIMITER = re.compile(r"\s*(?:[-_=+~#*\u2014\u2013\u1427]{1,200}\s*|--\s)", _I)

#: What telephones and programs are called, wherever they are sold: what names one is an advertisement.
_DEVICE = (
    r"(?:i-?phon|i-?pad|ipod|android|galaxy|samsung|huawei|xiaomi|oppo|nokia|htc\b|blackberry|kindle|outlook|gmail|yahoo|proton ?mail|zoho|fastmail|tutanota|bluemail|mailspring|superhuman|k-9|\baol\b|hotmail"
    r"|gmx|web\.de|windows|mobil|móvil|movil|мобил|smart ?(?:phone|tele|телеф)|(?:cell|tele|télé|telé)? ?phone|telef|téléf|teléf|телефон|handy\b|tablet|handheld"
    r"|device|gerät|appareil|dispositi|apparaat|handset|mail[ -]?app|app mail|application mail|mailbox|почт|メール|메일|邮件|手机|手機|スマ|携帯|모바일|lte\b)"
)
#: Please excuse my brevity; and where the program is to be had.
_EXCUSES = (
    r"(?:[,.;!]?\s{1,2}(?:so )?(?:please )?(?:excuse|forgive|pardon|sorry|apologi[sz]e)[^\n]{0,60})?"
    r"(?:\s?[<(\[]?\s?https?:[^\s>)\]]{1,300}\s?[>)\]]?)?[.!]?"
)
_OPENS, _CLOSES = r"[*_\[(<]{0,2}", r"[.!\])>*_]{0,3}"
#: "Sent from my …" in a language that puts the verb first, and ". . . gesendet" in one that puts it last.
_SENDS = (
    r"(?:(?:\w{1,20} )?sent (?:from|via|with|by|using)|(?:gesendet|versendet|verschickt|geschrieben) (?:von|vom|mit|aus|über)|envoy(?:é|e)e? (?:de|du|depuis|par|via|avec|(?:à|a) partir d[eu'’])"
    r"|enviad[oa] (?:desde|do|da|de|a partir d[eo]|mediante|por|pelo|com|con|através)|inviat[oa] (?:da|dal|dall['’]|con|tramite|via)|(?:verzonden|verstuurd|gestuurd) (?:vanaf|met|via|vanuit|van|door)"
    r"|(?:skickat|skickades|skickad|sänt) (?:från|med|via)|sendt? (?:fra|med|via)|l(?:ä|a)hetetty|wys(?:ł|l)an[oey] (?:z|za|ze)|odesl(?:á|a)no (?:z|ze|s)|odoslan(?:é|e) (?:z|zo|s)"
    r"|(?:отправлено|відправлено|надіслано|изпратено|послато) (?:с|со|из|от|з|із|зі|са)|trimis[ăa]? (?:de pe|din|cu|prin)|anfonwyd (?:o|oddi)|seolta|elk(?:ü|u)ldve|g(?:ö|o)nderildi|pos(?:lano|lato) (?:s|z|iz|sa)"
    r"|enviat d|saadetud|i(?:š|s)si(?:ų|u)sta i(?:š|s)|nos(?:ū|u)t(?:ī|i)ts no|bidalia|dikirim dari|đã gửi từ|ส่งจาก|[发發]自|[从從]我的|(?:στάλθηκε|αποστολή|εστάλη) (?:από|με|μέσω)|(?:أ(?:ُ)?رسلت|تم الإرسال) من|נשלח מ|나의)"
)
_SENT_LAST = (
    r"(?:(?:von|vom) [^\n,.;]{2,40} (?:gesendet|verschickt)|az? [^\n,.;]{2,30} k(?:ü|u)ldve|[^\s,.;]{2,20}(?: [^\s,.;]{2,20})? g(?:ö|o)nderildi"
    r"|[^\n,.;。]{2,24} ?(?:から送信|에서 보냄|发送|發送|傳送))"
)
#: A telephone's or a program's advertisement for certain: it names the device in the first words, before any comma.
_ADVERTISEMENT = re.compile(
    rf"{_OPENS}(?:{_SENDS}(?=[^\n,]{{0,50}}{_DEVICE}|[^\n,]{{0,20}}, {_DEVICE})[^\s,.;]{{0,24}}(?:,?[ /-]+[^\s,;<>]{{1,30}}){{0,8}}"
    r"|[^\n<>,.;]{0,40}\boutlook\b[^\n<>,.;]{0,30}\b(?:ios|android)\b[^\n<>,.;]{0,20}(?=\s?<https?://aka\.ms)"
    rf"|get outlook for (?:ios|android)|mobil gesendet){_CLOSES}{_EXCUSES}{_CLOSES}",
    _I,
)
_SENT_LAST_WORDS = ("gesendet", "verschickt", "ldve", "nderildi", "送信", "보냄", "发送", "發送", "傳送")
_ADVERTISEMENT_SENT_LAST = re.compile(
    rf"{_OPENS}(?=[^\n,]{{0,60}}{_DEVICE}){_SENT_LAST}{_CLOSES}{_EXCUSES}{_CLOSES}", _I
)
#: What telephones and programs add below a mail, also those that nobody knows: a line like this stands by itself.
MOBILE_SIGNATURE = re.compile(
    r"[*_\[(<]{0,2}(?:sent (?:from|via|with|using) (?:my |your |an? )?(?:(?:[\w.+&'’-]+ ){0,3}"
    r"(?:iphone|ipad|ipod|blackberry|android|phone|smartphone|mobile|tablet|galaxy|samsung|nokia|htc|huawei|xiaomi|pixel"
    r"|windows(?: phone| mail)?|mailbox|pc|cell|outlook|yahoo|gmail|mail|proton ?mail|device|handheld|kindle|surface|app|handset)[®™]?(?: [\w-]+){0,5}"
    r"|(?-i:[A-Z][\w.-]{1,29})|ti-\d+|cell\b[^\n]{0,40}|[\w.-]+ for (?:ios|android|iphone|windows|mobile|mac|desktop)|(?:outlook|yahoo|gmail|hotmail)[^\n]{0,40})"
    r"|(?:sent )?(?:\w{1,20} )?(?:from|via) (?:my |a )?(?:mobile|i-?phone|i-?pad|android|smart ?phone|cell ?phone)(?: \w{1,12}){0,2}"
    r"|diese (?:nachricht|e-?mail) wurde von [^\n]{1,80} gesendet|[從从]我的 ?[^\n]{1,20}(?:傳送|发送)"
    r"|sent from \[[^\n]{1,120}|sent from my [\w.+®™'’-]{1,20}(?: [\w.+®™'’()-]{1,20}){0,3}|get (?:\[?outlook|the (?:\w+ ){1,3}app|[\w.]{2,20}) ?(?:for (?:ios|android|iphone|windows|mac)|: [\w.]{4,60})|(?:t(?:é|e)l(?:é|e)charger|scarica|obt(?:é|e)n(?:er)?|holen sie sich) outlook[^\n]{0,30}"
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


_LONGEST_ADVERTISEMENT = 400
#: More drawn lines, or advertisements, than this in a row nobody signs with.
_MOST_DRAWN = 20
_LINK = re.compile(r"\s?[<(\[]\s?https?://[^\s>)\]]{1,300}\s?[>)\]]")
#: The dashes that programs put above a signature.
_STRICT = ("--", "-- ", "—", "–")
_ONLY_A_LINK = re.compile(r"\s*<?https?://\S+>?\s*")
_POINT = re.compile(r"\s*(?:\d{1,2}[.)]|[-*•])\s+\w")
_CONTACT = re.compile(r"https?:|www\.|\S@\S")
_POSTSCRIPT = re.compile(r"\s*(?:p\.? ?){1,3}s\b\.?\s?[:.,–—-]?\s\w", _I)
#: What a program or an office's server puts below everybody's mail.
_NOTICE = re.compile(
    r"virus|avast|confidential|privileged|disclaimer|subscri|sponsor|mailing list|redistribut|think before|please consider",
    _I,
)


def without_signature(text: str) -> str:
    """Return text without the signature at its end: below ``-- `` or a drawn line, or a telephone's advertisement.

    People draw lines between the parts of a letter too: what tells something in whole sentences is no signature.
    """
    lines = _without_advertisement(text.rstrip().split("\n"))
    fenced = fenced_lines(lines)
    for i in range(_last_words(lines), len(lines)):
        line = lines[i]
        if fenced[i] or not DELIMITER.fullmatch(line[:MAX_LINE]) or not any(part.strip() for part in lines[:i]):
            continue
        below = [part for part in lines[i + 1 :] if part.strip() and not DELIMITER.fullmatch(part[:MAX_LINE])]
        strict = line.rstrip() in _STRICT
        if len(below) > (MAX_SIGNATURE_LINES if strict else MAX_SIGNATURE_LINES // 2):
            continue
        if any(len(part) > 200 or _POSTSCRIPT.match(part) for part in below):
            continue
        if not strict and _is_telling(below):
            continue
        return joined_lines(_without_advertisement(lines[:i]))
    return joined_lines(lines)


def _last_words(lines: Sequence[str]) -> int:
    """Return where the last lines begin that a signature could hold: so many with words, and some drawn ones."""
    words = drawn = 0
    for i in range(len(lines) - 1, -1, -1):
        if lines[i].strip():
            is_drawn = bool(DELIMITER.fullmatch(lines[i][:MAX_LINE]))
            words, drawn = words + (not is_drawn), drawn + is_drawn
            if words > MAX_SIGNATURE_LINES or drawn > _MOST_DRAWN:
                return i + 1
    return 0


def is_footer(lines: Sequence[str]) -> bool:
    """Say whether lines below a quotation are a signature or what a list or an office adds, and no answer."""
    first = next(
        (i for i, line in enumerate(lines) if line.strip() and not _ONLY_A_LINK.fullmatch(line[:MAX_LINE])), None
    )
    if first is None:
        return True
    if not DELIMITER.fullmatch(lines[first][:MAX_LINE]):
        return False
    below = [line for line in lines[first + 1 :] if line.strip() and not DELIMITER.fullmatch(line[:MAX_LINE])]
    strict = lines[first].rstrip() in _STRICT
    return len(below) <= MAX_SIGNATURE_LINES and (strict or not _is_telling(below))


def _is_telling(below: Sequence[str]) -> bool:
    """Say whether somebody goes on in sentences or points below a drawn line, not an office, a list or its sponsor."""
    told = sum(map(_tells, below))
    if sum(bool(_POINT.match(line)) for line in below) > 1:
        return True
    return told > 0 and (2 * told > len(below) or not any(_CONTACT.search(line) for line in below))


def _tells(line: str) -> bool:
    """Say whether a line tells something: three words or more up to a full stop."""
    told = line.strip().rstrip("\"'’”)»*_")
    return told.endswith((".", "!", "?", "…")) and len(told.split()) > 2 and not _NOTICE.search(line)


def is_advertisement(lines: Sequence[str], at: int) -> bool:
    """Say whether a line advertises what the mail was written with: a known device, or standing by itself, or a link."""
    line = lines[at][:MAX_LINE].strip()
    if len(line) > _LONGEST_ADVERTISEMENT:
        return False
    # "The picture was⏎sent from my phone": the rest of a sentence begins with a small letter; iPhones do too.
    if line[:1].islower() and line[:2].casefold() != "ip" and at > 0 and lines[at - 1].strip():
        return False
    if _is_certain(line):
        return True
    if "http" in line:
        bare = _LINK.sub("", line)
        if _is_certain(bare) or (bare != line and MOBILE_SIGNATURE.fullmatch(bare)):
            return True
    above = at
    while above >= 0 and at - above < _MOST_DRAWN and MOBILE_SIGNATURE.fullmatch(lines[above][:MAX_LINE].strip()):
        above -= 1
    stands_apart = above < 0 or not lines[above].strip() or _is_certain(lines[above][:MAX_LINE].strip())
    return above < at and stands_apart


def _is_certain(line: str) -> bool:
    if _ADVERTISEMENT.fullmatch(line):
        return True
    sent_last = any(word in line for word in _SENT_LAST_WORDS)
    return sent_last and bool(_ADVERTISEMENT_SENT_LAST.fullmatch(line))


def _without_advertisement(lines: list[str]) -> list[str]:
    """Cut "Sent from my telephone" where nothing but more of it comes below."""
    end = len(lines)
    for i in range(len(lines) - 1, -1, -1):
        if is_advertisement(lines, i):
            end = i
        elif lines[i].strip():
            break
    return lines[:end] if any(part.strip() for part in lines[:end]) else lines


def fenced_lines(lines: Sequence[str]) -> list[bool]:
    """Say which lines stand between ``` marks: drawn lines in there are somebody's example."""
    inside = False
    marks = []
    for line in lines:
        fence = line.lstrip().startswith("```")
        marks.append(inside or fence)
        inside ^= fence
    return marks


def joined_lines(lines: Sequence[str]) -> str:
    """Return lines as a text, without the blanks at their ends and the blank lines around them."""
    return "\n".join(line.rstrip() for line in lines).strip("\n")
