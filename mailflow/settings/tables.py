"""The tables of ``mailflow.toml``, as INTERFACE shows them."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, ValidationInfo, field_validator

from mailflow.core.written import Written, did_you_mean
from mailflow.settings.places import data_folder, law_names
from mailflow.settings.servers import ImapSettings, SmtpSettings
from mailflow.settings.values import Day, Days, Email, Line, beside, zone_name


class Organisation(Written):
    """Who runs which policy, under which laws, and in which calendar."""

    name: Line
    admin: Email
    code: str
    policy: Line
    laws: tuple[Line, ...] = ()
    time_zone: Annotated[str, AfterValidator(zone_name)] = "Europe/London"
    region: str = "GB-ENG"
    closed: tuple[Days, ...] = ()
    reply: Literal["relay", "note"] = "relay"
    sending: Literal["automatic", "approve", "drafts"] = "automatic"
    meetings: tuple[Day, ...] = ()

    @field_validator("code")
    @classmethod
    def _code_is_short(cls, value: str) -> str:
        if not (value.isascii() and value.isalnum() and value.isupper() and value[:1].isalpha() and len(value) <= 8):
            msg = f'"{value}" must be 1 to 8 capital letters and digits, a letter first, such as "LC"'
            raise ValueError(msg)
        return value

    @field_validator("laws")
    @classmethod
    def _laws_are_there(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        known = law_names()
        for name in value:
            if name not in known:
                msg = f'there is no law "{name}"; {did_you_mean(name, known)}'
                raise ValueError(msg)
        return tuple(dict.fromkeys(value))

    @field_validator("region")
    @classmethod
    def _region_is_a_code(cls, value: str) -> str:
        country, _, part = value.partition("-")
        if not (len(country) == 2 and country.isalpha() and country.isupper() and (part or "X").isalnum()):
            msg = f'"{value}" is no region; write a code such as GB-ENG, GB-WLS, GB-SCT, GB-NIR or IE'
            raise ValueError(msg)
        return value

    @field_validator("policy")
    @classmethod
    def _policy_is_there(cls, value: str, info: ValidationInfo) -> str:
        if "/" not in value and not value.endswith(".toml"):
            names = sorted(path.stem for path in data_folder("policies").glob("*.toml"))
            if value in names:
                return value
            msg = f'there is no policy "{value}"; {did_you_mean(value, names)} (or write the path of a policy file)'
            raise ValueError(msg)
        path = beside(value, info)
        if not path.is_file():
            msg = f'there is no policy file "{path}"; correct the path (it is relative to the configuration file)'
            raise ValueError(msg)
        return str(path)


class MailboxSettings(Written):
    """``[mailbox]``: where complaints arrive and letters leave.

    ``plus_addresses``: mail to ``complaints+anything@…`` arrives here too, so notices to staff have an address of their
    own to answer to.
    """

    address: Email
    since: Day
    spool: str = "leave"
    sent: Literal["auto", "never"] = "auto"
    drafts: Line = "auto"
    purged: Literal["leave", "delete"] = "leave"
    plus_addresses: StrictBool = False
    letters_per_hour: Annotated[int, Field(ge=1, le=1_000_000)] = 2000
    imap: ImapSettings
    smtp: SmtpSettings

    @field_validator("spool")
    @classmethod
    def _spool_is_known(cls, value: str) -> str:
        way, _, folder = value.partition(":")
        if not (value == "leave" or (way == "move" and folder.strip() and folder.isprintable())):
            msg = f'"{value}" is not known here; write "leave", or "move:Filed" with the name of a folder'
            raise ValueError(msg)
        return value

    @property
    def move_to(self) -> str | None:
        """The folder that processed messages are moved to; None where they stay."""
        return self.spool.partition(":")[2] or None


class Staff(Written):
    """``[[staff]]``: a person, the roles they hold and when they are away (first and last day)."""

    name: Line
    address: Email
    roles: tuple[Line, ...]
    away: tuple[Days, ...] = ()


class StaffMailSettings(Written):
    """``[staff_mail]``: what a staff directive must bring, and whether staff hear each week what is open.

    ``dkim``: signatures are checked here where the server says nothing; ``nameserver``: who is asked for their keys,
    an IP address (``:port`` where it is not 53), by default whom the system asks.
    """

    require: Literal["auto", "token", "authenticated", "confirm"] = "auto"
    authserv_id: tuple[Line, ...] = ()
    dkim: StrictBool = True
    nameserver: str = ""
    digest: Literal["weekly", "never"] = "never"

    @field_validator("authserv_id", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("nameserver")
    @classmethod
    def _nameserver_is_an_address(cls, value: str) -> str:
        host, _, port = value.rpartition(":") if value.count(":") == 1 else (value, "", "53")
        try:
            is_good = not value or (bool(ipaddress.ip_address(host)) and 0 < int(port) < 65536)
        except ValueError:
            is_good = False
        if is_good:
            return value
        msg = f'"{value}" is no address of a name server; write "192.0.2.53", "127.0.0.1:5353", or leave it out'
        raise ValueError(msg)


class AttachmentSettings(Written):
    """``[attachments]``: whether the family's files go to the case's handlers, and who is asked about files first."""

    forward: bool = True
    clamd: str | None = None

    @field_validator("clamd")
    @classmethod
    def _clamd_is_an_address(cls, value: str | None) -> str | None:
        way, _, rest = (value or "").partition(":")
        host, _, port = rest.rpartition(":")
        is_port = port.isascii() and port.isdigit() and 0 < int(port) < 65536
        if value is None or (way == "unix" and rest.startswith("/")) or (way == "tcp" and host and is_port):
            return value
        msg = f'"{value}" is no address of a clamd; write "unix:/run/clamav/clamd.ctl" or "tcp:127.0.0.1:3310"'
        raise ValueError(msg)


class BackupSettings(Written):
    """``[backup]``: to whom copies of the record are encrypted, and how many automatic ones are kept.

    ``kept_days`` is for how many days the other copies are kept before somebody, or a script, deletes them: a purge
    says until when they still hold what it destroyed. ``recipient`` is an age key (``age1…``), an SSH public key, or
    the path of a file with such keys, one a line, or with an OpenPGP key.
    """

    recipient: Line | None = None
    keep: Annotated[int, Field(ge=1, le=1000)] = 5
    kept_days: Annotated[int, Field(ge=1, le=36_500)] | None = None

    @field_validator("recipient")
    @classmethod
    def _file_is_beside(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None or value.startswith(("age1", "ssh-")):
            return value
        if not (path := beside(value, info)).is_file():
            msg = f'there is no key file "{path}"; correct the path, or write a key such as "age1…"'
            raise ValueError(msg)
        return str(path)


class DatabaseSettings(Written):
    """``[database]``; a SQLite file's path is relative to the configuration file, and absolute once read."""

    url: str = Field(default="sqlite:///mailflow.db", validate_default=True, repr=False)

    @property
    def is_shared(self) -> bool:
        """Whether many processes, on many machines, can share it: PostgreSQL."""
        return self.url.startswith("postgresql")

    @field_validator("url")
    @classmethod
    def _url_is_ours(cls, value: str, info: ValidationInfo) -> str:
        scheme, _, rest = value.partition("://")
        if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
            return value if rest == "/:memory:" else f"sqlite:///{beside(rest[1:], info)}"
        if scheme == "postgresql+psycopg" and rest:
            return value
        msg = f'"{scheme}://…" is not a database that mailflow knows; write "sqlite:///mailflow.db" or "postgresql+psycopg://…"'
        raise ValueError(msg)


#: Left out, it is the default file, which too is relative to the configuration.
Database = Annotated[DatabaseSettings, Field(default_factory=dict, validate_default=True)]


class OrganisationFile(Written):
    """One organisation's file, where an installation has several."""

    organisation: Organisation
    mailbox: MailboxSettings
    staff: tuple[Staff, ...] = ()


class SingleFile(OrganisationFile):
    """``mailflow.toml`` with its one organisation."""

    staff_mail: StaffMailSettings = StaffMailSettings()
    attachments: AttachmentSettings = AttachmentSettings()
    backup: BackupSettings = BackupSettings()
    database: Database


class SharedFile(Written):
    """``mailflow.toml`` where the organisations stand in files of their own.

    ``organisation``, ``mailbox`` and ``staff`` are read only to say where they belong.
    """

    organisations: tuple[Line, ...]
    organisation: object = None
    mailbox: object = None
    staff: object = None
    staff_mail: StaffMailSettings = StaffMailSettings()
    attachments: AttachmentSettings = AttachmentSettings()
    backup: BackupSettings = BackupSettings()
    database: Database

    @field_validator("organisation", "mailbox", "staff")
    @classmethod
    def _belongs_elsewhere(cls, _: object) -> object:
        msg = "does not belong beside organisations; move it into one of the files that organisations names"
        raise ValueError(msg)
