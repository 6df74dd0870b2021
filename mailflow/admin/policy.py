"""``mailflow policy``: the policies, without any mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mailflow.admin.asked import Asked, Misconfigured, group, pass_asked
from mailflow.admin.terminal import one_line, say, say_json, table

if TYPE_CHECKING:
    from mailflow.policies import LoadedPolicy

_NAME = click.argument("name", metavar="[NAME|FILE]", required=False)


@group("policy")
def policy() -> None:
    """Policies: their stages, their clauses, what is wrong with one.

    NAME is one of mailflow policy list, FILE a policy file of your own; neither given, it is the configured one.
    """


@policy.command("list")
@pass_asked
def list_(asked: Asked) -> None:
    """The policies that come with mailflow."""
    from mailflow.policies import available, load

    found = [load(name).policy for name in available()]
    if asked.json:
        say_json(
            [
                {
                    "name": one.name,
                    "title": one.title,
                    "organisation": one.organisation,
                    "edition": one.edition,
                    "stages": [stage.id for stage in one.stages],
                }
                for one in found
            ]
        )
        return
    for line in table([(one.name, one.edition, f"{one.organisation}: {one.title}") for one in found]):
        say(line)


@policy.command("check")
@click.argument("names", metavar="[NAME|FILE]…", nargs=-1)
@pass_asked
def check(asked: Asked, names: tuple[str, ...]) -> None:
    """Name every problem of policy files, with line and remedy; without a name, of all that come with mailflow."""
    from mailflow.policies import PolicyError, available, load

    problems: dict[str, tuple[str, ...]] = {}
    for name in names or available():
        try:
            load(name)
            problems[name] = ()
        except PolicyError as error:
            problems[name] = error.problems
    if asked.json:
        say_json([{"policy": name, "ok": not found, "problems": list(found)} for name, found in problems.items()])
    else:
        for name in (name for name, found in problems.items() if not found):
            say(f"{name}: nothing is wrong with it")
    wrong = [one for found in problems.values() for one in found]
    if wrong:
        raise Misconfigured("\n".join(wrong))


@policy.command("show")
@_NAME
@pass_asked
def show(asked: Asked, name: str | None) -> None:
    """A picture of the stages: who answers, by when, what leads where."""
    from mailflow.policies import describe

    loaded = _loaded(asked, name)
    if asked.json:
        say_json(loaded.policy.model_dump(mode="json", by_alias=True))
        return
    say(describe(loaded.policy).rstrip())


@policy.command("schema")
@pass_asked
def schema(asked: Asked) -> None:
    """The JSON Schema of a policy file, for editors that complete and check while one writes."""
    from mailflow.policies import schema as made

    say_json(made())


@policy.command("clauses")
@_NAME
@pass_asked
def clauses(asked: Asked, name: str | None) -> None:
    """Each clause of the document, and how it is honoured."""
    found = _loaded(asked, name).policy.clauses
    if asked.json:
        say_json(
            [
                {"clause": key, "says": one.says, "by": one.by, "does": one.does, "planned": one.planned or None}
                for key, one in found.items()
            ]
        )
        return
    for key, one in found.items():
        say(f"{key} ({one.by}): {one_line(one.says)}")
        say(f"    {one_line(one.does)}")
        if one.planned:
            say(f"    not yet: {one_line(one.planned)}")


def _loaded(asked: Asked, name: str | None) -> LoadedPolicy:
    from mailflow.policies import load

    if name is not None:
        return load(name)
    settings = asked.settings()
    organisation = asked.organisations(settings)[0] if asked.org else settings.organisation()
    return load(organisation.organisation.policy)
