"""Words in headers and bytes in charsets: encoded words, RFC 2231 parameters, and the charsets that we accept.

A charset is looked up in a list, never handed to the codec registry as it came: ``unicode_escape``, ``idna`` or
``zip`` are codecs too. The declared charset is tried first, then UTF-8, then windows-1252, which fits any bytes.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

_CODECS = {
    "ascii": "utf-8", "usascii": "utf-8", "utf8": "utf-8", "unicode11utf8": "utf-8", "utf7": "utf-7",
    "unicode11utf7": "utf-7", "utf16": "utf-16", "utf16le": "utf-16-le", "utf16be": "utf-16-be",
    "utf32": "utf-32", "iso88591": "cp1252", "latin1": "cp1252", "l1": "cp1252", "iso885911": "cp874",
    "tis620": "cp874", "windows874": "cp874", "cp874": "cp874", "gb2312": "gb18030", "gbk": "gb18030",
    "cp936": "gb18030", "gb18030": "gb18030", "euccn": "gb18030", "hzgb2312": "hz", "big5": "cp950",
    "cp950": "cp950", "big5hkscs": "big5hkscs", "shiftjis": "cp932", "sjis": "cp932", "xsjis": "cp932",
    "windows31j": "cp932", "cp932": "cp932", "mskanji": "cp932", "eucjp": "euc_jp", "xeucjp": "euc_jp",
    "iso2022jp": "iso2022_jp_ext", "iso2022jp1": "iso2022_jp_1", "iso2022jp2": "iso2022_jp_2",
    "iso2022jpms": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext", "cp50221": "iso2022_jp_ext",
    "euckr": "cp949", "ksc56011987": "cp949", "ksc5601": "cp949", "cp949": "cp949", "uhc": "cp949",
    "iso2022kr": "iso2022_kr", "koi8r": "koi8-r", "koi8u": "koi8-u", "koi8ru": "koi8-u", "koi8": "koi8-r",
    "macintosh": "mac-roman", "macroman": "mac-roman", "xmacroman": "mac-roman", "maccyrillic": "mac-cyrillic",
    "xmaccyrillic": "mac-cyrillic", "iso88598i": "iso8859-8", "iso88598e": "iso8859-8", "iso88596i": "iso8859-6",
    "iso2022jp3": "iso2022_jp_3", "eucjpms": "euc_jp", "ms932": "cp932", "korean": "cp949", "windows949": "cp949",
    "ucs2": "utf-16-be", "isoir100": "cp1252", "ansix34": "utf-8", "cp65001": "utf-8", "utf8mb4": "utf-8",
    "xmacce": "mac-latin2", "macce": "mac-latin2", "xmacgreek": "mac-greek", "xmacturkish": "mac-turkish",
    "gb231280": "gb18030", "1252": "cp1252", "iso88596e": "iso8859-6",
    "ptcp154": "ptcp154", "johab": "johab", "viscii": "cp1258",
}  # fmt: skip
_CODECS |= {f"iso8859{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)} | {"iso88599": "cp1254"}
_CODECS |= {f"latin{n}": f"iso8859-{m}" for n, m in ((2, 2), (3, 3), (4, 4), (6, 10), (7, 13), (8, 14), (9, 15))}
_CODECS |= {f"{p}125{n}": f"cp125{n}" for n in range(9) for p in ("windows", "cp", "win", "xcp")}
_CODECS |= {f"{p}{n}": f"cp{n}" for n in (437, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866)
            for p in ("ibm", "cp")}  # fmt: skip
_YEAR = re.compile(r"19[6-9]\d$")
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\ud800-\udfff]")
_LINE_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0080-\u009f\u2028\u2029\ud800-\udfff]+")
_WORD = re.compile(r"=\?([^?\s*]{0,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]{0,8000})\?=")
_LAX_WORD = re.compile(r"=\?([^?\s*]{0,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?(.{0,400}?)\?=")
#: A word that was cut off at the end of a line.
_CUT_WORD = re.compile(r"=\?([^?\s*]{1,40})\?([bBqQ])\?([^?\s]{1,400})\??$")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{0,60}\?[bBqQ]\?)")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.){0,9000})"?|([^;]{0,9000}))', re.DOTALL)
#: "text/plain charset=utf-8", "attachment filename=…": some programs leave the first semicolon out.
_NO_SEMICOLON = re.compile(r"^(\s{0,20}[A-Za-z][\w.+/-]{2,80})\s{1,20}([A-Za-z][\w*-]{0,30}\s?=)")
_COMMENT = re.compile(r"\([^()]{0,500}\)")


def codec(charset: str) -> str:
    """Return the codec of a charset's name in mail, or an empty text for one that we do not know."""
    return _CODECS.get(_NOT_A_NAME.sub("", charset[:60].lower())) or _by_another_name(charset[:60].lower())


def _by_another_name(charset: str) -> str:
    """The first of several names, less what programs put before it (``x-``, ``3D``) and a standard's year after it."""
    name = _NOT_A_NAME.sub("", charset.partition(",")[0].partition(";")[0])
    for other in (name, name.removeprefix("3d"), name.removeprefix("x"), _YEAR.sub("", name)):
        if other in _CODECS:
            return _CODECS[other]
    return ""


def fits(data: bytes, charset: str) -> bool:
    """Say whether bytes can be read in the charset that they are said to be in."""
    try:
        data.decode(codec(charset) or "utf-8")
    except (UnicodeError, ValueError, LookupError):
        return False
    return True


def decode_text(data: bytes, charset: str) -> str:
    """Return bytes as text: the declared charset, then UTF-8, then windows-1252."""
    declared = codec(charset)
    if declared == "cp1252":
        # Latin-1 with bytes 80 to 9F is windows-1252 under a wrong name; the five that are not in it are dropped.
        return data.decode("cp1252", "ignore") if _not_utf8(data) else data.decode("utf-8")
    for name in (declared, "utf-8"):
        if name:
            try:
                return data.decode(name)
            except (UnicodeError, ValueError, LookupError):
                continue
    if b"\xed\xa0" in data or b"\xed\xa1" in data:
        # UTF-8 made of UTF-16's halves, as some Java programs write a smiley.
        try:
            return data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeError:
            pass
    if declared.startswith(("iso2022", "utf-16", "utf-7", "cp9", "euc", "gb", "hz", "big5")):
        # A cut in the middle of a character: one bad character is better than a page of wrong ones.
        try:
            text = data.decode(declared, "replace")
        except (UnicodeError, ValueError, LookupError):
            text = ""
        if text and text.count("\ufffd") * 20 < len(text):
            return text
    return data.decode("cp1252", "replace")


def _not_utf8(data: bytes) -> bool:
    """Say whether bytes are not plainly UTF-8: text that is valid UTF-8 and not ASCII is hardly ever anything else."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeError:
        return True
    return False


def clean_text(text: str) -> str:
    """Return text with plain newlines and without characters that no writer means (NUL and other controls)."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x0c" in text or "\x0b" in text:
        text = text.replace("\x0c", "\n").replace("\x0b", "\n")
    return _CONTROL.sub("", text)


def clean_line(text: str) -> str:
    """Return text that can stand in one line: no newline of any kind, no control character."""
    return _LINE_CONTROL.sub(" ", text).strip()


def header_text(value: bytes) -> str:
    """Return a header's value as one line of text, encoded words decoded, whatever bytes it is made of."""
    text = value.decode("ascii") if value.isascii() else decode_text(value, "")
    return clean_line(decode_words(text))


def in_utf8(value: bytes, charset: str) -> bytes:
    """Return a header's raw bytes as UTF-8, for the many that are in the charset of the mail's own text.

    Args:
        value: As it was sent. What is ASCII or UTF-8 already stays as it is, but for the shifts of ISO-2022-JP.
        charset: What the text says that it is in.
    """
    if value.isascii() and b"\x1b" not in value:
        return value
    name = "iso2022_jp_ext" if b"\x1b" in value else "" if fits(value, "utf-8") else codec(charset)
    try:
        return value.decode(name).encode() if name else value
    except (UnicodeError, ValueError, LookupError):
        return value


def decode_words(text: str) -> str:
    """Decode the encoded words of RFC 2047. What is not one stays as it is."""
    if "=?" not in text:
        return text
    text = _BETWEEN_WORDS.sub(r"\1", text)
    decoded = _replace_words(_WORD, text)
    if "=?" in decoded and len(decoded) < 2000:
        decoded = _replace_words(_CUT_WORD, _replace_words(_LAX_WORD, decoded))
    return decoded


def _replace_words(pattern: re.Pattern[str], text: str) -> str:
    out: list[str] = []
    pending: list[tuple[str, str]] = []
    charset = ""
    at = 0
    for found in pattern.finditer(text):
        if found.start() > at or (pending and found[1].lower() != charset):
            # A character may be cut in two between words of one charset, so those are joined before decoding.
            out.append(decode_text(_joined_words(pending), charset))
            out.append(text[at : found.start()])
            pending = []
        charset = found[1].lower()
        pending.append((found[2].lower(), found[3]))
        at = found.end()
    out.append(decode_text(_joined_words(pending), charset))
    out.append(text[at:])
    return "".join(out)


def _joined_words(words: list[tuple[str, str]]) -> bytes:
    """Return the bytes of words that stand side by side; base64 that was cut in mid-group is put together first."""
    out: list[bytes] = []
    cut = ""
    for index, (encoding, payload) in enumerate(words):
        follows = index + 1 < len(words) and words[index + 1][0] == "b"
        if encoding == "b" and follows and len(cut + payload) % 4 and not payload.endswith("="):
            cut += payload
            continue
        out.append(_word_bytes(encoding, cut + payload if encoding == "b" else payload))
        cut = ""
    return b"".join(out)


def _word_bytes(encoding: str, payload: str) -> bytes:
    raw = payload.encode("utf-8", "replace")
    if encoding == "q":
        return binascii.a2b_qp(raw.replace(b"_", b" "), header=False)
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        letters = re.sub(rb"[^A-Za-z0-9+/]+", b"", raw)
        letters = letters[: len(letters) - (len(letters) % 4 == 1)]
        try:
            return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
        except binascii.Error:
            return raw


def parameters(value: bytes, default: str) -> tuple[str, Mapping[str, str]]:
    """Return the main value of a structured field (lower case) and its parameters, RFC 2231 joined and decoded."""
    if not value:
        return default, {}
    text = value.decode("ascii") if value.isascii() else decode_text(value, "")
    text = _NO_SEMICOLON.sub(r"\1;\2", text, count=1)
    main, semicolon, _ = text.partition(";")
    head = (_COMMENT.sub("", main) if "(" in main else main).strip().strip("\"'").lower()
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    if semicolon:
        for count, found in enumerate(_PARAMETER.finditer(text, len(main))):
            if count >= 100:
                break
            name = found[1].lower()
            quoted = found[2]
            content = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else _unquoted(found[3])
            base, star, rest = name.partition("*")
            if not star:
                plain.setdefault(name, clean_line(decode_words(content)))
            else:
                number, _, _ = rest.partition("*")
                pieces.setdefault(base, []).append(
                    (
                        int(number) if number.isascii() and number.isdigit() else 0,
                        rest.endswith("*") or rest == "",
                        content,
                    )
                )
    for base, found_pieces in pieces.items():
        plain[base] = _joined(found_pieces)
    return head or default, plain


def _unquoted(text: str) -> str:
    text = text.strip()
    return _COMMENT.sub("", text).strip() if "(" in text and text.endswith(")") and text.count("(") < 3 else text


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    """Join the continuations of RFC 2231: ``name*0*=utf-8''caf%C3%A9; name*1=.pdf``."""
    pieces.sort(key=lambda piece: piece[0])
    charset = ""
    out: list[bytes] = []
    for index, (_, encoded, text) in enumerate(pieces):
        if encoded and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        out.append(unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace"))
    return clean_line(decode_words(decode_text(b"".join(out), charset)))
