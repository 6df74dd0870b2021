"""Who may move a case by mail: one declaration, of which the page in docs is made and to which every cell is held.

Each rule names what it asks for; what it does not name may be anything. The first rule that fits says what happens.
``python -m tests.core.truth_table`` writes the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "who-may-move-a-case.md"


class Follows(StrEnum):
    """What follows from a mail."""

    DONE = "it is carried out"
    ASKED = "a preview goes to the registered address, and nothing else happens until it answers #yes"
    TOLD = "nothing is done, and the registered address is told so"
    WAITS = "it waits in the holding pen, unanswered"
    WAITS_TOLD = "it waits in the holding pen, and the registered address is told that nothing was done"
    REPLY = "it is filed as the complainant's words, whatever they are, and put before the handlers"
    NEW = "it is a complaint like any other, whatever its words are"


#: Who wrote, as the From field says.
WHO = {
    "handler": "who deals with the stage",
    "stand-in": "who acts in the place of a handler who is away",
    "former handler": "who dealt with an earlier stage",
    "colleague": "a member of staff without a part in the case",
    "panel member": "who hears the case on its panel",
    "admin": "the admin, as a member of staff",
    "kept out": "a member of staff whom the case is about",
    "complainant": "whose complaint it is",
    "stranger": "anybody else",
}
STAFF = ("handler", "stand-in", "former handler", "colleague", "panel member", "admin")
#: How the From field reads.
GRAMMAR = ("one way", "two ways")
#: What marks of ours the mail bears.
MARKS = {
    "none": "no mark of ours",
    "tag": "the reference in the subject",
    "own notice": "the Message-ID of a letter that we sent to this address, as staff, about the case",
    "own letter": "the Message-ID of a letter about the case that we sent to this address as a family's",
    "stolen notice": "the Message-ID of a letter about the case that we sent to somebody else",
    "own address": "in To or Cc the reply address of an own notice, and no Message-ID of ours",
    "stolen address": "in To or Cc the reply address of a notice about the case that we sent to somebody else",
    "own address outside": "the reply address of an own notice where servers say whom they delivered to, but not in To "
    "or Cc: nothing that the author has written",
    "two cases": "an own notice of the case, and the reference of another case in the subject",
}
#: Whether anybody vouches for the sender.
VERDICT = {
    "pass": "our own mail server vouches for the sender; or it says nothing, and the signature of the sender's domain "
    "holds when it is checked here",
    "unsure": "our server says nothing, and the key of the signature could not be had",
    "none": "neither",
}
#: Whether the same mail came before.
COMES = ("first", "again")
#: ``[staff_mail] require``; ``auto`` depends on whether the server stamps verdicts.
REQUIRE = ("token", "authenticated", "confirm", "auto with verdicts", "auto without verdicts")
#: Each line that staff can write, by what it may do.
LINES = {
    "plain": ("",),
    "open to all": ("#note", "#done 1", "#safeguarding"),
    "note": (
        *("#assign {colleague}", "#type {type}", "#relation {relation}", "#written", "#panel {panel}"),
        *("#party Sam <sam@mail.example>", "#action ring by 1 June 2021", "#lesson ring first"),
    ),
    "letter": (
        *("#outcome upheld", "#question", "#extend 1 June 2021", "#stage {stage}", "#accept", "#decline"),
        *("#close no more", "#about nobody", "#timescale 1 June 2021", "#disclose a court order", "#refer the Council"),
        *("#feedback", "#meeting 12 November 2020 10:00, Here", "#mediation 12 November 2020", "#not an appeal"),
        *("#appeal", "#send anyway"),
    ),
    "new": ("#new Kit Lane <k@mail.example>",),
    "yes": ("#yes",),
    "wrong": ("#nonsense", "#outcome", "#note\n#question\n#nonsense"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What follows where all that ``when`` names holds; ``why`` is one sentence for the page."""

    why: str
    then: Follows
    when: Mapping[str, tuple[str, ...]]

    def fits(self, cell: Mapping[str, str]) -> bool:
        """Say whether this rule speaks of a cell."""
        return all(cell[axis] in values for axis, values in self.when.items())


_NOTICE = ("own notice", "own address")
_ELSE = ("tag", "own letter", "stolen notice", "stolen address", "own address outside")
_ON_THE_CASE = (*_NOTICE, *_ELSE)
_LINES = ("open to all", "note", "letter", "new", "yes", "wrong")
_MAY = ("handler", "stand-in")
_MAY_NOT = tuple(one for one in STAFF if one not in _MAY)

RULES = (
    Rule(
        why="Two mail programs can see two senders in the From field: it is nobody's mail.",
        when={"grammar": ("two ways",)},
        then=Follows.WAITS,
    ),
    # --- families and strangers
    Rule(why="A first mail.", when={"who": ("complainant", "stranger"), "marks": ("none",)}, then=Follows.NEW),
    Rule(
        why="Marks confer nothing: the sender must be a party of the case that they name.",
        when={"who": ("stranger",)},
        then=Follows.WAITS,
    ),
    Rule(
        why="Its marks name two cases.",
        when={"who": ("complainant",), "marks": ("two cases",)},
        then=Follows.WAITS,
    ),
    Rule(why="A complainant cannot command.", when={"who": ("complainant",)}, then=Follows.REPLY),
    # --- staff on no case, on two, on one that is kept from them
    Rule(
        why="Who is kept out of a case hears of it what a reference that nobody has brings them.",
        when={"who": ("kept out",), "marks": (*_ON_THE_CASE, "two cases"), "line": _LINES},
        then=Follows.WAITS_TOLD,
    ),
    Rule(
        why="So with an answer to a notice that they had before it was known whom the case is about.",
        when={"who": ("kept out",), "marks": (*_NOTICE, "two cases")},
        then=Follows.WAITS_TOLD,
    ),
    Rule(
        why="Whoever is kept out and writes no line gets no answer.",
        when={"who": ("kept out",), "marks": _ON_THE_CASE},
        then=Follows.WAITS,
    ),
    Rule(why="Its marks name two cases.", when={"marks": ("two cases",)}, then=Follows.WAITS_TOLD),
    Rule(why="The same mail counts once.", when={"comes": ("again",)}, then=Follows.TOLD),
    Rule(why="A line that nobody knows stops all of them.", when={"line": ("wrong",)}, then=Follows.TOLD),
    Rule(why="There is no preview that this #yes answers.", when={"line": ("yes",)}, then=Follows.TOLD),
    Rule(
        why="A new complaint answers no notice: its author is vouched for.",
        when={"line": ("new",), "verdict": ("pass",)},
        then=Follows.DONE,
    ),
    Rule(why="A new complaint without that is confirmed.", when={"line": ("new",)}, then=Follows.ASKED),
    Rule(
        why="Without a line it may be their own complaint.",
        when={"marks": ("none",), "line": ("plain",)},
        then=Follows.WAITS,
    ),
    Rule(why="It is not clear which case it is about.", when={"marks": ("none",)}, then=Follows.TOLD),
    # --- staff on a case: the right, then the evidence
    Rule(
        why="Only who deals with a case writes to its complainant or changes it.",
        when={"who": _MAY_NOT, "line": ("plain", "note", "letter")},
        then=Follows.TOLD,
    ),
    Rule(why="The office wants every mail confirmed.", when={"require": ("confirm",)}, then=Follows.ASKED),
    Rule(
        why="Where the server stamps no verdict, a signature that holds serves as well.",
        when={"require": ("auto without verdicts",), "marks": _NOTICE, "verdict": ("pass",)},
        then=Follows.DONE,
    ),
    Rule(
        why="Where nobody vouches for the author, what leaves or moves the case is confirmed.",
        when={"require": ("auto without verdicts",), "line": ("plain", "letter")},
        then=Follows.ASKED,
    ),
    Rule(
        why="It answers a notice that went to this person, as staff, about this case.",
        when={"require": ("token", "auto without verdicts"), "marks": _NOTICE},
        then=Follows.DONE,
    ),
    Rule(
        why="It answers such a notice, and its author is vouched for.",
        when={"require": ("authenticated", "auto with verdicts"), "marks": _NOTICE, "verdict": ("pass",)},
        then=Follows.DONE,
    ),
    Rule(
        why="It answers such a notice, and nobody could be asked whether its author is who they say.",
        when={"require": ("authenticated", "auto with verdicts"), "marks": _NOTICE, "verdict": ("unsure",)},
        then=Follows.ASKED,
    ),
    Rule(why="It brings too little.", when={}, then=Follows.TOLD),
)


def cells() -> Iterator[dict[str, str]]:
    """Yield every combination but for the line itself, of which ``line`` is the class."""
    axes = {
        "who": tuple(WHO),
        "grammar": GRAMMAR,
        "marks": tuple(MARKS),
        "verdict": tuple(VERDICT),
        "comes": COMES,
        "require": REQUIRE,
        "line": tuple(LINES),
    }
    for values in product(*axes.values()):
        yield dict(zip(axes, values, strict=True))


def expected(cell: Mapping[str, str]) -> Follows:
    """Return what must follow in a cell."""
    return next(one.then for one in RULES if one.fits(cell))


def page() -> str:
    """Return the page of docs."""
    lines = [
        "# Who may move a case by mail",
        "",
        "Made from `tests/core/truth_table.py` by `python -m tests.core.truth_table`, and compared cell by cell with",
        "what `decide` does (`tests/core/test_truth_table.py`). The first row that fits holds; an empty field may be",
        "anything. Whatever a machine sends is filed before any of this and moves nothing.",
        "",
        "| who wrote | From reads | marks | verdict | comes | `require` | line | what follows | why |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for rule in RULES:
        fields = (", ".join(rule.when.get(axis, ())) for axis in next(cells()))
        shown = dict(zip(next(cells()), fields, strict=True))
        axes = ("who", "grammar", "marks", "verdict", "comes", "require", "line")
        lines.append(f"| {' | '.join([*(shown[axis] for axis in axes), rule.then.value, rule.why])} |")
    lines += ["", "## Words", ""]
    lines += [f"- **{name}**: {says}." for name, says in (*WHO.items(), *MARKS.items())]
    lines += ["", "Verdicts:", "", *(f"- **{name}**: {says}." for name, says in VERDICT.items())]
    lines += ["", "Lines, by what they may do:", ""]
    for kind, some in LINES.items():
        shown_lines = ", ".join(f"`{one.partition(' {')[0]}`".replace("\n", " ") if one else "no line" for one in some)
        lines.append(f"- **{kind}**: {shown_lines}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
