"""``mailflow``: the table of the commands, and how errors become sentences.

A module of commands is imported when one of its commands is called. What ``expected`` names is said in one sentence
without a traceback (``--debug`` shows it); anything else is our own bug and is loud.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from typing import Any

import click

from mailflow.admin.asked import Asked, Failure, Group, Misconfigured

#: name → the module of ``mailflow.admin`` and the command in it, and what it does.
_COMMANDS = {
    "init": ("init.init", "Ask a few questions, test the mail servers, write mailflow.toml."),
    "status": ("status.status", "Does mail flow, what is late, what waits for whom: one screen."),
    "check": ("check.check", "Look at everything that must be right; a remedy for each thing that is not."),
    "run": ("run.run", "Work: read the mail, keep the promises, post the letters."),
    "worker": ("worker.worker", "Work beside other workers: many mailboxes on PostgreSQL."),
    "case": ("case.case", "Cases: where each stands, its dates with their proofs, what happened."),
    "message": ("message.message", "Messages: how each was read, and why."),
    "pen": ("pen.pen", "The holding pen: what a person must decide."),
    "letter": ("letter.letter", "Letters: what left, what waits, what could not be sent."),
    "policy": ("policy.policy", "Policies: their stages, their clauses, what is wrong with one."),
    "report": ("report.report", "Reports: counts, times, outcomes, themes, lessons; nobody is named."),
    "retention": ("retention.retention", "Retention: which records are past their time, and destroying those."),
    "reconcile": ("reconcile.reconcile", "Account for every message that the mailbox has held."),
    "audit": ("audit.audit", "The event log: does its chain hold?"),
    "backup": ("backup.backup", "Write a verified copy of the record, also while the daemon works."),
    "restore": ("restore.restore", "Put a backup in the place of the record; recover comes next."),
    "recover": ("recover.recover", "Bring an old record up to date from the mailbox, sending nothing twice."),
    "rebuild": ("recover.rebuild", "Make a record anew from the mailbox, where there is no backup."),
    "db": ("database.database", "The database: bring its tables up to date."),
    "completion": ("completion.completion", "Print the completion script of a shell."),
}
#: What is said in a sentence, with its exit status. An error whose module is not loaded cannot have been raised.
_EXPECTED = (
    ("mailflow.core.written", "WrittenError", Misconfigured),
    ("mailflow.flow.act", "Refusal", Failure),
    ("mailflow.store.errors", "StoreError", Failure),
    ("mailflow.mailbox.imap.values", "MailboxUnavailable", Failure),
    ("mailflow.mailbox.readers", "ReaderFailedError", Failure),
    ("mailflow.letters.answers", "PostUnavailable", Failure),
    ("mailflow.letters.render", "TemplateBroken", Failure),
)


def expected() -> tuple[type[BaseException], ...]:
    """Return the errors that are said in a sentence."""
    return tuple(_known())


def _known() -> dict[type[BaseException], type[Failure]]:
    loaded = ((sys.modules.get(module), name, as_) for module, name, as_ in _EXPECTED)
    return {getattr(module, name): as_ for module, name, as_ in loaded if module is not None}


class _Root(Group):
    """The top: finds commands without importing the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of their use; last those that ``__main__`` has added."""
        return [*_COMMANDS, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in _COMMANDS:
            return self.commands.get(cmd_name)
        module, _, name = _COMMANDS[cmd_name][0].partition(".")
        found = getattr(importlib.import_module(f"mailflow.admin.{module}"), name)
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, importing none."""
        with formatter.section("Commands"):
            rows = [(name, what) for name, (_, what) in _COMMANDS.items()]
            rows += [(name, one.get_short_help_str(80)) for name, one in self.commands.items()]
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what was to be expected to go wrong becomes a sentence and a status."""
        try:
            return super().invoke(ctx)
        except expected() as error:
            if ctx.ensure_object(Asked).debug:
                traceback.print_exc()
            as_ = next(as_ for kind, as_ in _known().items() if isinstance(error, kind))
            raise as_(str(error)) from error
        except (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError) as error:
            if ctx.ensure_object(Asked).debug:
                traceback.print_exc()
            raise Failure(f"{error.filename}: {error.strerror}. Correct the path or its permissions.") from error


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if not value:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"mailflow {version('mailflow-complaints')}")
    except PackageNotFoundError:
        click.echo("mailflow, from a folder that is not installed")
    ctx.exit()


@click.group(cls=_Root, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def mailflow() -> None:
    """Run a published complaints policy on a mailbox: acknowledge, count the days, remind, keep the record."""
