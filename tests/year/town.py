"""Who works in the year's office, when they are away, and when mailflow itself stood still."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.year.almanac import CLOSED, at_local, day_of, morning
from tests.year.rulebook import BOOKS, Book

ADMIN = "admin@office.example"
FIRST, LAST = date(2020, 1, 2), date(2020, 12, 31)
#: From here on cases are opened under a revised edition; those of before keep theirs (DESIGN, law 6).
REVISED_AT = at_local(date(2020, 6, 3), 12)
END = at_local(LAST, 23, 59, 59)
#: Names that no complaint of the year has in it.
_NAMES = (
    *("Imogen Vance", "Rufus Okafor", "Selma Brandt", "Tobias Quill", "Yara Lindqvist", "Edmund Fosse"),
    *("Niamh Castellan", "Idris Marlowe", "Petra Holm", "Caspian Reyes"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of staff with one role. ``away``: first and last day."""

    name: str
    address: str
    role: str
    away: tuple[date, date] | None = None

    def is_away(self, at: datetime) -> bool:
        return self.away is not None and self.away[0] <= day_of(at) <= self.away[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A policy's office. ``outages``: from when to when mailflow did not run; what came is read at their end."""

    policy: str
    staff: tuple[Person, ...]
    outages: tuple[tuple[datetime, datetime], ...]

    @property
    def book(self) -> Book:
        return BOOKS[self.policy]

    @property
    def report_at(self) -> datetime | None:
        """When the report of a year goes out by itself; None: it does not."""
        return morning(self.book.report[1]) if self.book.report else None

    def moment(self, at: datetime) -> datetime:
        """Return when mailflow gets to something."""
        return next((up for down, up in self.outages if down <= at < up), at)

    def of(self, role: str) -> tuple[Person, ...]:
        return tuple(one for one in self.staff if one.role == role)

    def acting(self, roles: Iterable[str], at: datetime, out: Collection[str] = ()) -> list[Person]:
        """Return who acts in some roles: who is there, else whoever acts instead, else who is away. Each once."""
        found: dict[str, Person] = {}
        for role in roles:
            chain = [role, *self.book.instead.get(role, ())]
            if any(one.address in out for one in self.of(role)):
                chain.insert(0, self.book.in_conflict[role])
            links = [[one for one in self.of(link) if one.address not in out] for link in chain]
            there = [[one for one in link if not one.is_away(at)] for link in links]
            for one in next((link for link in (*there, *links) if link), []):
                found[one.address] = one
        return list(found.values())

    def story(self) -> dict[str, list[str]]:
        """Return the office as the head of a story, which the simulation lays a mailflow.toml from."""
        people = []
        for one in self.staff:
            away = f" away {one.away[0]}/{one.away[1]}" if one.away else ""
            people.append(f"{one.name} <{one.address}> {one.role}{away}")
        keys = [f'closed = ["{CLOSED[0]}/{CLOSED[1]}"]']
        keys += ['laws = ["eyfs"]'] if self.book.laws else []
        return {"policy": [self.policy], "staff": people, "set": keys}


def town(policy: str, rng: random.Random) -> Town:
    """Return an office in which most people are away once, and mailflow three times for hours or days."""
    book, staff = BOOKS[policy], []
    for name, role in zip(_NAMES, book.staff, strict=False):
        away = None
        if rng.random() < 0.7:
            first = FIRST + timedelta(days=rng.randrange(10, 330))
            away = (first, first + timedelta(days=rng.randrange(1, 21)))
        address = f"{name.split()[0].lower()}@office.example"
        staff.append(Person(name=name, address=address, role=role, away=away))
    outages = []
    for month in rng.sample(range(1, 12), 3):
        down = at_local(date(2020, month, rng.randrange(1, 20)), rng.randrange(24), rng.randrange(60))
        outages.append((down, down + timedelta(minutes=rng.choice((50, 700, 2900, 9000)))))
    return Town(policy=policy, staff=tuple(staff), outages=tuple(sorted(outages)))
