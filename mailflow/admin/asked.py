"""The options that belong to every command and may stand before its name or after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from mailflow import clock

if TYPE_CHECKING:
    from mailflow.settings import OrganisationSettings, Settings

    _TimeType = click.ParamType[datetime]
else:
    _TimeType = click.ParamType  # a generic only since click 8.5


class Failure(click.ClickException):
    """It could not be done: one sentence with the remedy, exit status 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Write the sentences to the error stream, each on its line."""
        from mailflow.admin.terminal import one_line

        for line in self.message.splitlines() or [""]:
            click.echo(f"mailflow: {one_line(line)}", file=file, err=file is None)


class Misconfigured(Failure):
    """The configuration or a policy cannot be used: every problem on a line, exit status 2."""

    exit_code = 2


@dataclass(slots=True, kw_only=True)
class Asked:
    """What was asked beside the command itself. Of two places for an option, the one after the name counts."""

    config: str | None = None
    org: str | None = None
    json: bool = False
    debug: bool = False

    def settings(self) -> Settings:
        """Return the configuration.

        Raises:
            SettingsError: There is none, or it cannot be used.
        """
        from mailflow.settings import find_config, load_settings

        return load_settings(find_config(self.config))

    def organisations(self, settings: Settings) -> tuple[OrganisationSettings, ...]:
        """Return the organisations that the command is about: all, or the one of ``--org``."""
        return settings.organisations if self.org is None else (settings.organisation(self.org),)


#: Of commands that ask nothing: what others take may stand there too, so that a script need not know which is which.
nothing_asked = click.option("--yes", is_flag=True, expose_value=False, help="As elsewhere; nothing is asked here.")


class Time(_TimeType):
    """An ISO 8601 time with an offset."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the time, or say how one is written."""
        if isinstance(value, datetime):
            return value
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is no time; write one such as 2026-11-02T09:30:00+00:00', param, ctx)
        if at.tzinfo is None:
            self.fail(f'"{value}" has no offset; write {at.isoformat()}+00:00 for UTC, or another offset', param, ctx)
        return at


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    assert param.name is not None
    if ctx.get_parameter_source(param.name) is not click.core.ParameterSource.COMMANDLINE:
        return
    asked = ctx.find_root().ensure_object(Asked)
    if param.name == "now":
        clock.fix(value)
        ctx.find_root().call_on_close(lambda: clock.fix(None))
    else:
        setattr(asked, param.name, value)


def _everywhere() -> list[click.Parameter]:
    def option(*names: str, help: str, **more: Any) -> click.Option:
        return click.Option(names, expose_value=False, callback=_keep, help=help, **more)

    return [
        option("--config", metavar="FILE", help="The configuration; else $MAILFLOW_CONFIG, else ./mailflow.toml."),
        option("--org", metavar="CODE", help="One organisation, where there are several."),
        option("--now", metavar="TIME", type=Time(), help="Take TIME (ISO 8601 with an offset) for the present."),
        option("--json", is_flag=True, help="Answer in JSON."),
        option("--debug", is_flag=True, hidden=True, help="Show where an error arose."),
    ]


class Command(click.Command):
    """A command with the options of all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_everywhere())


class Group(click.Group):
    """A group of commands with the options of all."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_everywhere())

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which one was probably meant."""
        name = str(args[0])
        if not ctx.resilient_parsing and not name.startswith("-") and self.get_command(ctx, name) is None:
            from mailflow.core.written import did_you_mean

            ctx.fail(f'There is no command "{name}"; {did_you_mean(name, self.list_commands(ctx))}')
        return super().resolve_command(ctx, args)


def command(name: str, **more: Any) -> Callable[[Callable[..., Any]], Command]:
    """Make a command that stands alone."""
    return click.command(name, cls=Command, **more)


def group(name: str) -> Callable[[Callable[..., Any]], Group]:
    """Make a group."""
    return click.group(name, cls=Group)


pass_asked = click.make_pass_decorator(Asked, ensure=True)
