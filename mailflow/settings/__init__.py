"""``mailflow.toml`` → ``Settings``: every problem at once, with file, key, line and what is allowed.

One organisation stands in the main file itself, or several in files of their own (``organisations = ["orgs/*.toml"]``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from mailflow.core.toml_lines import lines_of
from mailflow.core.written import Written, WrittenError, did_you_mean, place, read, table_of
from mailflow.settings.places import (
    CONFIG_NAME,
    SettingsError,
    data_folder,
    find_config,
    law_folder,
    law_names,
    platform_folder,
)
from mailflow.settings.servers import ImapSettings, ServerSettings, SmtpSettings
from mailflow.settings.tables import (
    AttachmentSettings,
    BackupSettings,
    DatabaseSettings,
    MailboxSettings,
    Organisation,
    OrganisationFile,
    SharedFile,
    SingleFile,
    Staff,
    StaffMailSettings,
)

__all__ = [
    "CONFIG_NAME",
    "AttachmentSettings",
    "BackupSettings",
    "DatabaseSettings",
    "ImapSettings",
    "MailboxSettings",
    "Organisation",
    "OrganisationSettings",
    "ServerSettings",
    "Settings",
    "SettingsError",
    "SmtpSettings",
    "Staff",
    "StaffMailSettings",
    "data_folder",
    "find_config",
    "law_folder",
    "law_names",
    "load_settings",
    "platform_folder",
]

_Model = TypeVar("_Model", bound=Written)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSettings:
    """One organisation: who it is, its mailbox and its people. ``file``: where that is written."""

    organisation: Organisation
    mailbox: MailboxSettings
    staff: tuple[Staff, ...]
    file: Path
    _text: str = field(default="", repr=False, compare=False)

    @property
    def roles(self) -> frozenset[str]:
        """Every role that somebody holds."""
        return frozenset(role for person in self.staff for role in person.roles)

    def place(self, *key: str | int) -> str:
        """Return how a problem with a key begins: ``mailflow.toml: staff[Ada].roles (line 31): ``."""
        table: Mapping[str, Any] = table_of(self._text, str(self.file)) if self._text else {}
        return place(self.file.name, key, lines_of(self._text), table)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole configuration of an installation. ``path``: its main file."""

    path: Path
    organisations: tuple[OrganisationSettings, ...]
    database: DatabaseSettings
    staff_mail: StaffMailSettings
    attachments: AttachmentSettings
    backup: BackupSettings

    def organisation(self, code: str | None = None) -> OrganisationSettings:
        """Return an organisation by its code; without one, the only one there is.

        Raises:
            SettingsError: For an unknown code, or none where there are several.
        """
        codes = [each.organisation.code for each in self.organisations]
        if code is None and len(codes) == 1:
            return self.organisations[0]
        for each in self.organisations:
            if code is not None and each.organisation.code.casefold() == code.casefold():
                return each
        if code is None:
            raise SettingsError([f"there are several organisations; say which by --org CODE: {', '.join(codes)}"])
        raise SettingsError([f'there is no organisation "{code}"; {did_you_mean(code, codes)}'])


def load_settings(path: Path) -> Settings:
    """Read the configuration and every file that it names.

    Raises:
        SettingsError: With every problem of every file.
    """
    path = path.absolute()
    text = _text_of(path)
    if "organisations" not in _table(text, path):
        single = _read(text, SingleFile, path)
        return _checked(path, single, [_settled(single, path, text)], [])
    shared = _read(text, SharedFile, path)
    problems: list[str] = []
    organisations: list[OrganisationSettings] = []
    for file in _files(shared.organisations, path, problems):
        try:
            own_text = _text_of(file)
            organisations.append(_settled(_read(own_text, OrganisationFile, file), file, own_text))
        except SettingsError as error:
            problems += error.problems
    return _checked(path, shared, organisations, problems)


def _checked(
    path: Path, main: SingleFile | SharedFile, organisations: list[OrganisationSettings], problems: list[str]
) -> Settings:
    problems = [*problems, *_clashes(organisations)]
    if problems:
        raise SettingsError(problems)
    return Settings(
        path=path,
        organisations=tuple(organisations),
        database=main.database,
        staff_mail=main.staff_mail,
        attachments=main.attachments,
        backup=main.backup,
    )


def _table(text: str, file: Path) -> Mapping[str, Any]:
    try:
        return table_of(text, file.name)
    except WrittenError as error:
        raise SettingsError(error.problems) from None


def _settled(written: OrganisationFile, file: Path, text: str) -> OrganisationSettings:
    return OrganisationSettings(
        organisation=written.organisation, mailbox=written.mailbox, staff=written.staff, file=file, _text=text
    )


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(
            [f"{path}: cannot be read ({error.strerror}); correct its place or its permissions"]
        ) from None
    except UnicodeDecodeError as error:
        raise SettingsError([f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8"]) from None


def _read(text: str, model: type[_Model], file: Path) -> _Model:
    try:
        return read(text, model, file.name, {"folder": file.parent})
    except WrittenError as error:
        raise SettingsError(error.problems) from None


def _files(globs: tuple[str, ...], main: Path, problems: list[str]) -> Iterator[Path]:
    seen: list[Path] = []
    for pattern in globs:
        relative = not Path(pattern).is_absolute()
        found = sorted(main.parent.glob(pattern)) if relative else [Path(pattern)]
        if not found:
            problems.append(
                f'{main.name}: organisations: no file matches "{pattern}"; correct it (relative to this file)'
            )
        new = [file for file in found if file not in seen]
        seen += new
        yield from new


def _clashes(organisations: list[OrganisationSettings]) -> Iterator[str]:
    """What each value allows by itself and two of them do not."""
    codes: dict[str, str] = {}
    boxes: dict[str, str] = {}
    for each in organisations:
        code, box = each.organisation.code, each.mailbox.address.casefold()
        for value, seen, key in (
            (code, codes, ("organisation", "code")),
            (box, boxes, ("mailbox", "address")),
        ):
            if value in seen:
                yield f'{each.place(*key)}"{value}" is also used in {seen[value]}; give each organisation its own'
            seen.setdefault(value, each.file.name)
        yield from _people_clashes(each, box)


def _people_clashes(each: OrganisationSettings, box: str) -> Iterator[str]:
    if each.organisation.admin.casefold() == box:
        what = "must not be the complaints mailbox itself: our notices would come back as complaints; name a person's"
        yield each.place("organisation", "admin") + what
    people: dict[str, str] = {}
    for position, person in enumerate(each.staff):
        key = person.address.casefold()
        where = each.place("staff", position, "address")
        if key == box:
            yield f"{where}must not be the complaints mailbox itself; name {person.name}'s own address"
        if key in people:
            yield f'{where}"{person.address}" is also {people[key]}\'s; give one person all of their roles'
        people.setdefault(key, person.name)
