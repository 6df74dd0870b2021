"""``mailflow init`` writes: into a folder of its own first, to its place only when it loads and the servers answer."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from mailflow.admin.answers import Answers, toml_of
from mailflow.admin.asked import Asked, Failure
from mailflow.admin.record import staffing_of
from mailflow.letters.smtp import Post, PostUnavailable
from mailflow.mailbox.imap import ImapMailbox, MailboxUnavailable
from mailflow.settings import CONFIG_NAME, OrganisationSettings, SettingsError, load_settings
from mailflow.wiring import hostname, policy_of

_TIMEOUT_S = 20.0


def target_of(asked: Asked) -> Path:
    """Return where the configuration goes.

    Raises:
        Failure: Something is there already, or the folder is not.
    """
    target = Path(asked.config or CONFIG_NAME).expanduser().absolute()
    if not target.parent.is_dir():
        raise Failure(f"{target.parent}: there is no such folder. Make it first.")
    for path in (target, target.with_name(f"{target.stem}.password")):
        if path.exists():
            raise Failure(f"{path} is there already and was left as it is. Move it away, or name another by --config.")
    return target


def written(target: Path, answers: Answers, password: str | None, *, test: bool) -> list[Path]:
    """Write the configuration and, unless it is in a file already, the password.

    Args:
        target: The configuration's place.
        answers: What was answered.
        password: What goes into the password file beside it; None where there is one.
        test: Try both servers first.

    Raises:
        SettingsError: What was answered makes no configuration; nothing was written.
        Failure: A server does not let us in; nothing was written.
    """
    with tempfile.TemporaryDirectory(prefix=".mailflow-init-", dir=target.parent) as name:
        trial = Path(name)
        files = []
        if password is not None:
            files.append(trial / f"{target.stem}.password")
            _write_private(files[-1], f"{password}\n")
        files.append(trial / target.name)
        _write_private(files[-1], toml_of(answers))
        (organisation,) = load_settings(trial / target.name).organisations
        if problems := staffing_of(organisation, policy_of(organisation)):
            raise SettingsError(problems)
        if test:
            _try(organisation)
        return [_keep(file, target.with_name(file.name)) for file in files]


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _keep(file: Path, place: Path) -> Path:
    try:
        # A link, unlike a rename, never takes the place of a file that came meanwhile.
        place.hardlink_to(file)
    except FileExistsError:
        raise Failure(f"{place} has come meanwhile and was left as it is. Move it away and try again.") from None
    except OSError:
        _write_private(place, file.read_text(encoding="utf-8"))  # a file system without links
    return place


def _try(organisation: OrganisationSettings) -> None:
    try:
        with ImapMailbox(organisation.mailbox.imap, timeout_s=_TIMEOUT_S) as mailbox:
            exists = mailbox.open(readonly=True).exists
        click.echo(f"The mailbox lets us in; {exists} in its INBOX.", err=True)
        with Post(organisation.mailbox.smtp, local_hostname=hostname(), connect_s=_TIMEOUT_S):
            click.echo("The server that sends takes our letters.", err=True)
    except (MailboxUnavailable, PostUnavailable) as error:
        raise Failure(f"{error} Nothing was written; --no-test writes without trying.") from error
