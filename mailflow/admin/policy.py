"""``mailflow policy``: the policies, without any mailbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow.admin.asked import Asked, Failure, Misconfigured, group, pass_asked
from mailflow.admin.terminal import one_line, say, say_json, table

if TYPE_CHECKING:
    from mailflow.policies import LoadedPolicy

#: Where policies are checked without an office: the laws that come with mailflow are England's.
_ZONE, _REGION = "Europe/London", "GB-ENG"

_NAME = click.argument("name", metavar="[NAME|FILE]", required=False)


@group("policy")
def policy() -> None:
    """Policies: their stages, their clauses, what is wrong with one.

    NAME is one of mailflow policy list, FILE a policy file of your own; where neither
    is given it is the configured one (for check and clauses: all that come with mailflow).
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
@click.option("--law", "law_names", metavar="LAW", multiple=True, help="Only this law; may be given several times.")
@pass_asked
def check(asked: Asked, names: tuple[str, ...], law_names: tuple[str, ...]) -> None:
    """Name every problem of policy files, and what a person should look at.

    Without a name, all policies that come with mailflow are checked. Problems come with line and remedy, and the exit
    status is 2: such a policy cannot be used. Warnings name their clauses and change nothing: limits that contradict
    each other, stages nobody gets to, an appeal without a window, more time than a law gives, a role that decides
    twice, a promise that no rule keeps, a review that is overdue (as of --now). The laws are those in policies/law.
    """
    from mailflow import clock
    from mailflow.core.critic import PolicyWarning, warnings
    from mailflow.policies import PolicyError, available, calendar_for, laws, load

    found_laws = laws(law_names or None)
    calendar = calendar_for(_ZONE, _REGION)
    problems: dict[str, tuple[str, ...]] = {}
    doubts: dict[str, tuple[PolicyWarning, ...]] = {}
    for name in names or available():
        try:
            doubts[name] = warnings(load(name).policy, found_laws, calendar.day_of(clock.now()), calendar)
            problems[name] = ()
        except PolicyError as error:
            problems[name], doubts[name] = error.problems, ()
    if asked.json:
        say_json(
            [
                {
                    "policy": name,
                    "ok": not found,
                    "problems": list(found),
                    "warnings": [
                        {"clauses": list(one.clauses), "about": one.about, "says": one.says} for one in doubts[name]
                    ],
                }
                for name, found in problems.items()
            ]
        )
    else:
        for name in (name for name, found in problems.items() if not found):
            say(f"{name}: nothing is wrong with it{_to_look_at(len(doubts[name]))}")
            for one in doubts[name]:
                say(f"  {one_line(str(one))}")
    wrong = [one for found in problems.values() for one in found]
    if wrong:
        raise Misconfigured("\n".join(wrong))


def _to_look_at(number: int) -> str:
    if not number:
        return ""
    return f"; {number} {'thing' if number == 1 else 'things'} to look at:"


@policy.command("show")
@_NAME
@click.option("--html", "file", metavar="FILE", type=click.Path(dir_okay=False), help="Write a page for a browser.")
@pass_asked
def show(asked: Asked, name: str | None, file: str | None) -> None:
    """A picture of the stages: who answers, by when, what leads where.

    With --html it is a page of its own with a drawing, to be printed, sent or put on a website; it loads nothing.
    """
    from mailflow.policies import describe

    loaded = _loaded(asked, name)
    if file is not None:
        from mailflow.reports.procedure import page

        Path(file).write_text(page(loaded.policy), encoding="utf-8")
        say(f"{file}: written")
    elif asked.json:
        say_json(loaded.policy.model_dump(mode="json", by_alias=True))
    else:
        say(describe(loaded.policy).rstrip())


@policy.command("publish")
@_NAME
@click.option("--html", "file", metavar="FILE", type=click.Path(dir_okay=False), help="Write a page for a website.")
@click.option("--staff", "for_staff", is_flag=True, help="Add what staff and volunteers do when somebody complains.")
@click.option("--address", metavar="ADDRESS", help="Where complaints are sent to; by default the configured mailbox's.")
@pass_asked
def publish(asked: Asked, name: str | None, file: str | None, for_staff: bool, address: str | None) -> None:
    """The policy in plain words, to hand out or put on a website: how to complain, and what then happens.

    The address of the mailbox stands in it where NAME is left out, or --address says it.
    """
    from mailflow.core.leaflet import leaflet, page, text

    if address is None and name is None:
        address = asked.organisations(asked.settings())[0].mailbox.address
    made = leaflet(_loaded(asked, name).policy, address or "", for_staff=for_staff)
    if file is not None:
        Path(file).write_text(page(made), encoding="utf-8")
        say(f"{file}: written")
    elif asked.json:
        say_json(
            {
                "title": made.title,
                "sections": [{"title": one.title, "items": list(one.items)} for one in made.sections],
                "foot": made.foot,
            }
        )
    else:
        say(text(made).rstrip())


@policy.command("simulate")
@click.argument("name", metavar="NAME|FILE")
@click.argument("scenario", metavar="SCENARIO", type=click.Path(dir_okay=False))
@click.option("--letters", "with_texts", is_flag=True, help="Show each letter word for word.")
@pass_asked
def simulate(asked: Asked, name: str, scenario: str, with_texts: bool) -> None:
    """Play a story under a policy in fast time: who gets which letter when, with the proof of each date.

    No server is needed and nothing is sent or kept: mailbox, post and record are in memory. SCENARIO is a text file:

    \b
      Mon 2026-11-02 09:30  >> mail from p@mail.example: Handover was late again
                            |  The handover was forty minutes late.
                            << letter acknowledgement to p@mail.example; by 2026-11-30
      Mon 2026-11-09 10:00  >> reply from coordinator to handler-notice
                            |  #outcome upheld
      Mon 2026-12-14 09:00  >> clock

    \b
    >> what happens: mail from A: SUBJECT; reply from A to KIND; bounce of KIND to A; again (the last mail once more);
       clock (only time). For A write an address, or the role of a member of staff.
    |  the text of a mail.
    << what must follow, and nothing else: letter KIND to A; deadline WHAT STAGE DATE; stage S; status S; outcome O.

    Without any << nothing is checked, and time passes between the steps: reminders come when they are due. With <<,
    mailflow looks at its mail and its clock at the steps alone, and the first line that does not come true ends the
    story with exit status 1. Lines such as "staff Ada <ada@x.example> coordinator, chair away 2026-12-01/2026-12-14"
    and "set require confirm" may stand above the first step; a role that nobody is given is played by somebody of its
    name.
    """  # noqa: D301  # click wants the very character that \b stands for; a raw string would show it
    from mailflow import logs
    from mailflow.simulate.play import simulated
    from mailflow.simulate.stories import StoryFailed, read_story
    from mailflow.simulate.tell import Teller, lines, told

    logs.configure("ERROR")
    story = read_story(Path(scenario))
    moments = []
    try:
        with simulated(story, name) as player:
            office = player.desk.office
            for moment in Teller(player=player).moments():
                moments.append(told(moment, office))
                if not asked.json:
                    for line in lines(moment, office, with_texts=with_texts):
                        say(line)
    except StoryFailed as error:
        raise Failure(f"The story did not come true. {error}") from error
    if asked.json:
        say_json({"policy": office.policy.name, "story": story.name, "checked": story.claims, "moments": moments})
    elif story.claims:
        say(f"Every line of the story came true ({story.claims} were checked).")


@policy.command("diff")
@click.argument("first", metavar="NAME|FILE")
@click.argument("second", metavar="NAME|FILE")
@pass_asked
def diff(asked: Asked, first: str, second: str) -> None:
    """What the second policy would change, stage by stage, and which open cases would have other dates under it.

    Open cases are those of the first policy in the configured database; without a mailflow.toml none are looked at.
    Nothing is changed: a case keeps the policy that it was promised.
    """
    from mailflow import clock
    from mailflow.admin.policy_diff import lines, moved, told
    from mailflow.core.policy_diff import differences
    from mailflow.policies import calendar_for, load

    old, new = load(first), load(second)
    calendar = calendar_for(_ZONE, _REGION)
    found = differences(old.policy, new.policy, calendar.day_of(clock.now()), calendar)
    cases = moved(asked, old, new)
    if asked.json:
        say_json(told(found, cases))
        return
    for line in lines(found, cases):
        say(line)


@policy.command("schema")
@pass_asked
def schema(asked: Asked) -> None:
    """The JSON Schema of a policy file, for editors that complete and check while one writes."""
    from mailflow.policies import schema as made

    say_json(made())


@policy.command("clauses")
@click.argument("names", metavar="[NAME|FILE]…", nargs=-1)
@pass_asked
def clauses(asked: Asked, names: tuple[str, ...]) -> None:
    """Each clause of the document, how it is honoured, by which rule, and the tests that show it.

    Without a name, all policies that come with mailflow are listed. A rule is a key of the policy file, or a file of
    mailflow's code where the machine itself is the rule.
    """
    from mailflow.admin.policy_clauses import lines, told
    from mailflow.policies import available, load

    found = [one for name in names or available() for one in told(load(name))]
    if asked.json:
        say_json(found)
        return
    for line in lines(found):
        say(line)


def _loaded(asked: Asked, name: str | None) -> LoadedPolicy:
    from mailflow.policies import load

    if name is not None:
        return load(name)
    settings = asked.settings()
    organisation = asked.organisations(settings)[0] if asked.org else settings.organisation()
    return load(organisation.organisation.policy)
