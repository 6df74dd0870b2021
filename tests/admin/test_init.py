"""``mailflow init``: asked or by options, tried on real servers, private, and never over anything that is there."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailflow.admin.root import mailflow
from mailflow.settings import load_settings
from tests.admin.conftest import run_process
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

STAFF = (
    *("--staff", "coordinator=Ada Lee <ada@office.example>", "--staff", "complaints_officer=ben@office.example"),
    *("--staff", "chair=Cleo <cleo@office.example>", "--staff", "safeguarding_lead=ada@office.example"),
)
WHO = (
    *("--name", "Libra Children Services", "--code", "LC", "--policy", "libra-children-services"),
    *("--admin", "admin@office.example", "--address", "complaints@office.example", *STAFF),
)


def init(folder: Path, *words: str, input: str | None = None) -> Result:
    """Run init for a folder."""
    return CliRunner().invoke(mailflow, ["--config", str(folder / "mailflow.toml"), "init", *words], input=input)


def on(dovecot: Dovecot, user: str, sink: SmtpSink) -> tuple[str, ...]:
    """The options for the servers of the tests."""
    imap = ("--imap-host", "127.0.0.1", "--imap-port", str(dovecot.imap_port), "--imap-security", "none")
    smtp = ("--smtp-host", "127.0.0.1", "--smtp-port", str(sink.port), "--smtp-security", "none")
    return (*imap, *smtp, "--user", user, "--smtp-user", "")


def test_what_options_answer_is_tried_and_written_for_its_owner_alone(
    tmp_path: Path, dovecot: Dovecot, user: str, sink: SmtpSink
) -> None:
    now = ("--now", "2026-11-02T23:30:00-02:00")
    result = init(tmp_path, *WHO, *on(dovecot, user, sink), *now, input="secret\n")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mailflow.password", "mailflow.toml"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    assert "secret" not in (tmp_path / "mailflow.toml").read_text(encoding="utf-8")
    settings = load_settings(tmp_path / "mailflow.toml")
    assert settings.staff_mail.digest == "weekly", "asked for in so many words; a file without the key has none"
    organisation = settings.organisation()
    assert organisation.mailbox.imap.secret() == "secret"
    assert organisation.mailbox.since.isoformat() == "2026-11-03"
    assert [(one.name, one.roles) for one in organisation.staff] == [
        ("Ada Lee", ("coordinator", "safeguarding_lead")),
        ("Ben", ("complaints_officer",)),
        ("Cleo", ("chair",)),
    ]
    checked = CliRunner().invoke(mailflow, ["check", "--config", str(tmp_path / "mailflow.toml")])
    assert checked.exit_code == 0, checked.output


def test_what_people_answer_is_asked_again_until_it_is_right(tmp_path: Path) -> None:
    answers = (
        *(
            "Libra Children Services",
            "",
            "libra",
            "3",
            "admin@office.example",
            "no address",
            "complaints@gmail.com",
            "",
        ),
        *("Ada Lee <ada@office.example>", "ben", "ben@office.example", "cleo@office.example", "secret", ""),
    )
    result = init(tmp_path, "--no-test", input="\n".join(answers))
    assert result.exit_code == 0, result.output
    assert 'there is no policy "libra"' in result.stderr
    assert '"no address" is not a plain address' in result.stderr
    assert '"ben" is not a person' in result.stderr
    assert "app password" in result.stderr
    organisation = load_settings(tmp_path / "mailflow.toml").organisation()
    assert organisation.organisation.code == "LCS"
    assert (organisation.mailbox.imap.host, organisation.mailbox.smtp.port) == ("imap.gmail.com", 465)


def test_a_server_that_does_not_let_us_in_leaves_nothing_behind(
    tmp_path: Path, dovecot: Dovecot, user: str, sink: SmtpSink
) -> None:
    result = init(tmp_path, *WHO, *on(dovecot, user, sink), input="wrong\n")
    assert result.exit_code == 1
    assert "Nothing was written" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["mailflow.toml", "mailflow.password"])
def test_what_is_there_is_never_touched(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    result = init(tmp_path, *WHO, "--provider", "gmail", "--user", "u", "--no-test", input="secret\n")
    assert result.exit_code == 1
    assert "was left as it is" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_answers_that_make_no_configuration_leave_nothing_behind(tmp_path: Path) -> None:
    words = (*WHO, "--code", "no code", "--provider", "gmail", "--user", "u", "--no-test")
    result = init(tmp_path, *words, input="secret\n")
    assert result.exit_code == 2
    assert "organisation.code" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_password_file_is_named_and_not_copied(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret\n", encoding="utf-8")
    words = (*WHO, "--provider", "fastmail", "--user", "u", "--password-file", str(tmp_path / "key"), "--no-test")
    assert init(tmp_path, *words).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["key", "mailflow.toml"]
    assert load_settings(tmp_path / "mailflow.toml").organisation().mailbox.smtp.secret() == "secret"


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    name = 'The "Best" \\ Office = [x] # é'
    words = (*WHO, "--name", name, "--provider", "zoho-eu", "--user", 'u"x', "--no-test")
    assert init(tmp_path, *words, input='p"\\w\n').exit_code == 0
    organisation = load_settings(tmp_path / "mailflow.toml").organisation()
    assert organisation.organisation.name == name
    assert organisation.mailbox.imap.secret() == 'p"\\w'


def test_a_script_that_leaves_a_question_open_is_told_the_option(tmp_path: Path) -> None:
    done = run_process("init", "--name", "Libra", cwd=tmp_path)
    assert done.returncode == 2
    assert "Give --code." in done.stderr


def test_a_script_that_names_no_login_uses_the_address(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret\n", encoding="utf-8")
    words = (*WHO, "--provider", "fastmail", "--password-file", str(tmp_path / "key"), "--no-test")
    assert init(tmp_path, *words, input="").exit_code == 0
    mailbox = load_settings(tmp_path / "mailflow.toml").organisation().mailbox
    assert mailbox.imap.user == mailbox.address


def test_a_role_that_the_policy_does_not_have_is_refused(tmp_path: Path) -> None:
    result = init(tmp_path, *WHO, "--staff", "coordinatr=ada@office.example", "--provider", "gmail", "--user", "u")
    assert (result.exit_code, 'did you mean "coordinator"?' in result.stderr) == (2, True)
