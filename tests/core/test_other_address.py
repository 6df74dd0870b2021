"""What an answer says of a mail from another address: a plain yes, a plain no, or nothing that a machine may act on."""

from __future__ import annotations

import time

import pytest

from mailflow.core.other_address import Said, read_answer

OTHER, OWN, OURS = "pat@work.example", "p@mail.example", "complaints@office.example"


def read(text: str) -> tuple[Said, bool, bool]:
    return read_answer(text, OTHER, (OWN, OURS), "Pat Rivers")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "yes",
            "YES",
            "Yes.",
            "yes!",
            "#yes",
            "# yes",
            "  Yes  ",
            "Yep",
            "Yeah",
            "Yes, that was me.",
            "yes that was me",
        ),
        *("That was me", "It was me!", "I did", "I confirm", "Yes it is mine", "Yes, from my work address"),
        *(
            "Hello,\n\nYes, that was me.\n\nKind regards\nPat Rivers",
            "Hi\nYES",
            "Dear all,\nyes",
            "Yes\n\nSent from my iPhone",
        ),
        *(
            "Yes, thank you",
            "Yes, thanks for checking",
            "Yes\npat@work.example",
            "yes: pat@work.example",
            "Yes <PAT@work.example>",
        ),
        *("Yes, I wrote that.\n\nPat", "Yes\n\n\n\nP. Rivers", "Yes\u00a0\u2013 that was me"),
    ],
)
def test_a_plain_yes_is_one_and_says_nothing_else(text: str) -> None:
    said, _, has_more = read(text)
    assert (said, has_more) == (Said.YES, False)


@pytest.mark.parametrize(
    "text",
    [
        *("no", "No.", "NO!", "#no", "Nope", "No, that was not me.", "No it wasn't me", "No, it wasn\u2019t mine"),
        *("Not me", "That was not me", "It wasn't me", "I did not write it", "I didn't", "Hello\n\nNo\n\nPat"),
        *("No, somebody else wrote it", "No, I do not know who that is", "No. It was my ex."),
    ],
)
def test_a_plain_no_is_one(text: str) -> None:
    assert read(text)[0] is Said.NO


@pytest.mark.parametrize(
    "text",
    [
        *("", "   \n", "?", "What is this about?", "Yes?", "Yes but which one do you mean", "Yes and no"),
        *(
            "Yes, I got your letter, but it was not me",
            "Yes I received it. It was not me.",
            "Yes, if it was on Tuesday",
        ),
        *("No, yes, that was me", "No problem, it was me", "Yesterday I wrote to you", "Nobody here wrote", "Notice"),
        *("Yesno", "Thank you", "I think so, yes", "Perhaps", "Yes, maybe", "Yes.\nSomebody else has my password."),
        *("Yes, from sam@home.example", "Yes\nsam@home.example\npat@work.example", "Oui", "> yes"),
        "Yes, someone else wrote it",
    ],
)
def test_what_is_neither_is_read_by_a_person(text: str) -> None:
    said, _, has_more = read(text)
    assert (said, has_more) == (Said.UNCLEAR, True)


@pytest.mark.parametrize(
    ("text", "names_it"),
    [
        ("Yes", False),
        ("Yes\npat@work.example", True),
        ("Yes, that was me: Pat@Work.Example.", True),
        (f"Yes\n{OWN}", False),
        (f"Yes, I wrote to {OURS}", False),
        ("Yes\npat@work.example.evil.example", False),
        ("Yes\nxpat@work.example", False),
    ],
)
def test_an_address_is_known_only_where_they_write_it_themselves(text: str, names_it: bool) -> None:
    assert read(text)[1] is names_it


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Yes. He hit my daughter.",
            "Yes. I withdraw.",
            "Yes\nPlease ring me.",
            "Yes\n\nI appeal.",
            "Yes! When is my answer due?",
        ),
        *("No. It is my former husband.", "No\nPlease ring me", "Hello Ada\nYes\nPS I am still waiting", "yes ring me"),
    ],
)
def test_whatever_else_they_write_is_seen_by_a_person(text: str) -> None:
    assert read(text)[2]


@pytest.mark.parametrize(
    "text", ["yes " * 50_000, "a@" * 50_000, "yes\n" + "x@y." * 50_000, "no, " + "was not " * 20_000]
)
def test_an_endless_answer_is_read_quickly_and_then_by_a_person(text: str) -> None:
    begun = time.process_time()
    found = read(text)
    assert time.process_time() - begun < 2
    assert found[2], "it is more than an answer"
