"""A report as a page: it stands alone, loads nothing, and is read on a phone, at a desk and on paper."""

from __future__ import annotations

import re
from html import escape

from mailflow.reports.charts import bar
from mailflow.reports.hidden import Count
from mailflow.reports.sections import Row, Section, hidden_words, sections, title_of
from mailflow.reports.told import Told, day

_CLAUSE = re.compile(r"(\([A-Z]{2,4}-[\w.]+\))")
STYLE = """\
:root{color-scheme:light dark;--ink:#1a1a1a;--soft:#555;--paper:#fff;--box:#f4f4f2;--line:#c4c4c0;--bar:#3a3a3a;
--track:#e8e8e5}
@media(prefers-color-scheme:dark){:root{--ink:#ececec;--soft:#b4b4b4;--paper:#161616;--box:#242424;--line:#4a4a4a;
--bar:#d0d0d0;--track:#303030}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:68rem;background:var(--paper);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;overflow-wrap:break-word}
h1{font-size:1.6rem;line-height:1.25;margin:.25rem 0 .5rem}
h2{font-size:1.1rem;line-height:1.3;margin:0 0 .3rem}
p{margin:.3rem 0}
.lead,.more,.note,footer{color:var(--soft)}
.more,.note,footer{font-size:.875em}
.key{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin:1.25rem 0}
.key a{color:inherit;text-decoration:none;background:var(--box);border-radius:.5rem;padding:.75rem 1rem}
.key a:hover,.key a:focus-visible{outline:2px solid var(--ink)}
section:target h2{text-decoration:underline}
.whole{white-space:nowrap}
.key b{display:block;font-size:1.9rem;line-height:1.2;font-variant-numeric:tabular-nums}
.key b.words{font-size:1.05rem;line-height:1.3;padding:.5rem 0}
section{border-top:1px solid var(--line);padding:1rem 0}
ul{list-style:none;margin:.6rem 0 .3rem;padding:0}
li{margin:0 0 .7rem}
.row{display:flex;justify-content:space-between;gap:1rem;align-items:baseline}
.value{text-align:right;font-weight:600;font-variant-numeric:tabular-nums}
.value,.label{min-width:0}
.bars .value{flex:none;max-width:60%}
.words .row,.words .value{display:block;text-align:left}
ul.texts{list-style:disc;padding-left:1.2rem}
.more{display:block}
svg{display:block;width:100%;height:.6rem;margin-top:.2rem;border-radius:2px}
.track{fill:var(--track)}
.bar{fill:var(--bar)}
.stripes{stroke:var(--bar)}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}
td:first-child{white-space:nowrap}
@media screen and (max-width:40rem){
thead,td.empty{display:none}
table,tbody,tr,td{display:block}
tr{padding:.6rem 0;border-bottom:1px solid var(--line)}
td{border:0;padding:.1rem 0 .1rem 6.5rem;text-indent:-6.5rem}
td::before{content:attr(data-of);display:inline-block;width:6.5rem;text-indent:0;color:var(--soft)}
}
@media(min-width:52rem){
body{padding:2rem}
.key{grid-template-columns:repeat(4,1fr)}
main{columns:2;column-gap:3rem}
section{break-inside:avoid}
}
@page{size:A4;margin:14mm}
@media print{
:root{--ink:#000;--soft:#333;--paper:#fff;--box:#eee;--line:#999;--bar:#333;--track:#e2e2e2}
body{max-width:none;padding:0;font-size:9.5pt}
h1{font-size:1.5em}
h2{font-size:1.1em}
.key{margin:.8em 0}
.key a{padding:.5em .8em}
.key b{font-size:1.6em}
section{padding:.7em 0}
li{margin-bottom:.45em}
.key{grid-template-columns:repeat(4,1fr)}
main{columns:2;column-gap:10mm}
section,li,tr,.key a{break-inside:avoid}
svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""


def page(told: Told) -> str:
    """Return the page."""
    about = f" Only complaints that {told.about} dealt with are counted." if told.about else ""
    parts = [
        f'<p class="lead">{escape(told.organisation)}</p>\n<h1>{escape(title_of(told))}</h1>',
        f'<p class="lead">{escape(told.policy)}. Made on {day(told.on)}.{escape(about)}</p>',
        "</header>",
        f'<div class="key">{"".join(_key(told))}</div>',
        "<main>",
        *(_section(one) for one in sections(told)),
        "</main>",
        f"<footer><p>{escape(hidden_words(told))}</p>",
        *(f"<p>{escape(one)}</p>" for one in (_review(told),) if one),
        "<p>Counted by mailflow from the record. Letters and numbers in brackets are clauses of the published "
        "policy.</p></footer>",
    ]
    return framed(f"{told.organisation}: {title_of(told)}", "\n".join(parts))


def framed(title: str, inside: str) -> str:
    """Return a whole page. ``inside`` begins within its header."""
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n{inside}\n</body>\n</html>\n"
    )


def _review(told: Told) -> str:
    return review_words(told)


def review_words(told: Told) -> str:
    """Say that the policy's own review is overdue; nothing where it is not."""
    return f"The policy was to be reviewed by {day(told.review_due)}." if told.review_due else ""


def _key(told: Told) -> list[str]:
    numbers = (
        ("complaints received", told.complaints, "received"),
        ("answers given", told.answers, "outcomes"),
        ("appeals received", told.appeals, "appeals"),
        ("waiting for an answer", told.open, "open"),
    )
    return [f'<a href="#{key}">{_big(count)}{escape(what)}</a>' for what, count, key in numbers]


def _big(count: Count) -> str:
    kind = "" if count.n is not None else ' class="words"'
    return f"<b{kind}>{'0' if count.n == 0 else escape(str(count))}</b>"


def _section(section: Section) -> str:
    is_text = all(not row.value for row in section.rows)
    kind = "texts" if is_text else "words" if section.key == "promises" else "bars"
    rows = "".join(f"<li>{escape(row.label) if is_text else _row(row, section.whole)}</li>\n" for row in section.rows)
    says = f"<p>{escape(section.says)}</p>" if section.says else ""
    note = f'<p class="note">{escape(section.note)}</p>' if section.note else ""
    listed = f'<ul class="{kind}">\n{rows}</ul>' if rows else ""
    return f'<section id="{escape(section.key)}">\n<h2>{escape(section.title)}</h2>\n{says}{listed}{note}\n</section>'


def _unbroken(label: str) -> str:
    """Return a label whose clauses, such as (SS-3.2), stay on one line: they have hyphens, at which a line can end."""
    return _CLAUSE.sub(r'<span class="whole">\1</span>', escape(label))


def _row(row: Row, whole: int) -> str:
    drawn = bar(row.n, whole, is_heap=row.is_heap) if row.n is not None and whole else ""
    more = f'<span class="more">{escape(row.more)}</span>' if row.more else ""
    return (
        f'<div class="row"><span class="label">{_unbroken(row.label)}</span> '
        f'<span class="value">{escape(row.value)}</span></div>{drawn}{more}'
    )
