"""What is new in a reply. The first rule is that nothing that the person wrote is lost."""

from __future__ import annotations

import pytest

from mailflow.core.quotation import new_text
from mailflow.core.sign_off import without_signature

OURS = """Dear Pat Rivers,

we have received your complaint. Its reference is LC-2026-0001.
You will have an answer by Friday 4 December 2026.

Libra Children Services
"""


def test_a_first_complaint_keeps_what_it_forwards() -> None:
    text = "See what they wrote!\n\nOn 2 Nov 2026, Ada <ada@libra.example> wrote:\n> You are always late."
    assert new_text(text, None, first=True) == text
    assert new_text(text, None) == "See what they wrote!"


@pytest.mark.parametrize(
    "introduction",
    [
        "On Mon, 2 Nov 2026 at 10:00, Libra <complaints@libra.example> wrote:",
        "On Mon, 2 Nov 2026 at 10:00, Libra Children Services\n<complaints@libra.example> wrote:",
        "On Mon, Nov 2, 2026 at 10:00 AM Libra <\ncomplaints@libra.example> wrote:",
        "Am Mo., 2. Nov. 2026 um 10:00 Uhr schrieb Libra <complaints@libra.example>:",
        "Libra <complaints@libra.example> schrieb am Mo., 2. Nov.\n2026 um 10:00 Uhr:",
        "Le lun. 2 nov. 2026 à 10:00, Libra <complaints@libra.example> a écrit :",
        "El lun, 2 nov 2026 a las 10:00, Libra (<complaints@libra.example>) escribió:",
        "Il giorno lun 2 nov 2026 alle ore 10:00 Libra <complaints@libra.example> ha scritto:",
        "Op ma 2 nov 2026 om 10:00 schreef Libra <complaints@libra.example>:",
        "Den mån 2 nov. 2026 kl 10:00 skrev Libra <complaints@libra.example>:",
        "pon., 2 lis 2026 o 10:00 Libra <complaints@libra.example> napisał(a):",
        "Ar Llun, 2 Tach 2026 am 10:00 ysgrifennodd Libra <complaints@libra.example>:",
        "пн, 2 нояб. 2026 г. в 10:00, Libra <complaints@libra.example> пишет:",
        "2026年11月2日(月) 10:00 Libra <complaints@libra.example>:",
        "Em seg., 2 de nov. de 2026 às 10:00, Libra <complaints@libra.example> escreveu:",
        "2 Kas 2026 Pzt 10:00 tarihinde Libra <complaints@libra.example> şunu yazdı:",
        "Vào 10:00 Th 2, 2 thg 11, 2026 Libra <complaints@libra.example> đã viết:",
        "Libra <complaints@libra.example> ezt írta (időpont: 2026. nov. 2., H, 10:00):",
        "Στις Δευ, 2 Νοε 2026 στις 10:00, ο χρήστης Libra <complaints@libra.example> έγραψε:",
        "בתאריך יום ב׳, 2 בנוב׳ 2026 ב-10:00 מאת Libra <complaints@libra.example>:",
        "W dniu 2026-11-02 o 10:00, Libra pisze:",
        "On 02/11/2026 10:00, Libra wrote:",
        "Quoting Libra <complaints@libra.example>:",
        "---- On Mon, 02 Nov 2026 10:00:00 +0000 Libra <complaints@libra.example> wrote ----",
    ],
)
def test_what_a_program_introduces_is_cut_in_any_language(introduction: str) -> None:
    quoted = "\n".join(f"> {line}" for line in OURS.splitlines())
    assert new_text(f"I do not agree.\n\nPat\n\n{introduction}\n\n{quoted}\n", None) == "I do not agree.\n\nPat"


@pytest.mark.parametrize(
    "headers",
    [
        "From: Libra <complaints@libra.example>\nSent: 2 November 2026 10:00\nTo: Pat\nSubject: Your complaint",
        "________________________________\nFrom: Libra\nSent: 2 November 2026\nTo: Pat\nSubject: Your complaint",
        "-----Original Message-----\nFrom: Libra\nSent: 2 November 2026\nTo: Pat\nSubject: Your complaint",
        "Von: Libra\nGesendet: Montag, 2. November 2026 10:00\nAn: Pat\nBetreff: Your complaint",
        "De : Libra\nEnvoyé : lundi 2 novembre 2026 10:00\nÀ : Pat\nObjet : Your complaint",
        "*Od:* Libra\n*Wysłano:* poniedziałek, 2 listopada 2026\n*Do:* Pat\n*Temat:* Your complaint",
        "From: Libra\n\nSent: 2 November 2026\n\nTo: Pat\n\nSubject: Your complaint",
    ],
)
def test_what_stands_below_copied_headers_is_cut(headers: str) -> None:
    assert new_text(f"I do not agree.\n\n{headers}\n\n{OURS}", None) == "I do not agree."


def test_answers_between_quoted_lines_keep_their_questions() -> None:
    text = "Dear Ada,\n\n> When was it?\n\nOn Friday.\n\n> Who was there?\n\nNobody.\n"
    assert new_text(text, None) == text.strip()


def test_an_answer_below_the_quotation_is_all_that_stays() -> None:
    text = "On 2 Nov 2026, Libra <complaints@libra.example> wrote:\n> We have received it.\n\nThank you.\n"
    assert new_text(text, None) == "Thank you."


@pytest.mark.parametrize(
    "text",
    [
        "On Friday I wrote to you\n\nand nobody answered. On this day\nI wrote again.",
        "From: 9 to 5 nobody came.\nThen somebody came at last.",
        "There are three things:\n\n------\n\nFirst, the gate.\n\n------\n\nSecond, the stairs.",
        "She wrote: you are late!\nI was not.",
        "The bill says > 30 pounds\nand that is wrong",
    ],
)
def test_a_persons_own_words_are_no_quotation(text: str) -> None:
    assert new_text(text, None) == text


def test_our_own_letter_is_known_without_any_mark_of_a_quotation() -> None:
    reply = f"I do not agree with it.\n\n{OURS}\nPat"
    assert new_text(reply, OURS) == "I do not agree with it.\n\n\nPat".replace("\n\n\n", "\n\n")


def test_our_own_letter_is_known_when_it_is_wrapped_anew() -> None:
    reply = (
        "No.\n\nW dniu 2 lis Libra pisze:\n> we have received your complaint. Its reference\n> is LC-2026-0001.\n"
        "> You will have an answer\n> by Friday 4 December 2026.\n"
    )
    assert new_text(reply, OURS).startswith("No.")
    assert "received" not in new_text(reply, OURS)


def test_knowing_our_letter_cuts_nothing_that_we_did_not_send() -> None:
    text = "Look:\n\nOn 2 Nov 2026, The Nursery <n@mail.example> wrote:\n> Do not come back."
    assert new_text(text, OURS) == text


def test_below_our_line_everything_is_ours() -> None:
    text = "Thanks.\n\nOn 2 Nov, Libra wrote:\n> -- Please reply above this line --\n> Dear Pat"
    assert new_text(text, None) == "Thanks."


def test_a_reply_that_is_nothing_but_a_quotation_has_no_new_text() -> None:
    assert new_text("> On 2 Nov 2026, Libra <c@libra.example> wrote:\n>\n> Dear Pat", None) == ""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("It is done.\n\n-- \nAda\nLibra Children Services\n020 7946 0000", "It is done."),
        ("It is done.\n\nSent from my iPhone", "It is done."),
        ("It is done.\n\nGet Outlook for iOS<https://aka.ms/x>", "It is done."),
        ("It is done.\n\nVon meinem iPhone gesendet", "It is done."),
        ("It is done.\n________________\nAda, Libra", "It is done."),
    ],
)
def test_a_signature_is_cut(text: str, left: str) -> None:
    assert without_signature(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "It is done.\n\nKind regards\nAda",
        "Sent from my desk, is much easier than my mobile phone.",
        "One.\n----\n" + "\n".join(f"Line {n} of a long text below a line" for n in range(20)),
        "Look:\n```\n----\ncode\n```\nEnd.",
    ],
)
def test_what_only_resembles_a_signature_stays(text: str) -> None:
    assert without_signature(text) == text
