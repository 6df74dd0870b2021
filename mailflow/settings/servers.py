"""``[mailbox.imap]`` and ``[mailbox.smtp]``: a mail server, and how to prove who we are."""

from __future__ import annotations

import ipaddress
import os
import shlex
import subprocess
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt, ValidationInfo, field_validator, model_validator

from mailflow.core.written import Written
from mailflow.settings.places import SettingsError
from mailflow.settings.values import Line, beside

_COMMAND_TIMEOUT_S = 30
_LARGEST_SECRET = 100_000
_PORTS = {
    "imap": {"tls": 993, "starttls": 143, "none": 143},
    "smtp": {"tls": 465, "starttls": 587, "none": 25},
}


class ServerSettings(Written):
    """A mail server, and how to prove who we are. Only the subclasses know their port."""

    host: Line
    port: Annotated[StrictInt, Field(ge=1, le=65535)]
    security: Literal["tls", "starttls", "none"] = "tls"
    user: Line | None = None
    password: Annotated[str | None, Field(repr=False)] = None
    password_file: Path | None = None
    password_env: Line | None = None
    password_command: tuple[Line, ...] | None = None
    keyring: StrictBool = False
    oauth: Line | None = None

    @field_validator("password_command", mode="before")
    @classmethod
    def _command_is_words(cls, value: object) -> object:
        return tuple(shlex.split(value)) if isinstance(value, str) else value

    @field_validator("password_file")
    @classmethod
    def _file_isbeside(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        return beside(str(value), info) if value else None

    @model_validator(mode="after")
    def _is_safe(self) -> ServerSettings:
        if self.security == "none" and not _is_loopback(self.host):
            msg = f'security = "none" would send everything in the clear to {self.host}; use "tls" or "starttls"'
            raise ValueError(msg)
        ways = self._ways()
        if len(ways) > 1:
            msg = f"has {' and '.join(ways)}; keep one of them"
            raise ValueError(msg)
        if ways and not self.user:
            msg = f'has {ways[0]} but no user; add user = "…"'
            raise ValueError(msg)
        return self

    def _ways(self) -> list[str]:
        names = ("password", "password_file", "password_env", "password_command", "keyring", "oauth")
        return [name for name in names if getattr(self, name) not in (None, False)]

    def secret(self) -> str | None:
        """Return the password from wherever it is kept; None where none is configured.

        Raises:
            SettingsError: Where it cannot be had, with what to do.
        """
        if self.password is not None:
            return self.password
        if self.password_file is not None:
            return _from_file(self.password_file)
        if self.password_env is not None:
            return _from_environment(self.password_env)
        if self.password_command is not None:
            return _from_command(self.password_command)
        if self.keyring:
            return _from_keyring(self.host, self.user or "")
        if ways := self._ways():
            msg = f"{ways[0]} (for {self.host}) is not built yet; use password_file or password_command"
            raise SettingsError([msg])
        return None


class ImapSettings(ServerSettings):
    """``[mailbox.imap]``."""

    @model_validator(mode="before")
    @classmethod
    def _usual_port(cls, data: Any) -> Any:
        return _with_port(data, "imap")

    @model_validator(mode="after")
    def _logs_in(self) -> ImapSettings:
        if not self._ways():
            ways = "password, password_env or password_command"
            msg = f'has no way to log in; add user = "…" and password_file = "…" (or {ways})'
            raise ValueError(msg)
        return self


class SmtpSettings(ServerSettings):
    """``[mailbox.smtp]``; user and password are optional."""

    @model_validator(mode="before")
    @classmethod
    def _usual_port(cls, data: Any) -> Any:
        return _with_port(data, "smtp")


def _with_port(data: object, protocol: Literal["imap", "smtp"]) -> object:
    if not isinstance(data, dict) or "port" in data:
        return data
    return {**data, "port": _PORTS[protocol].get(str(data.get("security", "tls")), _PORTS[protocol]["tls"])}


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"


def _from_file(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_LARGEST_SECRET)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsError(
            [f"password_file {path} cannot be read ({why}); correct the path or its permissions"]
        ) from None
    return _not_empty(text, f"password_file {path}")


def _from_environment(name: str) -> str:
    return _not_empty(os.environ.get(name, ""), f"the environment variable {name} of password_env")


def _from_command(words: tuple[str, ...]) -> str:
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=_COMMAND_TIMEOUT_S)
    except (OSError, UnicodeDecodeError, subprocess.TimeoutExpired) as error:
        why = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise SettingsError([f'password_command "{words[0]}" did not run ({why}); try it in a shell']) from None
    if done.returncode:
        # Its output may hold the secret, so only the status is told.
        raise SettingsError([f'password_command "{words[0]}" ended with status {done.returncode}; try it in a shell'])
    return _not_empty(done.stdout, f'the output of password_command "{words[0]}"')


def _from_keyring(host: str, user: str) -> str:
    """Ask the keyring of whoever runs mailflow; it knows a password by the server's host and the user."""
    try:
        from keyring import errors, get_password
    except ModuleNotFoundError:
        msg = "keyring = true needs the keyring library; run: pip install 'mailflow-complaints[keyring]'"
        raise SettingsError([msg]) from None
    try:
        found = get_password(host, user)
    except errors.NoKeyringError:
        why = "there is no keyring on this machine (servers have none); use password_file or password_command"
        raise SettingsError([f"keyring = true (for {host}): {why}"]) from None
    except errors.KeyringError as error:
        why = f"the keyring could not be asked ({type(error).__name__}); unlock it, or use password_file"
        raise SettingsError([f"keyring = true (for {host}): {why}"]) from None
    if not found:
        raise SettingsError([f"keyring = true: the keyring has no password for {host}; run: keyring set {host} USER"])
    return found


def _not_empty(text: str, whence: str) -> str:
    lines = text.splitlines()
    if not lines or not lines[0]:
        raise SettingsError([f"{whence} is empty; its first line must be the password"])
    return lines[0]
