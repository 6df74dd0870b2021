"""``mailflow message``: what is on record, and files that are not."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailflow.admin.root import mailflow
from tests.admin.conftest import MONDAY, Folder, mail, run_process
from tests.support.dovecot import Dovecot

NOW = ("--now", (MONDAY + timedelta(minutes=5)).isoformat())
KEYS = {
    *("id", "ref", "class", "because", "acknowledge", "from", "name", "subject", "message_id", "references", "text"),
    *("new_text", "attachments", "appeal_keywords", "failed_recipients", "form", "received_at"),
}


def read(*files: Path) -> list[dict[str, object]]:
    """Read files, and return their objects."""
    result = CliRunner().invoke(mailflow, ["message", "read", "--json", *map(str, files)])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_files_are_read_without_a_configuration_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "b.eml").write_bytes(mail("Handover was late"))
    (tmp_path / "deep" / "a.eml").write_bytes(mail("Fees"))
    (tmp_path / "notes.txt").write_text("no mail", encoding="utf-8")
    found = read(tmp_path)
    assert [Path(str(one["file"])).name for one in found] == ["b.eml", "a.eml"]
    assert found[0].keys() == KEYS | {"file"}
    assert (found[0]["class"], found[0]["from"]) == ("complaint", "p.rivers@mail.example")


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Re: Our answer - APPEAL", ["appeal"]),
        ("Re: Our answer, I do not wish to appeal", []),
        ("Re: Our answer", []),
    ],
)
def test_appeal_words_are_those_of_the_subject_that_are_not_taken_back(
    tmp_path: Path, subject: str, words: list[str]
) -> None:
    (tmp_path / "a.eml").write_bytes(mail(subject))
    assert read(tmp_path)[0]["appeal_keywords"] == words


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 500, b"\r\n\r\n"])
def test_what_is_no_mail_has_an_object_too(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.eml").write_bytes(raw)
    (one,) = read(tmp_path)
    assert one.keys() == KEYS | {"file"}
    assert one["acknowledge"] is False


def test_an_empty_file_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"")
    assert read(tmp_path)[0]["class"] == "unreadable"


def test_a_broken_configuration_that_nobody_named_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "mailflow.toml").write_text("what = is this", encoding="utf-8")
    (tmp_path / "a.eml").write_bytes(mail("Fees"))
    assert run_process("message", "read", "a.eml", cwd=tmp_path).returncode == 0
    assert run_process("message", "read", "a.eml", "--config", "mailflow.toml", cwd=tmp_path).returncode == 2


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = run_process("message", "read", "nothing.eml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "mailflow: nothing.eml: there is no such file. Correct the path.\n")


@pytest.mark.corpora
def test_the_whole_corpora_are_read(mails: Path) -> None:
    start = time.monotonic()
    found = read(mails)
    assert len(found) == len(list(mails.rglob("*.eml")))
    assert time.monotonic() - start < 120
    assert not [one for one in found if one["class"] in ("bounce", "auto-reply") and one["acknowledge"]]


@pytest.fixture
def worked(office: Folder, dovecot: Dovecot, user: str) -> Folder:
    """An office that has taken in a complaint and an out-of-office."""
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    away = mail("Automatic reply: I am away to appeal", "I am away.", "q@mail.example")
    dovecot.deliver(user, b"Auto-Submitted: auto-replied\r\n" + away, MONDAY + timedelta(minutes=1))
    office.done("run", "--once", *NOW)
    return office


def test_the_list_has_texts_in_json_and_the_order_of_receipt(worked: Folder) -> None:
    found = worked.json("message", "list")
    assert [one["class"] for one in found] == ["complaint", "auto-reply"]
    assert found[0].keys() >= KEYS
    assert found[0]["text"].strip() == "Handover was late again."
    assert found[0]["ref"] == "LC-2026-0001"
    assert (found[0]["acknowledge"], found[1]["acknowledge"]) == (True, False)
    assert found[1]["appeal_keywords"] == []


def test_the_list_can_be_asked_for_a_case_or_a_class(worked: Folder) -> None:
    assert [one["class"] for one in worked.json("message", "list", "--case", "LC-2026-0001")] == ["complaint"]
    assert [one["class"] for one in worked.json("message", "list", "--class", "auto-reply")] == ["auto-reply"]


def test_a_message_is_explained(worked: Folder) -> None:
    first, second = worked.json("message", "list")
    page = worked.done("message", "show", str(first["id"]), "--explain")
    assert "It is no reply of a complainant on a case, so its subject was not searched" in page
    assert "Handover was late again." in page
    assert "A machine wrote it" in worked.done("message", "show", str(second["id"]), "--explain")


@pytest.mark.parametrize(
    ("subject", "why"),
    [("APPEAL", "its subject has the word “appeal”"), ("Thank you", "none of the stage's appeal words")],
)
def test_a_reply_says_which_appeal_word_matched_or_why_none_did(
    worked: Folder, dovecot: Dovecot, user: str, subject: str, why: str
) -> None:
    dovecot.deliver(user, mail(f"{subject} Re: [LC-2026-0001]"), MONDAY + timedelta(minutes=2))
    worked.done("run", "--once", *NOW)
    last = worked.json("message", "list")[-1]
    assert last["class"] == "reply"
    page = worked.done("message", "show", str(last["id"]), "--explain")
    assert why in page
    assert "The policy's appeal words: appeal, " in page


def test_the_raw_bytes_are_those_that_arrived(worked: Folder) -> None:
    first = worked.json("message", "list")[0]["id"]
    result = worked.ask("message", "show", str(first), "--raw")
    assert result.stdout_bytes == mail("Handover was late")


def test_a_message_that_does_not_exist_is_one_sentence(worked: Folder) -> None:
    result = worked.ask("message", "show", "99")
    assert (result.exit_code, result.stderr) == (1, "mailflow: There is no message 99. See mailflow message list.\n")
