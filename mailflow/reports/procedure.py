"""A policy as a page that a trustee understands: a drawing of its stages, and beside it all that is written of them.

The page stands alone: it loads nothing, runs nothing, and is read at the width of a phone and of a desk, by day and by
night, and on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from mailflow.core.days import long_date
from mailflow.core.policy import Body, Part, Policy, Stage
from mailflow.reports.drawing import drawing, for_types, within

_STYLE = """\
:root{color-scheme:light dark;--ink:#1a1a1a;--soft:#555;--paper:#fff;--box:#f4f4f2;--line:#6b6b6b}
@media(prefers-color-scheme:dark){:root{--ink:#ececec;--soft:#b4b4b4;--paper:#161616;--box:#242424;--line:#9a9a9a}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:70rem;background:var(--paper);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;overflow-wrap:break-word}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .5rem}
p{margin:.4rem 0}
.lead,.clause,footer{color:var(--soft)}
.clause,footer{font-size:.85rem}
.clause{white-space:nowrap}
figure{margin:1rem 0;max-width:26rem}
figcaption{color:var(--soft);font-size:.9rem;margin-bottom:.5rem}
svg{display:block;width:100%;height:auto;font-size:14.5px}
svg text{fill:var(--ink)}
svg .title{font-weight:700;font-size:16px}
svg .way{font-style:italic}
svg .box{fill:var(--box);stroke:var(--line);stroke-width:1.5}
svg .dashed{stroke-dasharray:6 4}
svg .end{fill:none;stroke:var(--ink);stroke-width:2.5}
svg .line{fill:none;stroke:var(--ink);stroke-width:1.75}
svg .tip{fill:var(--ink)}
section{border-top:1px solid var(--line);padding:1rem 0}
dl{margin:0}
dt{font-weight:600;margin-top:.5rem}
dd{margin:0}
ul{margin:.2rem 0;padding-left:1.2rem}
@media(min-width:56rem){
body{padding:2rem}
main{display:grid;grid-template-columns:26rem 1fr;gap:0 3rem;align-items:start}
dl{display:grid;grid-template-columns:9rem 1fr;gap:.35rem 1rem}
dt{margin:0}
}
@media print{body{max-width:none;padding:0}section,figure{break-inside:avoid}}
"""


def page(policy: Policy) -> str:
    """Return the page."""
    title = f"{policy.organisation}: {policy.title}"
    parts = [
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<header>",
        f'<p class="lead">{escape(policy.organisation)}</p>\n<h1>{escape(policy.title)}</h1>',
        f'<p class="lead">Edition: {escape(policy.edition)}. What happens with a complaint, step by step.</p>',
        "</header>\n<main>\n<figure>\n<figcaption>The steps in a picture. An envelope: mail opens this step."
        f"{_dashed(policy)}</figcaption>",
        drawing(policy),
        "</figure>\n<div>",
        *(_stage(policy, stage) for stage in policy.stages),
        _rest(policy),
        "</div>\n</main>",
        f"<footer><p>Drawn by mailflow from the policy file {escape(policy.name)}. Letters and numbers in brackets are "
        "clauses of the published policy, whose words are what counts.</p></footer>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _dashed(policy: Policy) -> str:
    return (
        " A dashed frame: a step that need not be taken." if any(one.reached_by_staff for one in policy.stages) else ""
    )


def _stage(policy: Policy, stage: Stage) -> str:
    rows = "\n".join(f"<dt>{escape(what)}</dt><dd>{told}</dd>" for what, told in _rows(policy, stage))
    return f'<section id="{escape(stage.id)}">\n<h2>{escape(stage.title)}</h2>\n<dl>\n{rows}\n</dl>\n</section>'


def _rows(policy: Policy, stage: Stage) -> Iterator[tuple[str, str]]:
    yield "Begins", _list(_beginnings(policy, stage))
    yield "Who answers", _list(_people(policy, stage))
    if stage.acknowledge:
        yield "Receipt", f"confirmed {escape(within(stage.acknowledge))}{_clause(stage.acknowledge.source)}"
    else:
        yield "Receipt", "confirmed at once; the policy sets no time"
    if stage.handout:
        yield "With it", f"this policy in plain words, as a file{_clause(stage.handout)}"
    if stage.meet:
        yield "Meeting", f"{escape(within(stage.meet))}{_clause(stage.meet.source)}"
    limits = [f"{escape(within(one) + for_types(policy, one))}{_clause(one.source)}" for one in stage.respond]
    if not stage.meet and all(one.for_type for one in stage.respond):
        limits.append("the policy sets no time for others" if limits else "the policy sets no time")
    if limits:
        yield "Answer", _list(limits)
    if stage.parts:
        yield "The answer has", _list(_part(one) for one in stage.parts)
    yield "After it", _afterwards(policy, stage)
    if bodies := policy.bodies_for("outcome", stage.id):
        yield "Outside help", _list(_body(one) for one in bodies)
    if stage.sentences:
        yield "We also say", _list(f"{escape(one.text)}{_clause(one.source)}" for one in stage.sentences)


def _beginnings(policy: Policy, stage: Stage) -> Iterator[str]:
    if stage.opens_by_email:
        yield "with a complaint by email"
    if stage.opens_on_subject:
        words = " or ".join(f"“{escape(word)}”" for word in stage.opens_on_subject)
        yield f"with a complaint whose subject says {words}"
    for each in policy.stages:
        if each.appeal and each.appeal.to == stage.id:
            source = _clause(each.appeal.source)
            yield f"when somebody is not satisfied with the answer of: {escape(each.title)}{source}"
    yield "when our staff open it" if stage.reached_by_staff else "when our staff move a complaint here"


def _people(policy: Policy, stage: Stage) -> Iterator[str]:
    yield " with ".join(_role(policy, role) for role in stage.handlers)
    for name, roles in stage.handlers_for_type.items():
        type_ = policy.types[name].title if name in policy.types else name
        yield f"{escape(type_)}: {' with '.join(_role(policy, role) for role in roles)}"


def _role(policy: Policy, role: str) -> str:
    told = f"the {escape(policy.title_of(role))}"
    others = [f"the {escape(policy.title_of(each))}" for each in policy.role_chain(role)[1:]]
    if others:
        told += f"; in their absence {', else '.join(others)}"
    if conflict := policy.in_conflict(role):
        told += f"; where the complaint is about them, the {escape(policy.title_of(conflict))}"
    return f"{told}{_clause(policy.roles[role].source if role in policy.roles else '')}"


def _part(part: Part) -> str:
    needed = "" if part.required else ", where there is something to say"
    outcomes = " or ".join(one.replace("-", " ") for one in part.outcomes)
    when = f", where the complaint is {outcomes}" if outcomes else ""
    return f"{escape(part.name + when + needed)}{_clause(part.source)}"


def _afterwards(policy: Policy, stage: Stage) -> str:
    if stage.appeal is None:
        return "our own procedure ends"
    to = policy.stage(stage.appeal.to).title
    window = (
        f"within {stage.appeal.within} of the answer"
        if stage.appeal.within
        else f"without a last day (we close the complaint {policy.close_after} after the answer)"
    )
    told = f"a reply with the word {stage.appeal.word.upper()} in its subject, {window}, goes on to: {to}"
    return f"{escape(told)}{_clause(stage.appeal.source)}"


def _body(body: Body) -> str:
    contact = "; ".join(body.contact)
    says = f". {body.says}" if body.says else ""
    return f"{escape(f'{body.name}: {contact}{says}')}{_clause(body.source)}"


def _rest(policy: Policy) -> str:
    rows: list[tuple[str, str]] = [
        (f"Told when {' and '.join(copy.on)}", f"the {escape(policy.title_of(copy.role))}{_clause(copy.source)}")
        for copy in policy.copies
    ]
    rows.append(("Words that appeal", escape(", ".join(policy.appeal_keywords))))
    if policy.retention:
        rows.append(("Records", f"kept for {escape(str(policy.retention.keep))}{_clause(policy.retention.source)}"))
    if policy.review:
        told = f"last on {long_date(policy.review.last)}, again within {policy.review.every}"
        rows.append(("This policy is reviewed", f"{escape(told)}{_clause(policy.review.source)}"))
    shown = "\n".join(f"<dt>{escape(what)}</dt><dd>{told}</dd>" for what, told in rows)
    return f"<section>\n<h2>At every step</h2>\n<dl>\n{shown}\n</dl>\n</section>"


def _list(items: Iterable[str]) -> str:
    """Return one item as it is, several as a list; the items are HTML."""
    every = list(items)
    return every[0] if len(every) == 1 else f"<ul>{''.join(f'<li>{one}</li>' for one in every)}</ul>"


def _clause(source: str) -> str:
    return f' <span class="clause">({escape(source)})</span>' if source else ""
