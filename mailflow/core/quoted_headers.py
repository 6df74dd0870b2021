"""Blocks of mail headers (From, Sent, To, Subject) that a program copies above what it quotes, in many languages.

Every pattern is tried on one line of bounded length.
"""
# ruff: noqa: E501 - lists of words, wrapped where their groups end

from __future__ import annotations

import re
from collections.abc import Sequence

_I = re.IGNORECASE
BRACKETED = re.compile(r"[<(\[][^\s<>]{1,100}@[^\s<>]{1,150}[>)\]]")
#: A time of day: 10:15, 10h15 or 10.15, which is no part of 5.11.2026.
_TIME = re.compile(r"\d\d?[:h]\d\d|(?<![\d.])\d\d?\.\d\d(?!\.?\d)")
LABEL = re.compile(
    r"[>|\s]*\*{0,2}_?(?:from|보낸이|받는이|sent|to|cc|bcc|date|subject|reply[- ]to|organi[sz]ation|importance|attachments?|priority|received"
    r"|von|gesendet|an|betreff|datum|kopie|antwort an|wichtigkeit|de|envoy(?:é|e)(?: le)?|(?:à|a)|objet|date d'envoi|copie(?: (?:à|a))?|sujet|message du"
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
#: The label that every block has: whom the quoted mail is from.
FROM_LABEL = re.compile(
    r"[>|\s]*\*{0,2}_?(?:from|보낸이|받는이|von|de|da|van|fra|fr(?:å|a)n|l(?:ä|a)hett(?:ä|a)j(?:ä|a)|od|felad(?:ó|o)|от|від|kimden|από|oddi wrth"
    r"|发件人|寄件者|差出人|보낸 ?사람|de la|šalje|saatja|nuo|fr(?:á|a)|dari|từ|จาก|מאת|من|از)\*{0,2}\s?[:：]",
    _I,
)
#: A label and its value in any language; people's own words have a full stop or a comma sooner than a colon.
_ANY_LABEL = re.compile(r"[>|\s]*\*{0,2}_?[^\W\d_][^\n:：<>@.,!?;]{0,24}?\*{0,2}\s?[:：]\*{0,2}\s*\S")
#: Labels of forms, which people fill in and copy into their mail.
_FORM_LABEL = re.compile(
    r"[>|\s*_]*(?:[\w' ]{0,20}\b)?(?:name|e-?mail|phone|telephone|mobile|address|child|parent|nursery|place)\b", _I
)
_RULES = ("--", "__", "==", "**", "\u2010\u2010", ">>")
_DAY = re.compile(r"\d{4}|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?\d{2}")


def header_block_length(lines: Sequence[str], at: int) -> int:
    """Return how many lines a block of mail headers has that begins here, or 0.

    People write "From: … To: … Date: …" above their letters and in lists too: a program's block has an address, or a
    day with its time, as nobody types them.
    """
    first = lines[at][:500]
    if ":" not in first and "：" not in first:
        return 0
    if not LABEL.match(first):
        return _unknown_block_length(lines, at)
    if at > 0 and LABEL.match(lines[at - 1][:500]):
        # The lines above were no program's block, and this is the rest of them.
        return 0
    labels, last, blank, other = [first], at, 0, 0
    for i in range(at + 1, min(at + 16, len(lines))):
        line = lines[i][:500]
        if not line.strip("> |\t"):
            blank += 1
            # Some programs put a blank line between the labels; none puts two.
            if blank > 1:
                break
        elif LABEL.match(line):
            labels.append(line)
            last, blank, other = i, 0, 0
        elif blank or other >= 3:
            break
        else:
            # A long list of recipients goes on in the next line.
            other += 1
    above = next((lines[i].strip() for i in range(at - 1, max(-1, at - 3), -1) if lines[i].strip()), "")
    below_rule = above[:2] in _RULES or above[-2:] in _RULES
    stands_apart = at == 0 or below_rule or not lines[at - 1].strip("> |\t")
    if len(labels) > 1 and _is_a_programs(
        labels, lines[at : last + 1], stands_apart=stands_apart, below_rule=below_rule
    ):
        return last - at + 1
    return _unknown_block_length(lines, at)


def _is_a_programs(labels: Sequence[str], block: Sequence[str], *, stands_apart: bool, below_rule: bool) -> bool:
    """Say whether a program wrote a block of two labelled lines or more."""
    if not any(map(FROM_LABEL.match, labels)):
        return False
    begins_with_from = bool(FROM_LABEL.match(labels[0]))
    addressed = any("@" in line for line in block)
    dated = any(map(is_dated, labels))
    if len(labels) == 2:
        return begins_with_from and bool(BRACKETED.search(block[0])) and is_dated(labels[1])
    if len(labels) == 3:
        return (addressed and (begins_with_from or dated)) or (begins_with_from and is_dated(labels[1]))
    if not begins_with_from and not is_dated(labels[0]) and not below_rule:
        # "To: … From: … Subject: …" is how people begin a letter.
        return False
    # Outlook's order, without the time: "From, Sent, To, Subject".
    return addressed or dated or (stands_apart and begins_with_from and bool(_DAY.search(labels[1])))


def _unknown_block_length(lines: Sequence[str], at: int) -> int:
    """Return the length of a block of headers in a language that is not listed, or 0.

    From, Sent, To and Subject are four labelled lines in every language, with an address in angle brackets in one of
    them and a date with its time in one below the first.
    """
    block = [line[:500] for line in lines[at : at + 4]]
    if len(block) < 4 or not all(_ANY_LABEL.match(line) and not _FORM_LABEL.match(line) for line in block):
        return 0
    if is_dated(block[0]) or not any(is_dated(line) for line in block[1:]):
        return 0
    if not any(BRACKETED.search(line) for line in block):
        return 0
    end = at + 4
    while end < min(len(lines), at + 8) and _ANY_LABEL.match(lines[end][:500]):
        end += 1
    return end - at


def is_dated(text: str) -> bool:
    """Say whether a line has a day and a time of day, as programs write them and people in passing do not."""
    return bool(_TIME.search(text) and _DAY.search(text))
