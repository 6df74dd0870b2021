"""The tour runs to its end, and everything that it tells has happened: the record says so, not the narrator."""

from __future__ import annotations

import imaplib
import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from mailflow import clock, demo
from mailflow.core.case import Case, Outcome, Status, What
from mailflow.core.letter_kinds import Audience
from mailflow.demo import texts
from mailflow.demo.cast import CODE, COMPLAINTS, FAMILY, PASSWORD
from mailflow.demo.server import HOST
from mailflow.demo.show import Show
from mailflow.demo.story import ZONE, Story
from mailflow.demo.tour import world_in
from mailflow.demo.world import StoryBroken, World
from mailflow.store import LetterRow, LetterStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A tour that has been told. ``plain``: without the bars and line breaks."""

    world: World
    case: Case
    letters: list[LetterRow]
    text: str

    @property
    def plain(self) -> str:
        return " ".join(self.text.replace("\u2502", " ").split())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    stream = io.StringIO()
    try:
        with world_in(tmp_path_factory.mktemp("demo"), (0, 0)) as world:
            Story(world=world, show=Show(stream=stream)).tell()
            with world.desk.store.reading() as reader:
                letters = sorted(reader.letters(CODE), key=lambda one: one.id)
            yield Told(world=world, case=world.case(), letters=letters, text=stream.getvalue())
    finally:
        clock.fix(None)


def test_the_case_has_gone_through_all_three_stages_to_its_end(told: Told) -> None:
    assert told.case.decided_stages == ("stage-1", "stage-2", "stage-3")
    assert (told.case.stage, told.case.status, told.case.outcome) == ("stage-3", Status.CLOSED, Outcome.UPHELD)
    assert told.case.complainant.address == FAMILY.address


def test_every_date_is_that_of_the_policy(told: Told) -> None:
    due = {(one.stage, one.what): one.due.due_on for one in told.case.deadlines}
    assert due == {
        ("stage-1", What.ACKNOWLEDGE): date(2026, 11, 9),
        ("stage-1", What.RESPOND): date(2026, 11, 30),
        ("stage-1", What.APPEAL): date(2026, 11, 30),
        ("stage-2", What.ACKNOWLEDGE): date(2026, 12, 4),
        ("stage-2", What.RESPOND): date(2027, 1, 15),
        ("stage-2", What.APPEAL): date(2027, 1, 25),
        ("stage-3", What.RESPOND): date(2027, 2, 22),
    }


def test_only_the_chairs_answer_is_on_record_as_late(told: Told) -> None:
    missed = [(one.stage, one.what) for one in told.case.deadlines if one.is_missed(clock.now())]
    assert missed == [("stage-3", What.RESPOND)]


def test_the_family_got_these_letters_and_no_others(told: Told) -> None:
    assert [one.kind.value for one in told.letters if one.audience is Audience.COMPLAINANT] == [
        "acknowledgement",
        "outcome",
        "acknowledgement",
        "interim-update",
        "outcome",
        "acknowledgement",
        "outcome",
        "process-ended",
    ]
    assert {one.status for one in told.letters} == {LetterStatus.SENT}


def test_staff_were_told_reminded_and_warned(told: Told) -> None:
    kinds = [
        (one.to_address.partition("@")[0], one.kind.value) for one in told.letters if one.to_address != FAMILY.address
    ]
    assert kinds == [
        ("ada", "handler-notice"),
        ("ada", "directive-done"),
        ("ben", "handler-notice"),
        ("ben", "reminder"),
        ("ben", "directive-done"),
        ("ben", "directive-error"),
        ("ben", "directive-done"),
        ("cleo", "handler-notice"),
        ("dee", "handler-notice"),
        ("evan", "handler-notice"),
        ("cleo", "directive-done"),
        ("cleo", "reminder"),
        ("cleo", "reminder"),
        ("cleo", "breach-notice"),
        ("cleo", "directive-done"),
    ]


def test_nobody_answered_the_absence_notice(told: Told) -> None:
    notice = next(one for one in told.world.messages() if one.class_ == "auto-reply")
    assert notice.ref == told.case.ref
    assert notice.id not in {one.message for one in told.letters}


def test_each_date_is_told_with_its_proof(told: Told) -> None:
    for one in told.case.deadlines:
        assert " ".join(one.due.proof().split()) in told.plain


def test_each_letter_to_the_family_is_told_word_for_word(told: Told) -> None:
    for letter in told.letters:
        if letter.audience is Audience.COMPLAINANT:
            with told.world.desk.store.reading() as reader:
                row = reader.letter(letter.id)
            assert row is not None
            assert " ".join((row.text or "").split()) in told.plain


def test_times_are_those_of_the_organisations_clock(told: Told) -> None:
    received = told.case.first_received_at.astimezone(ZONE)
    assert f"{received:%H:%M}" == "09:30"
    assert "Monday 2 November 2026, 09:30" in told.text


def test_what_is_told_without_a_terminal_has_no_control_characters(told: Told) -> None:
    assert all(character.isprintable() or character == "\n" for character in told.text)


def test_a_copy_of_each_letter_to_the_family_lies_in_the_sent_folder(told: Told) -> None:
    with imaplib.IMAP4(HOST, told.world.server.imap_port, timeout=10) as client:
        client.login(COMPLAINTS, PASSWORD)
        assert client.select("Sent", readonly=True) == ("OK", [b"8"])


def test_the_tour_stops_where_mailflow_does_something_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "FIRST_OUTCOME", "#outcome sort of upheld\n\nI see.")
    try:
        with world_in(tmp_path, (0, 0)) as world, pytest.raises(StoryBroken, match="directive-error"):
            Story(world=world, show=Show(stream=io.StringIO())).tell()
    finally:
        clock.fix(None)


def test_without_a_terminal_the_demo_ends_by_itself_and_leaves_nothing(tmp_path: Path) -> None:
    ended = _demo("", TMPDIR=str(tmp_path))
    assert ended.returncode == 0
    assert ended.stderr == ""
    assert "What is on record" in ended.stdout
    assert "Connect your own mail client" not in ended.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_kept_folder_has_the_configuration_and_the_record(tmp_path: Path) -> None:
    ended = _demo("keep=True", TMPDIR=str(tmp_path))
    (folder,) = tmp_path.iterdir()
    assert str(folder) in ended.stdout.replace("\n", "")
    assert {"mailflow.toml", "mailflow.db"} <= {one.name for one in folder.iterdir()}


def test_without_its_extra_the_demo_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert demo.main() == 1
    assert "pip install 'mailflow-complaints[demo]'" in capsys.readouterr().err


def test_importing_the_demo_loads_no_mail_server() -> None:
    code = "import sys, mailflow.demo; assert not {'pymap', 'aiosmtpd', 'sqlalchemy', 'pydantic'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def _demo(arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys\nfrom mailflow.demo import main\nsys.exit(main({arguments}))"
    return subprocess.run(
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(demo.__file__).parents[2]), **environment},
        check=False,
    )
