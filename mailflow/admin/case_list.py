"""``mailflow case list``: every case at a glance, what is late first; and finding some of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from mailflow import clock
from mailflow.admin.asked import Asked, command, pass_asked
from mailflow.admin.terminal import say_json

if TYPE_CHECKING:
    from mailflow.admin.record import Record
    from mailflow.core.case import Case
    from mailflow.core.search import Term
    from mailflow.store import Hit, Reader

    _Span = click.ParamType[timedelta | date]
else:
    _Span = click.ParamType  # a generic only since click 8.5

#: What is due within this time is due soon.
SOON = timedelta(days=7)
_SPAN = re.compile(r"(\d{1,4}) ?(d|w|days?|weeks?)", re.IGNORECASE)
_LAST = time(23, 59, 59)


class Within(_Span):
    """A span from now, ``7d`` or ``2w``, or a day, ``2026-12-04``."""

    name = "span"

    def convert(
        self, value: timedelta | date | str, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta | date:
        """Read the span, or say how one is written."""
        if not isinstance(value, str):
            return value
        if match := _SPAN.fullmatch(value.strip()):
            return timedelta(days=int(match[1]) * (7 if match[2].lower().startswith("w") else 1))
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            self.fail(f'"{value}" is no time from now; write 7d, 2w, or a day such as 2026-12-04', param, ctx)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which cases are asked for; None and nothing mean: any."""

    within: timedelta | date | None = None
    is_late: bool = False
    stages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()

    def admits(self, case: Case, now: datetime, zone: ZoneInfo) -> bool:
        """Say whether a case is one of them. Several values of one kind: any of them; tags: all of them."""
        from mailflow.core.at_hand import next_thing

        first = next_thing(case)
        if self.is_late and not (first and first.due_at < now):
            return False
        if self.within is not None and not (first and first.due_at <= end_of(self.within, now, zone)):
            return False
        one_of = ((self.stages, case.stage), (self.statuses, case.status.value), (self.kinds, case.kind.value))
        if any(wanted and is_ not in wanted for wanted, is_ in one_of):
            return False
        tags = {one.casefold() for one in case.tags}
        if any(one.casefold() not in tags for one in self.tags):
            return False
        return not self.handlers or any(_deals(case, one) for one in self.handlers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A case of the list, with the zone of its people, and where a search found it."""

    case: Case
    zone: ZoneInfo
    found: tuple[Hit, str] | None = None


def end_of(within: timedelta | date, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the last second of the day that a span ends on."""
    day = now.astimezone(zone).date() + within if isinstance(within, timedelta) else within
    return datetime.combine(day, _LAST, zone)


def _deals(case: Case, who: str) -> bool:
    """Say whether somebody deals with a case: by role, address, or a part of the name."""
    key = who.casefold().strip()
    return any(
        key in (one.role.casefold(), one.address.casefold()) or (key and key in one.name.casefold())
        for one in case.handlers
    )


@command("list")
@click.option(
    "--due", "within", metavar="SPAN", type=Within(), help="Due within SPAN, such as 7d or 2w; late ones too."
)
@click.option("--late", "is_late", is_flag=True, help="Only what is late.")
@click.option("--stage", "stages", metavar="STAGE", multiple=True, help="At this stage.")
@click.option("--status", "statuses", type=click.Choice(("open", "decided", "closed")), multiple=True, help="So far.")
@click.option(
    "--kind", "kinds", type=click.Choice(("complaint", "feedback", "praise")), multiple=True, help="Of a kind."
)
@click.option("--handler", "handlers", metavar="WHO", multiple=True, help="With WHO: a name, a role or an address.")
@click.option("--tag", "tags", metavar="TAG", multiple=True, help="With this tag.")
@click.option("--search", "words", metavar="WORDS", help='With these words anywhere in it; "in a row", beginn*.')
@click.option("--open", "open_only", is_flag=True, help="Leave out closed cases.")
@click.option("--all", "with_closed", is_flag=True, help="Closed cases too.")
@pass_asked
def list_(
    asked: Asked,
    within: timedelta | date | None,
    is_late: bool,
    stages: tuple[str, ...],
    statuses: tuple[str, ...],
    kinds: tuple[str, ...],
    handlers: tuple[str, ...],
    tags: tuple[str, ...],
    words: str | None,
    open_only: bool,
    with_closed: bool,
) -> None:
    """Every case and what is due next: late ones first, then what is due within a week, then the others.

    Closed cases are left out unless you ask for them (--all, --status closed), search, or take --json, which has all
    cases that are asked for, oldest first. --search looks through messages, letters, reasons, names and forms: every
    word must be somewhere in the case, without regard to case and accents.
    """
    from mailflow.admin.case_screen import tell
    from mailflow.admin.finding import index, wanted
    from mailflow.admin.record import open_record

    only = Filter(
        within=within, is_late=is_late, stages=stages, statuses=statuses, kinds=kinds, tags=tags, handlers=handlers
    )
    terms = wanted(words) if words is not None else ()
    now = clock.now()
    closed = not open_only and (with_closed or asked.json or bool(terms) or "closed" in only.statuses)
    with open_record(asked) as record:
        if terms:
            index(record.store)
        with record.store.reading() as reader:
            found, others = _chosen(record, reader, only, terms, closed, now)
            left_out = 0 if closed or open_only else sum(reader.closed_cases(one.code) for one in record.chosen)
    if asked.json:
        say_json([_object(one, now) for one in found])
        return
    tell(found, now, left_out=left_out, others=others)


def _chosen(
    record: Record, reader: Reader, only: Filter, terms: Sequence[Term], closed: bool, now: datetime
) -> tuple[list[Listed], list[int]]:
    """Return the cases that are asked for, oldest first, and the messages on no case that have the words."""
    from mailflow.admin.finding import find, shown_hit

    found: list[Listed] = []
    others: list[int] = []
    for chosen in record.chosen:
        zone = ZoneInfo(chosen.zone)
        cases = [one for one in reader.case_rows(chosen.code, closed=closed) if only.admits(one, now, zone)]
        if terms:
            has = find(reader, chosen.code, cases, terms)
            others += has.on_no_case
            found += [
                Listed(case=one, zone=zone, found=shown_hit(reader, chosen.code, has.cases[one.ref], terms))
                for one in cases
                if one.ref in has.cases
            ]
        else:
            found += [Listed(case=one, zone=zone) for one in cases]
    found.sort(key=lambda one: (one.case.first_received_at, one.case.ref))
    return found, others


def _object(one: Listed, now: datetime) -> dict[str, object]:
    from mailflow.admin.case_object import listed

    told = listed(one.case, now, end_of(SOON, now, one.zone))
    if one.found:
        hit, passage = one.found
        told["found"] = {"in": hit.source.value, "number": hit.number, "passage": passage}
    return told
