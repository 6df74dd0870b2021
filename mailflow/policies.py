"""``policies/*.toml`` → ``Policy``, and the calendar that its days are counted in.

Every problem of a policy file is reported in one go, with file, table and key, line and remedy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from mailflow.core.days import Calendar, Duration, long_date
from mailflow.core.law import Law
from mailflow.core.policy import Limit, Panel, Policy, Stage
from mailflow.core.staffing import unknown_roles
from mailflow.core.written import WrittenError, did_you_mean, read
from mailflow.settings import OrganisationSettings, SettingsError, data_folder, law_folder, law_names

#: Holidays are built for these years where nobody asks for others: wide enough for any date that a case can have.
USUAL_YEARS = range(2010, 2061)
_ABSENT = "closed"


class PolicyError(WrittenError):
    """A policy cannot be used. ``problems``: each a sentence with its file, key and line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPolicy:
    """A policy with the text it was read from. ``digest``: SHA-256 of the text; cases point at it."""

    policy: Policy
    text: str
    digest: str
    path: Path | None


def available() -> tuple[str, ...]:
    """Return the names of the policies that come with mailflow."""
    return tuple(sorted(path.stem for path in data_folder("policies").glob("*.toml")))


def load(name_or_path: str | Path) -> LoadedPolicy:
    """Read a policy by its name in ``policies/``, or by the path of its file.

    Raises:
        PolicyError: With every problem.
    """
    named = str(name_or_path)
    if named in available():
        path = data_folder("policies") / f"{named}.toml"
    elif "/" in named or named.endswith(".toml"):
        path = Path(named)
    else:
        raise PolicyError([f'there is no policy "{named}"; {did_you_mean(named, available())}'])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PolicyError([f"{path}: cannot be read ({error.strerror}); correct the path or its permissions"]) from None
    except UnicodeDecodeError as error:
        raise PolicyError([f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8"]) from None
    return _loaded(text, path.name, path)


def loads(text: str, name: str) -> LoadedPolicy:
    """Read a policy from a stored text.

    Args:
        text: As it was when the case was opened.
        name: What problems call it.

    Raises:
        PolicyError: With every problem.
    """
    return _loaded(text, name, None)


def laws(names: Iterable[str] | None = None) -> tuple[Law, ...]:
    """Read the laws of these names from ``policies/law``; without names, all that come with mailflow.

    Raises:
        PolicyError: With every name that is no law's, and every problem of a file.
    """
    folder, known = law_folder(), law_names()
    found: list[Law] = []
    problems: list[str] = []
    for name in known if names is None else dict.fromkeys(names):
        if name not in known:
            problems.append(f'there is no law "{name}"; {did_you_mean(name, known)}')
            continue
        try:
            found.append(read((folder / f"{name}.toml").read_text(encoding="utf-8"), Law, f"law/{name}.toml"))
        except WrittenError as error:
            problems += error.problems
    if problems:
        raise PolicyError(problems)
    return tuple(found)


def _loaded(text: str, name: str, path: Path | None) -> LoadedPolicy:
    try:
        policy = read(text, Policy, name)
    except WrittenError as error:
        raise PolicyError(error.problems) from None
    return LoadedPolicy(policy=policy, text=text, digest=hashlib.sha256(text.encode()).hexdigest(), path=path)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a policy file, for editors that complete and check while one writes."""
    made = Policy.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "A mailflow policy"}


def unknown_role_problems(organisation: OrganisationSettings, policy: Policy) -> tuple[str, ...]:
    """Return where the configuration gives somebody a role that the policy does not have, with the nearest one."""
    return tuple(
        f'{organisation.place("staff", position, "roles")}"{role}" is no role of the policy {policy.name}; '
        f"{did_you_mean(role, policy.roles)}"
        for position, person in enumerate(organisation.staff)
        for role in unknown_roles(policy, person.roles)
    )


def calendar_for(
    zone: str, region: str, closed: Iterable[tuple[date, date]] = (), years: Iterable[int] = USUAL_YEARS
) -> Calendar:
    """Return an organisation's calendar: its region's public holidays and its own closure days.

    Args:
        zone: IANA name.
        region: A code such as ``GB-ENG`` or ``IE``, as the holidays library knows them.
        closed: First and last day of each closure, both included.
        years: The years whose holidays are built. Later days count as ordinary, so ask with a margin.

    Raises:
        SettingsError: For a region that the library does not know.
    """
    days = dict(_public_holidays(region, tuple(years)))
    for first, last in closed:
        for ahead in range((last - first).days + 1):
            days.setdefault(first + timedelta(days=ahead), _ABSENT)
    return Calendar(zone=zone, holidays=days)


@lru_cache(maxsize=32)
def _public_holidays(region: str, years: Sequence[int]) -> dict[date, str]:
    # Imported here: it takes 0.1 s, which --help and most commands need not pay.
    import holidays

    country, _, part = region.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=years)
    except NotImplementedError:
        known = holidays.list_supported_countries()
        codes = [f"{country}-{each}" for each in known[country]] if country in known else list(known)
        raise SettingsError(
            [f'organisation.region: "{region}" has no holidays; {did_you_mean(region, codes)}']
        ) from None
    return dict(found)


def describe(policy: Policy) -> str:
    """Return a plain-text picture of a policy: its stages with times and people, and what leads where."""
    lines = [f"{policy.organisation}: {policy.title} (edition {policy.edition})", ""]
    for stage in policy.stages:
        lines += [f"{stage.id}: {stage.title}", *_stage_lines(policy, stage), ""]
    lines += _rest_lines(policy)
    return "\n".join(lines).rstrip() + "\n"


def _stage_lines(policy: Policy, stage: Stage) -> Iterable[str]:
    yield _row("opens", "; ".join(_openings(policy, stage)))
    yield _row("handled by", " with ".join(_with_stand_ins(policy, role) for role in stage.handlers))
    for type_, roles in stage.handlers_for_type.items():
        yield _row(f"  {type_}", " with ".join(_with_stand_ins(policy, role) for role in roles))
    yield _row("acknowledged", _limit(stage.acknowledge) if stage.acknowledge else "at once (no limit is set)")
    if stage.meet:
        yield _row("meeting", _limit(stage.meet))
    if stage.meeting_with:
        yield _row("  also with", ", ".join(stage.meeting_with))
    if stage.panel:
        yield _row("panel", _panel(stage.panel))
    if not stage.respond:
        yield _row("answered", "no limit is set")
    for limit in stage.respond:
        yield _row("answered", _limit(limit))
    yield from _about_time(stage)
    for part in stage.parts:
        needed = "must have" if part.required else "is prompted for"
        when = f" where {' or '.join(part.outcomes)}" if part.outcomes else ""
        yield _row("answer", f'{needed} "{part.name}"{when} ({part.source})')
    yield _row("then", _what_follows(policy, stage))
    for body in policy.bodies_for("outcome", stage.id):
        yield _row("names", f"{body.name} ({body.source})")


def _about_time(stage: Stage) -> Iterable[str]:
    if stage.question:
        waits = f", for {stage.question.waits} at most" if stage.question.waits else ""
        does = f"stops the clock{waits}" if stage.question.pauses else "does not stop the clock"
        yield _row("a question", f"{does} ({stage.question.source})")
    if stage.extend:
        yield _row("put off", f"by {stage.extend.at_most} at most ({stage.extend.source})")
    if stage.interim:
        after = f"{stage.interim.after} after the notice to staff, where nobody has written"
        yield _row("if late", f"the complainant is told, {after} ({stage.interim.source})")
    if stage.escalate_to:
        yield _row("if late", f"{stage.escalate_to} hears of it too")


def _openings(policy: Policy, stage: Stage) -> list[str]:
    ways = []
    if stage.opens_by_email:
        ways.append("when a complaint arrives by email")
    if stage.opens_on_subject:
        ways.append(f"when a complaint's subject says {' or '.join(stage.opens_on_subject)}")
    ways += [f"on an appeal against {each.id}" for each in policy.stages if each.appeal and each.appeal.to == stage.id]
    return [*ways, f'when staff write "#stage {stage.id}"']


def _with_stand_ins(policy: Policy, role: str) -> str:
    chain = policy.role_chain(role)
    instead = f", else {', '.join(chain[1:])}" if len(chain) > 1 else ""
    conflict = policy.in_conflict(role)
    return f"{role}{instead}{f' (about this person: {conflict})' if conflict else ''}"


def _panel(panel: Panel) -> str:
    of = f" of the roles {', '.join(panel.roles)}" if panel.roles else ""
    independent = f", one of them {panel.independent}" if panel.independent else ""
    return f"{panel.size} people{of}{independent}, none of whom {panel.nobody_who} before ({panel.source})"


def _limit(limit: Limit) -> str:
    types = f" for {', '.join(limit.for_type)}" if limit.for_type else ""
    anchor = " of the first complaint" if limit.counts_from == "complaint" else ""
    return f"within {limit.within}{anchor}{types} ({limit.source})"


def _what_follows(policy: Policy, stage: Stage) -> str:
    if stage.appeal is None:
        return "the internal process ends"
    window = _window(stage.appeal.within, policy)
    return (
        f'a reply with "{stage.appeal.word}" in its subject opens {stage.appeal.to}, {window} ({stage.appeal.source})'
    )


def _window(within: Duration | None, policy: Policy) -> str:
    return (
        f"within {within}" if within else f"without a limit; the case is closed {policy.close_after} after the outcome"
    )


def _rest_lines(policy: Policy) -> Iterable[str]:
    for copy in policy.copies:
        yield f"Told when a case is {' and '.join(copy.on)}: {copy.role} ({copy.source})"
    times = ", ".join(str(one) for one in policy.reminders)
    yield f"Staff are reminded {f'{times} before a date' if times else 'only of what was missed'}"
    if not policy.escalation.off:
        yield f"The role above hears of what was missed {policy.escalation.after} after they do"
    yield f"Appeal words: {', '.join(policy.appeal_keywords)}"
    yield f"Outcomes: {', '.join(policy.outcomes)}"
    if policy.types:
        yield f"Types: {', '.join(policy.types)}"
    if policy.relations:
        yield f"Relations: {', '.join(policy.relations)}"
    if policy.retention:
        yield f"Records are kept for {policy.retention.keep} ({policy.retention.source})"
    if policy.review:
        last = long_date(policy.review.last)
        yield f"Looked at again within {policy.review.every} of {last} ({policy.review.source})"
    if policy.report and policy.report.to:
        when = "before every meeting" if policy.report.every == "meeting" else f"after every {policy.report.every}"
        yield f"Report: to {policy.report.to} {when} ({policy.report.source})"
    waiting = sum(1 for clause in policy.clauses.values() if clause.planned)
    yield f"Clauses: {len(policy.clauses)}, of which {waiting} are not, or not wholly, carried out yet"


def _row(what: str, text: str) -> str:
    return f"  {what:<14}{text}" if len(what) < 14 else f"  {what}  {text}"
