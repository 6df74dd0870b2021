"""Where a password comes from, and what is said where it does not come."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked

from mailflow.settings import ServerSettings, SettingsError


class FileKeyring(KeyringBackend):
    """A keyring in a file, for the library to talk to."""

    priority = 1.0

    def __init__(self, path: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._path = path
        path.write_text("{}")

    def get_password(self, service: str, username: str) -> str | None:
        found: str | None = json.loads(self._path.read_text()).get(f"{username} at {service}")
        return found

    def set_password(self, service: str, username: str, password: str) -> None:
        known = json.loads(self._path.read_text())
        self._path.write_text(json.dumps({**known, f"{username} at {service}": password}))


@pytest.fixture
def keyring_file(tmp_path: Path) -> Iterator[Path]:
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring(tmp_path / "keyring"))
    yield tmp_path / "keyring"
    keyring.set_keyring(before)


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


def test_a_password_from_the_keyring_is_known_by_host_and_user(keyring_file: Path) -> None:
    keyring.set_password("mail.example", "me", "from the keyring")
    assert server(keyring=True).secret() == "from the keyring"
    assert "from the keyring" in keyring_file.read_text()


def test_a_keyring_without_the_password_says_how_to_put_it_there(keyring_file: Path) -> None:
    keyring.set_password("mail.example", "somebody-else", "another")
    with pytest.raises(SettingsError, match=r"run: keyring set mail\.example USER"):
        server(keyring=True).secret()


def test_a_machine_without_a_keyring_is_told_of_other_ways() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    try:
        with pytest.raises(SettingsError, match="use password_file or password_command"):
            server(keyring=True).secret()
    finally:
        keyring.set_keyring(before)


def test_a_keyring_that_cannot_be_asked_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: str) -> str:
        raise KeyringLocked("canary")

    monkeypatch.setattr(keyring, "get_password", locked)
    with pytest.raises(SettingsError, match="unlock it") as caught:
        server(keyring=True).secret()
    assert "canary" not in str(caught.value)


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(SettingsError, match=r"mailflow-complaints\[keyring\]"):
        server(keyring=True).secret()


def test_the_way_that_is_not_built_yet_names_others() -> None:
    with pytest.raises(SettingsError, match="use password_file or password_command"):
        server(oauth="microsoft").secret()


def test_a_server_without_a_user_needs_no_secret() -> None:
    assert ServerSettings(host="127.0.0.1", port=25, security="none").secret() is None
