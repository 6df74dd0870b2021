"""A policy in plain words, for a website, a notice board, a handbook: how to complain, and what then happens.

It says what families and staff need and no more: no clauses, no stand-ins, no words of the machine. The page stands
alone, as the one that ``procedure`` draws for trustees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from mailflow.core.policy import Appeal, Body, Limit, Policy, Stage

_STYLE = """\
:root{color-scheme:light dark;--ink:#1a1a1a;--soft:#555;--paper:#fff;--line:#6b6b6b}
@media(prefers-color-scheme:dark){:root{--ink:#ececec;--soft:#b4b4b4;--paper:#161616;--line:#9a9a9a}}
body{margin:0 auto;padding:1.25rem;max-width:40rem;background:var(--paper);color:var(--ink);
font:1.05rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;overflow-wrap:break-word}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.2rem;line-height:1.3;margin:1.75rem 0 .4rem;border-top:1px solid var(--line);padding-top:1rem}
ul{margin:.3rem 0;padding-left:1.25rem}
li{margin:.3rem 0}
footer{color:var(--soft);margin-top:2rem}
@media print{body{max-width:none;padding:0}h2{break-after:avoid}li{break-inside:avoid}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands below it, item by item."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """A policy in plain words. ``foot``: what it was made from."""

    title: str
    sections: tuple[Section, ...]
    foot: str


def leaflet(policy: Policy, address: str = "", *, for_staff: bool = False) -> Leaflet:
    """Return what there is to say.

    Args:
        policy: Any.
        address: Where complaints are sent to; empty: it says "write to us".
        for_staff: With what staff and volunteers do when somebody complains to them.
    """
    sections = tuple(_sections(policy, address, for_staff=for_staff))
    return Leaflet(title=f"{policy.organisation}: how to complain", sections=sections, foot=_foot(policy))


def text(made: Leaflet) -> str:
    """Return it as plain text."""
    lines = [made.title, ""]
    for section in made.sections:
        lines += [section.title, *(f"- {item}" for item in section.items), ""]
    return "\n".join([*lines, made.foot, ""])


def page(made: Leaflet) -> str:
    """Return it as a page that loads nothing."""
    parts = [
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(made.title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>",
        f"<h1>{escape(made.title)}</h1>",
    ]
    for section in made.sections:
        items = "\n".join(f"<li>{escape(item)}</li>" for item in section.items)
        parts.append(f"<h2>{escape(section.title)}</h2>\n<ul>\n{items}\n</ul>")
    parts.append(f"<footer><p>{escape(made.foot)}</p></footer>\n</body>\n</html>\n")
    return "\n".join(parts)


def _foot(policy: Policy) -> str:
    edition = "" if policy.edition == "undated" else f", edition {policy.edition}"
    reviewed = f" It was last reviewed in {policy.review.last:%B %Y}." if policy.review else ""
    return f"In short from: {policy.title}{edition}.{reviewed} Where the two differ, the policy itself counts."


def _sections(policy: Policy, address: str, *, for_staff: bool) -> Iterator[Section]:
    yield Section(title="Tell us", items=tuple(_telling(policy, address)))
    for stage in policy.stages:
        yield Section(title=stage.title, items=tuple(_stage(policy, stage)))
    if policy.bodies:
        yield Section(title="Who else can help", items=tuple(_body(policy, body) for body in policy.bodies))
    if policy.safeguarding or policy.retention:
        yield Section(title="Safe and confidential", items=tuple(_safe(policy)))
    if for_staff:
        yield Section(title="For staff and volunteers", items=tuple(_for_staff(policy, address)))


def _telling(policy: Policy, address: str) -> Iterator[str]:
    yield f"Write to {address or 'us'} in your own words."
    yield "If writing is hard for you, tell one of us: we write it down for you."
    for stage in policy.stages:
        if stage.opens_on_subject:
            words = _either([f"“{word}”" for word in stage.opens_on_subject])
            yield f"With the word {words} in the subject it is taken up at once at this step: {stage.title}."
    if policy.form.asks:
        asks = "; ".join(one.text for one in policy.form.asks)
        yield f"It helps us to know: {asks}. If something is missing, we ask you once."
    yield "You can also tell us what you think, or what was good: it need not be a complaint."


def _stage(policy: Policy, stage: Stage) -> Iterator[str]:
    yield from _beginnings(policy, stage)
    yield f"Who answers: {_and([f'the {policy.title_of(role)}' for role in stage.handlers])}.{_instead(policy, stage)}"
    for name, roles in stage.handlers_for_type.items():
        yield f"{_type(policy, name)}: {_and([f'the {policy.title_of(role)}' for role in roles])}."
    if stage.acknowledge:
        yield f"We confirm within {stage.acknowledge.within} that we have it, and say what happens next."
    else:
        yield "We confirm that we have it, and say what happens next."
    if stage.meet:
        yield f"We invite you to a meeting, which takes place within {stage.meet.within}."
    for limit in stage.respond:
        yield _answer(policy, limit)
    if not stage.meet and all(one.for_type for one in stage.respond):
        yield "Our policy sets no fixed date for the answer" + (" to other complaints." if stage.respond else ".")
    if stage.appeal is None:
        yield "This is the last step of our own procedure."


def _beginnings(policy: Policy, stage: Stage) -> Iterator[str]:
    if stage.opens_by_email:
        yield "It begins when we have your complaint."
    elif stage.reached_by_staff:
        yield "Where a talk may settle it, we try that first. You lose nothing by it."
    for before in policy.stages:
        if before.appeal and before.appeal.to == stage.id:
            yield _how(before, before.appeal)


def _how(before: Stage, appeal: Appeal) -> str:
    window = f" Your reply must reach us within {appeal.within} of that answer." if appeal.within else ""
    return (
        f"It begins when you are not satisfied with our answer at the step “{before.title}” and reply to it with the "
        f"word {appeal.word.upper()} in the subject.{window}"
    )


def _instead(policy: Policy, stage: Stage) -> str:
    found = [other for role in stage.handlers if (other := policy.in_conflict(role)) and other not in stage.handlers]
    others = list(dict.fromkeys(f"the {policy.title_of(one)}" for one in found))
    return f" Where the complaint is about them: {_either(others)}." if others else ""


def _answer(policy: Policy, limit: Limit) -> str:
    types = ", ".join(_type(policy, one) for one in limit.for_type)
    whose = f"{types}: you" if types else "You"
    since = " of the day when we first had the complaint" if limit.counts_from == "complaint" else ""
    return (
        f"{whose} have our answer within {limit.within}{since}. Should we need longer, we tell you why, and a new date."
    )


def _type(policy: Policy, name: str) -> str:
    return policy.types[name].title if name in policy.types else name


def _body(policy: Policy, body: Body) -> str:
    last = [stage.id for stage in policy.stages if stage.appeal is None]
    after = " After the last step of our own procedure." if list(body.stages) == last else ""
    said = [body.name, *([body.says] if body.says else []), *body.contact]
    return " ".join(f"{one.rstrip('.')}." for one in said) + after


def _safe(policy: Policy) -> Iterator[str]:
    if policy.safeguarding:
        lead = policy.title_of(policy.safeguarding.lead)
        yield f"Where a child or an adult may be at risk, the {lead} is told at once. In danger, call 999 first."
    if policy.retention:
        yield f"We keep the record for {policy.retention.keep} after the complaint is closed, and then destroy it."


def _for_staff(policy: Policy, address: str) -> Iterator[str]:
    yield "Whoever complains to you is thanked and taken seriously, whatever the way and the words."
    to = address or "the complaints address"
    yield (
        f"Taken by phone or in person: write it down in a mail to {to} that begins with the line “#new NAME "
        "<address>”, or “#new anonymous”. A mail of theirs is forwarded with the same line on top."
    )
    yield "What you learn of a complaint stays with those who deal with it."
    if any(task.when == "about-known" for stage in policy.stages for task in stage.tasks):
        yield "If a complaint is about you, you will be told of it, and what you say will be heard."
    if policy.safeguarding:
        lead = policy.title_of(policy.safeguarding.lead)
        yield f"If a child or an adult may be at risk, tell the {lead} now, and do not wait for the procedure."


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
