"""Conflicts of interest: whom a text names, and who of those may not deal with the case because of it.

Suspicion errs on the side of the wall. A name in a greeting counts like any other mention: "Dear Ada" also begins the
letter that complains of Ada, and a case that went to somebody else by mistake is handed back with one line. A part
there does not, where it is no more than a greeting (``greeting.py``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache

from mailflow.core.case import Case
from mailflow.core.greeting import without_greeting
from mailflow.core.office import Office, Officer
from mailflow.core.policy import Policy

_HONORIFICS = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "rev", "prof", "professor"))
#: Titles that are things of every day: they name somebody only in capitals. A nursery has many a high chair.
_EVERYDAY = frozenset(("chair", "lead", "head", "contact"))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4`]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_WITHIN_A_WORD = re.compile(r"(?<=\w)-(?=\w)")
#: A text with this share of capitals is all capitals: they say nothing about names then.
_SHOUTED = 0.8


def named_in(text: str, office: Office) -> tuple[str, ...]:
    """Return the addresses (casefolded) of the staff whom a text names: by name, address or role."""
    plain = _plain(text)
    joined = _WITHIN_A_WORD.sub("", plain) if "-" in plain else plain  # "co-ordinator", "key-worker"
    folded = plain.casefold() if joined == plain else f"{plain}\n{joined}".casefold()
    found = []
    for officer in office.staff:
        titles = _titles(officer, office.policy)
        if not any(all(word in folded for word in hint) for hint in _hints(officer, titles)):
            continue  # nearly every text: what costs most is not to find somebody
        by_name, by_title = _patterns(officer, titles, _is_shouted(plain))
        if by_name.search(plain) or (
            by_title and any(by_title.search(without_greeting(one, titles)) for one in (plain, joined))
        ):
            found.append(officer.key)
    return tuple(found)


def suspects(
    office: Office, roles: Iterable[str], at: datetime, *, sealed: Collection[str], named: Collection[str]
) -> tuple[str, ...]:
    """Return who of those named would deal with a stage, and so must not until somebody says whom it is about.

    Whoever would take their place is looked at too, and whoever holds the stage's roles although away today.
    """
    wanted, found = tuple(roles), list[str]()
    own = {one.key for one in office.staff if set(one.roles) & set(wanted)}
    while True:
        out = {*sealed, *found}
        acting = {one.address.casefold() for one in office.handlers_of(wanted, at, out)}
        more = sorted(({*own, *acting} & set(named)) - out)
        if not more:
            return tuple(found)
        found += more


def shut_out(case: Case) -> frozenset[str]:
    """Return who gets no copy of a case: those it is about, and those its text names until somebody says who it is."""
    return frozenset((*case.sealed_from, *case.named))


def watchers(office: Office, case: Case | None) -> tuple[str, ...]:
    """Return who hears of what goes wrong on a case: the admin, else its handlers where the admin is kept out."""
    if case is None:
        return (office.admin,)
    return watchers_past(case.sealed_from, [one.address for one in case.handlers], office)


def watchers_past(sealed: Collection[str], handlers: Iterable[str], office: Office) -> tuple[str, ...]:
    """Return who hears of what goes wrong, past those whom a case is about; where nobody deals with it, all others."""
    if office.admin.casefold() not in sealed:
        return (office.admin,)
    dealing = tuple(one for one in handlers if one.casefold() not in sealed)
    return dealing or tuple(one.address for one in office.staff if one.key not in sealed)


def _plain(text: str) -> str:
    if text.isascii():  # the same by a twentieth of the work
        return text.replace("`", "'")
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _DASHES.sub("-", _APOSTROPHES.sub("'", text))


def _is_shouted(text: str) -> bool:
    upper, lower = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return upper > 0 and upper >= _SHOUTED * (upper + lower)


def _titles(officer: Officer, policy: Policy) -> tuple[str, ...]:
    roles = [policy.roles[one] for one in officer.roles if one in policy.roles]
    return tuple(dict.fromkeys(title for role in roles for title in (role.title, *role.also)))


@lru_cache(maxsize=256)
def _hints(officer: Officer, titles: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return rows of words, casefolded: a text that names somebody has all words of one row, in some place."""
    phrases = (officer.key, *_names(_plain(officer.name), titles), *map(_plain, titles))
    return tuple(dict.fromkeys(tuple(one.casefold().split()) for one in phrases))


@lru_cache(maxsize=256)
def _patterns(
    officer: Officer, titles: tuple[str, ...], shouted: bool
) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Return the pattern of somebody's names and address, and that of their titles."""
    any_case = "(?i:" if shouted else "(?:"
    names = "|".join(_words(one) for one in _names(_plain(officer.name), titles))
    address = rf"(?<![\w.+-])(?i:{re.escape(officer.key)})(?![\w-]|\.\w)"
    by_name = rf"(?<!\w){any_case}{names})(?!\w)|{address}" if names else address
    capitals = [_plain(one) for one in titles if one.casefold() in _EVERYDAY and not shouted]
    others = [_plain(one) for one in titles if one.casefold() not in _EVERYDAY or shouted]
    alternatives = [f"(?i:{_words(one)}s?)" for one in others] + [_words(one) for one in capitals]
    by_title = re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)") if alternatives else None
    return re.compile(by_name), by_title


def _names(name: str, titles: tuple[str, ...]) -> list[str]:
    """Return what somebody may be called by: the whole name, and each of its words that is a name by itself.

    A word of their title is none: who is entered as "Complaints Officer" is not named by "Complaints".
    """
    title_words = {word.casefold() for title in titles for word in title.split()}
    words = [word.strip(".,;:()'\"") for word in name.split()]
    single = [
        word
        for word in words
        if len(word) > 1 and word[0].isupper() and word.casefold() not in _HONORIFICS | title_words
    ]
    whole = [" ".join(words)] if any(words) else []
    return list(dict.fromkeys((*whole, *single)))


def _words(phrase: str) -> str:
    return r"[\s-]+".join(re.escape(word) for word in phrase.split())
