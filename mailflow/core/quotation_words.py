"""How mail programs introduce what they quote, and how people and telephones sign, in many languages.

The forms are those of the programs (Gmail, Outlook, Apple Mail, Thunderbird, Yahoo, Zoho and the rest), each in the
languages that they are sold in. Every pattern is tried on one line, or on a few joined ones, of bounded length.
"""
# ruff: noqa: E501 - lists of words, wrapped where their groups end

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.core.quoted_headers import BRACKETED, FROM_LABEL, LABEL, header_block_length, is_dated

_I = re.IGNORECASE
_MAX_ATTRIBUTION = 400
_JOINED_LINES = 6
_LONGEST_NAME = 80

#: "-----Original Message-----" and its sisters.
_DASH = "[-_=*\u2010-\u2015\u2212]"
_DRAWS = "-_=*>\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
#: Words between drawn lines, and what may follow in the same line.
_RULED = re.compile(
    rf"[>|\s]*{_DASH}{{2,}}\s?(?=[^\n]*\w)([^-_=*\n\u2010-\u2015\u2212]{{3,60}}(?:-[^-_=*\n]{{3,30}}){{0,3}})\s?{_DASH}{{2,}}(\s*[^\n]{{0,500}})",
    _I,
)
#: "Original Message" and its sisters: what was done with it, and that it is a mail.
_MAIL_AGAIN = re.compile(
    r"(?=.*(?:original|origine|ursprüng|forwarded|reply|antwort|weitergeleitet|weiterleit|transf[ée]r|r[ée]exp[ée]di|reenviad|encaminhad|reencaminhad|inoltrat|oorspronk|doorgest|oprindelig"
    r"|opprinnelig|videresend|vidarebefordra|urspr|alkuper|välitet|původ|pôvod|přepos|prepos|oryginal|przekazan|eredeti|továbbít|исходн|пересыл|переслан|оригинал|вихідн|первонач|препрат|αρχικ|προωθ"
    r"|orijinal|özgün|iletil|wreiddiol|b?h?unaidh|orixinal|jatorriz|izvorn|proslij|posredov|algne|edastat|sākotn|pārsūt|pirmin|persiųst|upprun|framsend|asal|diterus|gốc|chuyển|الأصلي|توجيه|מקור|הועבר|اصلی|ต้นฉบับ|मूल))"
    r"(?=.*(?:mes+a[gj]|mensa|messagg|mail|nachricht|bericht|melding|meddel|besked|meldin|brev|viesti|wiadomo|spr[áa]v|zpr[áa]v|lev[ée]l|üzenet|сообщ|письм|повідом|лист|съобщ|порук|poruk|sporoč|μήνυμα|ileti"
    r"|neges|teachtaireacht|missatge|mezu|kiri|sõnum|vēstul|ziņoj|laišk|pranešim|skeyti|pesan|thư|tin|رسالة|הודעה|پیام|ข้อความ|संदेश|appointment|termin|bericht))[^\n]*"
    r"|(?:original|forwarded)|[^\n]*(?:原|元の|转发|轉寄|转寄|転送|원본|전달|받은)[^\n]*",
    _I,
)
#: How groupware and Apple Mail begin an earlier mail.
_BEGINS_EARLIER = re.compile(
    r"[>|\s]*(?:>{3}\s(?=[^\n]*\d)[^\n>]{2,100}(?:<[^<>\s]{3,200}>)?[^\n>]{0,60}\s>{3}"
    r"|begin forwarded message ?:|anfang der weitergeleiteten (?:nachricht|e-mail) ?:|d(?:é|e)but du message (?:transf(?:é|e)r(?:é|e)"
    r"|r(?:é|e)exp(?:é|e)di(?:é|e)) ?:|inicio del mensaje reenviado ?:|inizio messaggio inoltrato ?:"
    r"|begin doorgestuurd bericht ?:|in(?:í|i)cio da mensagem reencaminhada ?:|vidarebefordrat brev ?:)",
    _I,
)

_WROTE = (
    r"(?:wrote|writes|write|schrieb|schreef|a (?:é|e)crit|(?:é|e)crit|escribi(?:ó|o)|ha scritto|scrisse|escreveu|skrev|napisa(?:ł|l)"
    r"(?:\(a\)|/a|a)?|napsal(?:\(a\)|a)?|nap(?:í|i)sal(?:a|\(a\))?|(?:í|i)rta|kirjoitti|a scris|yazd(?:ı|i)|(?:έ|ε)γραψε|пишет|pisze|כתב|كتب"
    r"|написал\(?а?\)?|пише|написав|ysgrifennodd|va escriure|raš(?:ė|e)|kirjutas|napisao|je napisal|写道|寫道|wrote on|said"
    r"|님이 작성|작성|đã viết|skrifaði|menulis|telah menulis|a (?:é|e)crit|(?:は)?書きました)"
)
#: Somebody tells of what was written: by whom in a word for a person, or to whom. A program gives a name or an address.
_TOLD = re.compile(
    rf"\b(?:i|we|you|he|she|they|who|ich|wir|sie|je|nous|vous|elle|ils?|yo|io|ik|ze|hij|jeg|jag|hun|ja|я|мы|она|вы)\s(?:\w+\s)?{_WROTE}(?!\w)|\bj['’]ai écrit"
    rf"|\b{_WROTE}\s(?:i|we|she|he|you|ich|wir|sie|er|ik|jag|jeg|hun|to|back|me|us|that|an|à|naar|til|till|al?)\s|\bsaid\s?:",
    _I,
)
#: "she wrote": no program leaves the name out ("you wrote" does one).
_TOLD_BY = re.compile(
    rf"\b(?:i|we|he|she|they|ich|wir|je|nous)\s(?:\w+\s)?{_WROTE}(?!\w)|\b{_WROTE}\s(?:ich|wir|to|me|us)\s", _I
)
#: "to Ada <ada@…>", "write to <…>": whom somebody turned to.
_TURNED_TO = re.compile(r"\b(?:to|an)\s(?:(?:me|us) (?:at )?)?(?:[A-Z][\w.]*\s){0,3}[<(\[]")
_ATTRIBUTION = re.compile(
    rf"[>|\s]*[-_*]{{0,6}}\s*.{{2,380}}?\b{_WROTE}(?!\w)(?:[^\w\n.!?]{{0,8}}[:：][^\w\n]{{0,8}}|\s?[-_]{{2,6}}\s*)"
    rf"|[>|\s]*(?=.*\d).{{2,380}}(?:写道|寫道|のメール|님이 작성)\s*[:：]?\s*"
    r"|[^\n]{1,100}(?:は書きました|のメッセージ)\s*[:：]\s*",
    _I,
)
_ENDINGS = (":", "：", "--", "__", "道", "メール", "작성")
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
#: "3. Nov. 2026, 10:15 von anna@mail.example:", and an address without brackets that has words on both sides.
_BY_ADDRESS = re.compile(
    r"[>|\s]*[^\n@]{6,40}\d{1,2}[:.]\d{2}[^\n@\w]{1,3}(?:by|von|par|da|por|de|door|van|av|af|od|от|від|przez|mukaan) [^\s<>@]{1,100}@[^\s<>@]{1,150}[:：]",
    _I,
)
_ADDRESS_WITHIN = re.compile(r"[^\n@]{6,200}\s[^\s<>()@]{1,100}@[^\s<>()@]{1,150}\s[^\n@]{6,80}[:：]")
#: "On 03/11/2026 10:15, Anna wrote:": nobody but a program puts a comma there, and leaves out the "at".
_TERSE = re.compile(
    rf"(?:\w{{1,2}} |w dniu )?(?:\d{{4}}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{{2,4}}),? \d\d?[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?, [^\n,]{{2,80}}\s{_WROTE}\s?[:：]",
    _I,
)
#: "On … Anna <anna@mail.example> wrote:   Dear Pat": the quotation begins in the same line.
_GLUED = re.compile(rf".{{2,200}}<[^<>\s]{{1,100}}@[^<>\s]{{1,150}}>\s?{_WROTE}\s?[:：]\s+\S.{{0,200}}", _I)
#: Lotus Notes: "Anna <anna@mail.example>" or "Anna/OFFICE/GB", and the day below.
_NAMED = re.compile(
    r"[>|\s]*(?:[^<>\n:]{0,60}<[^<>\s]{1,100}@[^<>\s]{1,150}>|[^<>\n:/@]{2,60}/[^<>\n:/@]{1,30}(?:/[^<>\n:/@]{1,30}){0,3}(?:@\w{1,30})?)\s*"
)
_ONLY_DATED = re.compile(r"[>|\s]*[\d\s:./,-]{10,24}(?:[AaPp]\.?[Mm]\.?)?\s*(?:[A-Z]{3,4})?\s*")
_INITIALS = re.compile(r"[A-Za-z]{1,12}> ?(?!>)")
_QUOTING = re.compile(r"[>|\s]*(?:quoting|zitat von|excerpts? from) [^\n]{2,200}:", _I)
_DIGIT = re.compile(r"\d")
#: A date as programs write it in front of who wrote.
_DATE = (
    r"(?:\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}\.?(?: de)? \w{3,12}\.?,?(?: de)? \d{4}"
    r"|\w{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}\. \d{1,2}\. \d{4}|\d{4}년 \d{1,2}월 \d{1,2}일)"
)
_DAY_FIRST = re.compile(
    rf"[>|\s]*[-_*]{{0,6}}\s*(?:(?:on|at|le|am|el|il|em|op|den|dnia|dne|på|w dniu|pe|la|dana|στις|на|в|у)\s+(?:\w{{2,12}}[.,،]{{0,2}} )?|(?:\w{{2,12}}[.,،]{{1,2}} )?){_DATE}",
    _I,
)
_ENDS_WITH_TIME = re.compile(
    r"\d\d?[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?(?: [+-]\d{4})?(?: \(?[A-Z]{2,5}\)?)?,?$", _I
)
#: How an introduction begins that may be wrapped over several lines: strictly, or it would swallow what stands above.
_STARTS = re.compile(
    rf"[>|\s]*[-_*]{{0,6}}\s*(?:(?:on|at|le|am|el|il|em|op|den|dnia|w dniu|dne|på|a|in|wiadomo\w*|ar|vào|pada)\b"
    rf"(?=.{{0,40}}\d)(?:.{{0,40}}?{_DATE}|(?=.{{0,60}}[,@<]|.{{0,40}}\d\d[:.h]\d\d))"
    rf"|(?:\w{{2,12}}[.,،]{{0,2}} ){{0,2}}{_DATE}|[^<>\n]{{1,60}}<[^<>\s]{{1,100}}@[^<>\s]{{1,150}}>)",
    _I,
)
_GOES_ON = re.compile(r"[<>\[(]|mailto:|\w{0,12} ?(?:wrote|a écrit|schrieb|escribió)\b", _I)

_LAST_WORD = re.compile(rf"[>\s]*{_WROTE}\s*[:：]\s*", _I)
_ANY_LAST_WORD = re.compile(r"[>\s]*[^\W\d_][^\d\n:：<>@.,!?]{0,30}[:：]\s*")
#: The line ends in the bracket of an address that stands on the next.
_OPEN = re.compile(r"[<(\[]$")


def is_original_message(lines: Sequence[str], at: int) -> bool:
    """Say whether "-----Original Message-----" stands here, in any language.

    People put their own headings between lines like this: a program's says what it is, or has its headers below.
    """
    line = lines[at][:600].strip()
    if not line.lstrip("> |\t")[:1] or line.lstrip("> |\t")[0] not in _DRAWS:
        return bool(_BEGINS_EARLIER.fullmatch(line))
    if line.startswith(">>>") and _BEGINS_EARLIER.fullmatch(line):
        return True
    ruled = _RULED.fullmatch(line)
    if ruled is None or (ruled[2].strip() and not LABEL.match(ruled[2].strip())):
        return False
    if _MAIL_AGAIN.fullmatch(ruled[1].strip(" []")):
        return True
    below = next((i for i in range(at + 1, min(at + 4, len(lines))) if lines[i].strip()), None)
    return below is not None and (header_block_length(lines, below) > 0 or attribution_length(lines, below) > 0)


def attribution_length(lines: Sequence[str], at: int) -> int:
    """Return how many lines "On … wrote:" takes that begins here, or 0. It may be wrapped, even with blank lines."""
    first = lines[at][:_MAX_ATTRIBUTION].strip()
    # Most lines are prose, and every introduction has one of these in its first line.
    if not (first.endswith((":", "：")) or "@" in first or "/" in first or _DIGIT.search(first)):
        return 0
    below = _next_line(lines, at + 1)
    if len(first) < _MAX_ATTRIBUTION and _is_attribution(first, followed_by=below):
        return 2 if _is_last_word(lines, at) else 1
    if is_dated(below) and _ONLY_DATED.fullmatch(below[:60]) and _NAMED.fullmatch(first):
        return next(i for i in range(1, 5) if lines[at + i].strip()) + 1
    if not _STARTS.match(first) and not (_OPEN.search(first) and is_dated(first)):
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
        # A label is no part of a sentence.
        begins = _STARTS.match(piece) and not (used == 1 and _ENDS_WITH_TIME.search(first) and is_dated(first))
        if LABEL.match(piece) or ((blank or begins) and not _GOES_ON.match(piece)):
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


def name_stands_above(lines: Sequence[str], at: int) -> bool:
    """Say whether an introduction that begins with an address has its name in the line above: "Anna⏎<anna@…> wrote:"."""
    above = lines[at - 1].strip()
    if above.endswith("<"):
        return len(above) <= _LONGEST_NAME
    stands_apart = at < 2 or not lines[at - 2].strip()
    return (
        lines[at].lstrip().startswith("<") and stands_apart and len(above) <= _LONGEST_NAME and above[-1] not in ".!?:"
    )


def _is_last_word(lines: Sequence[str], at: int) -> bool:
    """Say whether the line below only ends this one: "…, Anna <anna@mail.example>⏎napisał(a):"."""
    if at + 1 >= len(lines):
        return False
    ended = lines[at].rstrip().endswith((":", "："))
    return bool((_LAST_WORD if ended else _ANY_LAST_WORD).fullmatch(lines[at + 1][:100]))


def _next_line(lines: Sequence[str], start: int) -> str:
    return next((line.strip() for line in lines[start : start + 4] if line.strip()), "")


def _is_attribution(text: str, *, followed_by: str) -> bool:
    """Say whether a line introduces a quotation: surely where marked lines follow, else by the address in it.

    Somebody's own telling ("On 2 November at 10:15 Mrs Hill wrote:") has a time too, but no program leaves both the
    address and the marks out.
    """
    quoted = (followed_by.startswith((">", "|")) and not followed_by.endswith("<<")) or bool(
        _INITIALS.match(followed_by)
    )
    colon = text.endswith((":", "："))
    by_program = "@" in text or is_dated(text)
    # Most lines are prose: looking for how they end is a tenth of the work of trying the patterns.
    ended = colon or any(one in text[-9:] for one in _ENDINGS)
    if ended and _ATTRIBUTION.fullmatch(text):
        if quoted:
            return (
                by_program or _is_day_first(text) or ((colon or bool(_DIGIT.search(text))) and not _TOLD.search(text))
            )
        machine = "@" in text or (text.startswith("--") and by_program) or bool(_TERSE.fullmatch(text))
        return machine and not _TOLD.search(text)
    if colon and _VERB_INSIDE.fullmatch(text):
        return quoted or (bool(BRACKETED.search(text)) and not _tells(text))
    if _GLUED.fullmatch(text) and is_dated(text):
        return True
    if _DATED.fullmatch(text) or _QUOTING.fullmatch(text):
        return quoted or (("@" in text or " gmt" in text.casefold()) and not _tells(text))
    if quoted and not text.startswith((">", "|")) and FROM_LABEL.match(text) and "@" in text:
        return True
    if colon and quoted and not text.startswith((">", "|")) and is_dated(text):
        return True
    if colon and "@" in text and (_BY_ADDRESS.fullmatch(text) or _ADDRESS_WITHIN.fullmatch(text)) and is_dated(text):
        return quoted or not _tells(text)
    # Any language: an address in brackets, a day and its time (or marked lines below), and a colon at the end.
    return (
        colon
        and bool(BRACKETED.search(text))
        and (is_dated(text) or (quoted and bool(_DIGIT.search(text))))
        and (quoted or not _tells(text))
    )


def is_by_program(text: str, *, marked: bool) -> bool:
    """Say whether an introduction is a program's for certain: by its address, or its day above marked lines."""
    return "@" in text or (marked and (_is_day_first(text) or (is_dated(text) and not is_told(text))))


def _is_day_first(text: str) -> bool:
    """Say whether a line begins as programs do, with the day: "On Wed, 28 Aug 2026, Anna wrote:"."""
    return bool(_DAY_FIRST.match(text)) and not _TOLD_BY.search(text)


def is_told(text: str) -> bool:
    """Say whether somebody tells of what was written: "she wrote", "I wrote to them"."""
    return bool(_TOLD.search(text))


def _tells(text: str) -> bool:
    return bool(_TOLD.search(text) or _TURNED_TO.search(text))


def has_initials(lines: Sequence[str], i: int) -> bool:
    """Say whether a line is marked with its writer's initials ("AC> text") and so is one beside it."""
    mark = _INITIALS.match(lines[i][:20])
    if not mark:
        return False
    beside = (*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2])
    return any(line.startswith(mark[0].rstrip()) for line in beside)
