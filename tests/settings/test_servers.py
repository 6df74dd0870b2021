"""Where a password comes from, and what is said where it does not come."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mailflow.settings import ServerSettings, SettingsError


def server(**secret: object) -> ServerSettings:
    return ServerSettings.model_validate({"host": "mail.example", "port": 993, "user": "me", **secret})


def test_a_password_in_a_file_is_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("pass word \nremark\n", encoding="utf-8")
    assert server(password_file=tmp_path / "secret").secret() == "pass word "


def test_an_empty_file_and_a_missing_one_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(SettingsError, match="its first line must be the password"):
        server(password_file=tmp_path / "empty").secret()
    with pytest.raises(SettingsError, match="correct the path or its permissions"):
        server(password_file=tmp_path / "none").secret()


def test_a_password_in_the_environment_is_read_when_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUR_SECRET", "s3cret")
    assert server(password_env="OUR_SECRET").secret() == "s3cret"
    monkeypatch.delenv("OUR_SECRET")
    with pytest.raises(SettingsError, match="OUR_SECRET"):
        server(password_env="OUR_SECRET").secret()


def test_a_password_command_is_run_without_a_shell() -> None:
    assert server(password_command=[sys.executable, "-c", "print('a; b')"]).secret() == "a; b"
    assert server(password_command="echo 'two words'").secret() == "two words"
    assert server(password_command="echo $HOME").secret() == "$HOME"


def test_a_password_command_that_fails_does_not_tell_what_it_printed() -> None:
    with pytest.raises(SettingsError, match="status 3") as caught:
        server(password_command=[sys.executable, "-c", "print('half a secret'); raise SystemExit(3)"]).secret()
    assert "half a secret" not in str(caught.value)


def test_a_password_command_that_is_not_there_says_so() -> None:
    with pytest.raises(SettingsError, match="did not run"):
        server(password_command="/nowhere/command").secret()


@pytest.mark.parametrize(("key", "value"), [("keyring", True), ("oauth", "microsoft")])
def test_ways_that_are_not_built_yet_name_others(key: str, value: object) -> None:
    with pytest.raises(SettingsError, match="use password_file or password_command"):
        server(**{key: value}).secret()


def test_a_server_without_a_user_needs_no_secret() -> None:
    assert ServerSettings(host="127.0.0.1", port=25, security="none").secret() is None
