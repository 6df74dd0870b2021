"""Letters in words, for all five policies: dates, words to use, bodies to turn to, and nothing of the complainant's."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from mailflow.core.case import Complainant
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.facts import CaseOpened, Fact, StageOpened
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.core.policy import APPEAL_KEYWORDS
from mailflow.letters.compose import compose, has_appeal_keyword
from mailflow.letters.composed import Quoted
from mailflow.letters.names import KINDS
from mailflow.letters.render import Templates
from mailflow.letters.sample import RECEIVED_AT, problems, samples, written
from mailflow.settings import data_folder
from tests.letters.offices import POLICIES, office_of, our_templates
from tests.letters.written import STAFF_KINDS, letter, libra

CANARY = "Zanzibar"


@pytest.mark.parametrize("policy", POLICIES)
def test_every_letter_of_every_stage_can_be_written(policy: str) -> None:
    assert problems(our_templates(), office_of(policy)) == []


@pytest.mark.parametrize("policy", POLICIES)
def test_no_subject_of_ours_has_an_appeal_keyword_and_each_has_its_tag(policy: str) -> None:
    office = office_of(policy)
    keywords = {
        *APPEAL_KEYWORDS,
        *(word for stage in office.policy.stages for word in office.policy.keywords_at(stage.id)),
    }
    subjects = set()
    for send, case in samples(office):
        subject = written(send, case, office, our_templates()).subject
        subjects.add(subject)
        assert not any(re.search(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", subject) for word in keywords), subject
        assert case is None or subject.startswith(f"[{case.ref}] ")
        assert len(subject) <= 160
    assert not any("About your message" in subject for subject in subjects), "a template's subject had to be replaced"


@pytest.mark.parametrize("policy", POLICIES)
def test_no_letter_to_a_complainant_has_anything_of_theirs(policy: str) -> None:
    office = office_of(policy)
    theirs = Complainant(name=CANARY, address=f"{CANARY.lower()}@mail.example")
    quoted = (Quoted(received_at=RECEIVED_AT, sender=CANARY, subject=CANARY, text=CANARY, files=(CANARY,)),)
    seen = set()
    for send, case in samples(office):
        if case is not None and send.audience is Audience.COMPLAINANT:
            case = dataclasses.replace(case, complainant=theirs)
            composed = compose(send, case, office, templates=our_templates(), quoted=quoted)
            seen.add(send.kind)
            assert CANARY.lower() not in f"{composed.subject}{composed.text}{composed.html}".lower()
    assert seen == set(KINDS) - set(STAFF_KINDS)


@pytest.mark.parametrize("policy", POLICIES)
def test_no_letter_has_a_hole_where_a_word_should_be(policy: str) -> None:
    office = office_of(policy)
    for send, case in samples(office):
        if case is not None and not case.handlers:
            continue  # the poorest case: nothing is known of who deals with it
        text = written(send, case, office, our_templates()).text
        assert not re.search(r"  |\b(None|True|False|Undefined)\b|[{}]| [.,;:]|\.\.|\(\)|: ?\n\n\n|\n\n\n", text), text


def test_the_html_says_the_same_as_the_plain_text() -> None:
    office = office_of("stepping-stones")
    for send, case in samples(office):
        composed = written(send, case, office, our_templates())
        shown = re.sub(r"</?(?:span|a)\b[^>]*>", "", composed.html.partition("<body")[2].partition(">")[2])
        shown = re.sub(r"<[^>]+>", " ", shown)
        for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
            shown = shown.replace(code, sign)
        assert [word for word in shown.split() if word != "-"] == [
            word for word in composed.text.split() if word != "-"
        ]


def test_a_confirmation_shows_the_letter_exactly_as_it_would_go_out() -> None:
    office, case = office_of("libra-children-services"), libra()
    answer = SendLetter(
        kind=LetterKind.OUTCOME,
        to=Address(address="p.rivers@mail.example"),
        audience=Audience.COMPLAINANT,
        text="We are sorry.",
        facts={"outcome": "upheld", "last_day": "Friday 18 December 2026", "word": "appeal"},
        stage="stage-1",
    )
    ask = SendLetter(
        kind=LetterKind.CONFIRM_SENDER,
        to=Address(address="ada@office.example"),
        audience=Audience.STAFF,
        facts={"lines": ("#outcome upheld",)},
        preview=Decision(letters=(answer,)),
    )
    shown = compose(ask, case, office, templates=our_templates())
    going = compose(answer, case, office, templates=our_templates())
    assert going.text.strip() in shown.text
    assert going.subject in shown.text
    assert "#yes" in shown.text


def test_a_confirmation_of_a_new_complaint_is_about_a_case_that_has_no_number_yet() -> None:
    office = office_of("libra-children-services")
    opened = CaseOpened(
        ref="",
        organisation="LC",
        policy=office.policy.name,
        edition="",
        policy_digest="",
        kind=libra().kind,
        channel="phone",
        complainant=Complainant(name="P", address="p@mail.example"),
        received_at=RECEIVED_AT,
    )
    staged = StageOpened(stage="stage-1", since=RECEIVED_AT, handlers=(), because="complaint")
    to_family = SendLetter(
        kind=LetterKind.ACKNOWLEDGEMENT, to=Address(address="p@mail.example"), audience=Audience.COMPLAINANT
    )
    ask = SendLetter(
        kind=LetterKind.CONFIRM_SENDER,
        to=Address(address="ada@office.example"),
        audience=Audience.STAFF,
        preview=Decision(
            facts=tuple(Fact(at=RECEIVED_AT, by="Ada", event=event) for event in (opened, staged)), letters=(to_family,)
        ),
    )
    text = compose(ask, None, office, templates=our_templates()).text
    assert "[LC-new] We have received your complaint" in text


def test_a_directive_error_shows_the_problem_and_the_lines_that_were_written() -> None:
    problem = "The letter lacks:\n\nFindings:\n\nActions:"
    text = letter(LetterKind.DIRECTIVE_ERROR, libra(), problems=(problem,), lines=("#outcome uphold",)).text
    assert problem in text
    assert "\n#outcome uphold\n" in text
    assert "Nothing was sent to the complainant" in text


@pytest.mark.parametrize("kind", [LetterKind.REMINDER, LetterKind.BREACH_NOTICE])
def test_a_reminder_without_facts_is_about_what_is_due_next(kind: LetterKind) -> None:
    composed = letter(kind, libra())
    assert "Monday 9 November 2026" in composed.subject
    assert "LC-4.2" in composed.text


def test_a_keyword_in_an_organisations_own_subject_is_taken_out(tmp_path: Path) -> None:
    (tmp_path / "thanks.txt").write_text("Subject: Your appeal\n\nx\n")
    office = office_of("libra-children-services")
    send = SendLetter(
        kind=LetterKind.THANKS, to=Address(address="p@mail.example"), audience=Audience.COMPLAINANT, stage="stage-1"
    )
    own = Templates([tmp_path, data_folder("templates")])
    composed = compose(send, libra(), office, templates=own)
    assert composed.subject == "[LC-2026-0001] About your message"
    assert "appeal" not in composed.html


def test_a_keyword_counts_as_a_whole_word_only() -> None:
    office = office_of("libra-children-services")
    assert has_appeal_keyword("Your APPEAL", office.policy)
    assert not has_appeal_keyword("Appealingly", office.policy)


def test_control_characters_in_facts_and_texts_do_not_reach_a_letter() -> None:
    composed = letter(LetterKind.RELAY, libra(), text="a\x00b\x1bc\r\nd\u2028e\ue000f\ue002")
    assert composed.text.startswith("abc\nd\nef\n")
