"""What staff write, in the habits of their programs: one turn of complaints, one turn of replies to the notices."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage, Message

from tests.acceptance.world import World, plain
from tests.support.smtp import Envelope

ADA = "ada@libra.example"
WORDS = "Dear Pat,\n\nFindings: the bus was late.\nActions: we ring next time.\n\nKind regards\nAda"
WROTE = "On Mon, 2 Nov 2020 at 09:31, Libra Children Services <complaints@libra.example> wrote:"
HEADERS = """From: Libra Children Services <complaints@libra.example>
Sent: Monday, November 2, 2020 9:31 AM
To: Ada Coordinator <ada@libra.example>
Subject: New complaint
"""
#: Of a colleague's private mail, or of our notice: nothing of it may reach a family.
LEAKS = ("nuisance", "#outcome", "How to answer", "Sent by mailflow", "wrote:", "0113", "> ")


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to a notice, how it is packed, and what must come of it."""

    text: str
    outcome: str | None = "upheld"
    kind: str = "outcome"
    says: str = "Findings: the bus was late.\nActions: we ring next time."
    type: str = "text/plain; charset=utf-8"
    charset: str = "utf-8"
    coding: str = "8bit"


def _html(letter: Envelope) -> str:
    part = next(one for one in letter.message.walk() if one.get_content_type() == "text/html")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    found = re.search(r"(?s)<body[^>]*>(.*)</body>", payload.decode())
    assert found
    return found[1]


def _marked(letter: Envelope) -> str:
    return "\n".join(f"> {line}" for line in plain(letter).splitlines())


_LINES = WORDS.replace("\n\n", "\n").splitlines()
_DIVS = "".join(f"<div>{line}</div>" for line in ["#outcome upheld", *_LINES])

REPLIES: dict[str, Callable[[Envelope], Reply]] = {
    "plain": lambda n: Reply(f"#outcome upheld\n\n{WORDS}"),
    "answer on top": lambda n: Reply(f"#Outcome: Upheld.\n\n{WORDS}\n\n{WROTE}\n\n{_marked(n)}"),
    "answer below": lambda n: Reply(f"{WROTE}\n{_marked(n)}\n\n#outcome upheld\n\n{WORDS}"),
    "no introduction": lambda n: Reply(f"#outcome upheld\n\n{WORDS}\n\n{_marked(n)}"),
    "Outlook without marks": lambda n: Reply(f"#outcome upheld\n\n{WORDS}\n\n{HEADERS}\n{plain(n)}"),
    "other spelling": lambda n: Reply(f"\n\ufeff # OUTCOME Partly-Upheld\u00a0\n{WORDS}", outcome="partly-upheld"),
    "in part": lambda n: Reply(f"#outcome upheld in part\n{WORDS}", outcome="partly-upheld"),
    "bold in the plain part": lambda n: Reply(f"*#outcome not upheld*\n\n{WORDS}", outcome="not-upheld"),
    "signature": lambda n: Reply(f"#outcome upheld\n\n{WORDS}\n\n-- \nAda, Coordinator\nTel 0113 496 0000"),
    "flowed": lambda n: Reply(
        f"#outcome upheld\n\nFindings: the \nbus was late.\nActions: we ring \nnext time.\n\n{WROTE}\n{_marked(n)}",
        type="text/plain; charset=utf-8; format=flowed",
    ),
    "base64": lambda n: Reply(f"#outcome upheld\n\n{WORDS}", coding="base64"),
    "windows-1252": lambda n: Reply(
        f"#outcome upheld\n\n\u201cSorry\u201d \u2013 {WORDS}",
        says="\u201cSorry\u201d \u2013 Dear Pat,",
        type="text/plain; charset=windows-1252",
        charset="windows-1252",
        coding="quoted-printable",
    ),
    "HTML alone, Gmail": lambda n: Reply(
        f'<div dir="ltr">{_DIVS}</div><br><div class="gmail_quote"><div class="gmail_attr">{WROTE}<br></div>'
        f'<blockquote class="gmail_quote">{_html(n)}</blockquote></div>',
        type="text/html; charset=utf-8",
    ),
    "HTML alone, Outlook": lambda n: Reply(
        f"<div>{_DIVS}<div style='border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Libra &lt;complaints@libra.example"
        f"&gt;<br><b>Sent:</b> 02 November 2020 09:31<br><b>To:</b> Ada<br><b>Subject:</b> x</p></div>{_html(n)}</div>",
        type="text/html; charset=utf-8",
    ),
    "a colleague's words, marked": lambda n: Reply(
        f"#outcome upheld\n\n{WORDS}\n\nOn Tue, 3 Nov 2020 at 09:31, Ben <ben@libra.example> wrote:\n> a nuisance"
    ),
    "a colleague's words, Outlook": lambda n: Reply(
        f"#outcome upheld\n\n{WORDS}\n\n{HEADERS.replace('complaints@', 'ben@')}\na nuisance\n\n{HEADERS}\n{plain(n)}"
    ),
    "a quoted line is no line": lambda n: Reply(
        f"We look into it.\n\n{WROTE}\n{_marked(n)}", outcome=None, kind="relay", says="We look into it."
    ),
    "question": lambda n: Reply("#question\nWhich day?", outcome=None, kind="question", says="Which day?"),
    "question in its line": lambda n: Reply(
        "#question Which day?\n\nThanks", outcome=None, kind="question", says="Which day?\n\nThanks"
    ),
    "extend": lambda n: Reply(
        "#extend to Friday 11th December 2020\nWe wait for the bus company.",
        outcome=None,
        kind="interim-update",
        says="by Friday 11 December 2020.\n\nWe wait for the bus company.",
    ),
    "note": lambda n: Reply("#note\nShe is a nuisance.", outcome=None, kind="", says=""),
}

REFUSED = {
    "#outcome maybe\nText": "upheld, partly upheld, not upheld",
    "#outcom upheld\nText": "Did you mean #outcome?",
    "#outcome upheld": "no text",
    "Hello,\n\n#outcome upheld\nText": "stands below other text",
    "#extend 1 November 2020\nText": "not later",
    "#extend soon\nText": "names no day",
    "#stage stage-9": "#stage stage-2",
    "#assign Nobody Here": "Ada Coordinator <ada@libra.example>",
    "#accept": "No late appeal",
    "#close": "needs a reason",
    "\n": "no text",
}


def _packed(notice: Envelope, reply: Reply) -> Message:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Ada Coordinator <{ADA}>", "complaints@libra.example"
    mail["Subject"] = f"Re: {' '.join(str(notice.message['Subject']).split())}"
    mail["Message-ID"] = f"<{abs(hash(reply.text + reply.coding))}@office.example>"
    mail["In-Reply-To"] = mail["References"] = str(notice.message["Message-ID"])
    subtype = reply.type.split(";")[0].split("/")[1]
    mail.set_content(reply.text, subtype=subtype, charset=reply.charset, cte=reply.coding)
    if "flowed" in reply.type:
        mail.set_param("format", "flowed")
    return mail


def _complaints(world: World, number: int) -> list[Envelope]:
    world.configure()
    for n in range(number):
        world.writes(f"Family{n} <f{n}@mail.example>", f"Late {n}", f"The bus was late, day {n}.", "2020-11-02 09:30")
    world.once("2020-11-02 09:31")
    return list(world.sink.to(ADA))


def test_each_habit_of_writing_comes_to_what_was_meant(world: World) -> None:
    notices = _complaints(world, len(REPLIES))
    wanted = [make(notice) for notice, make in zip(notices, REPLIES.values(), strict=True)]
    for notice, reply in zip(notices, wanted, strict=True):
        world.arrives(_packed(notice, reply), "2020-11-03 10:00")
    world.once("2020-11-03 10:01")
    cases = world.json("case", "list")
    wrong = {}
    for n, (habit, reply) in enumerate(zip(REPLIES, wanted, strict=True)):
        letters = world.sink.to(f"f{n}@mail.example")[1:]
        texts = [plain(one) for one in letters]
        leaks = [leak for leak in LEAKS for text in texts if leak in text]
        kinds = [one.message["X-Mailflow-Letter"] for one in letters]
        right = kinds == ([reply.kind] if reply.kind else []) and all(reply.says in text for text in texts)
        if not right or leaks or cases[n]["outcome"] != reply.outcome:
            wrong[habit] = (kinds, cases[n]["outcome"], leaks, texts)
    assert wrong == {}
    assert cases[list(REPLIES).index("extend")]["next_due_at"] == "2020-12-11T23:59:59+00:00"


def test_what_cannot_be_carried_out_sends_nothing_and_answers_its_author(world: World) -> None:
    notices = _complaints(world, len(REFUSED))
    for notice, text in zip(notices, REFUSED, strict=True):
        world.answers(notice, text, "2020-11-03 10:00")
    world.once("2020-11-03 10:01")
    assert {one["status"] for one in world.json("case", "list")} == {"open"}
    for n, (notice, (text, remedy)) in enumerate(zip(notices, REFUSED.items(), strict=True)):
        assert world.kinds(f"f{n}@mail.example") == ["acknowledgement"], text
        ref = notice.message["X-Mailflow-Case"]
        answers = [one for one in world.sink.to(ADA) if one.message["X-Mailflow-Case"] == ref][1:]
        assert [one.message["X-Mailflow-Letter"] for one in answers] == ["directive-error"], text
        assert remedy in plain(answers[0]), (text, plain(answers[0]))


def test_directives_that_move_a_case(world: World) -> None:
    stage, assign, close, done = _complaints(world, 4)
    world.answers(stage, "#stage stage-2\nThis is serious.", "2020-11-03 10:00")
    world.answers(assign, "#assign Ben Officer", "2020-11-03 10:00")
    world.answers(close, "#close they moved away", "2020-11-03 10:00")
    world.answers(done, "#outcome withdrawn\n\nAs you wished.", "2020-11-03 10:00")
    world.once("2020-11-03 10:01")
    first, second, third, fourth = world.json("case", "list")
    assert (first["stage"], first["next_due_at"]) == ("stage-2", "2020-12-01T23:59:59+00:00")
    assert world.kinds("f0@mail.example") == ["acknowledgement", "acknowledgement"]
    left = [one for one in world.case(1)["deadlines"] if (one["what"], one["stage"]) == ("respond", "stage-1")]
    assert [(one["met_at"], one["missed"]) for one in left] == [(None, False)]
    assert [one["address"] for one in world.case(2)["handlers"]] == [ADA, "ben@libra.example"]
    assert (second["status"], world.kinds("f1@mail.example")) == ("open", ["acknowledgement"])
    assert (third["status"], world.kinds("f2@mail.example")) == ("closed", ["acknowledgement"])
    assert (fourth["outcome"], world.kinds("f3@mail.example")[1:]) == ("withdrawn", ["outcome"])
    assert world.kinds("ben@libra.example") == ["handler-notice", "handler-notice"]
    assert world.kinds(ADA)[4:] == ["directive-done"] * 4


def test_where_a_plain_reply_is_a_note_nothing_is_sent(world: World) -> None:
    world.configure(reply="note")
    world.writes("P <p@mail.example>", "Late", "The bus was late.", "2020-11-02 09:30")
    world.once("2020-11-02 09:31")
    world.answers(world.letter(ADA, "handler-notice"), "I rang her.", "2020-11-02 10:00")
    world.once("2020-11-02 10:01")
    assert world.kinds("p@mail.example") == ["acknowledgement"]
    assert world.messages()[-1]["class"] == "staff-reply"


def test_where_no_verdict_is_stamped_a_letter_waits_for_its_registered_author(world: World) -> None:
    world.configure(require="auto")
    world.writes("P <p@mail.example>", "Late", "The bus was late.", "2020-11-02 09:30")
    world.once("2020-11-02 09:31")
    world.answers(world.letter(ADA, "handler-notice"), f"#outcome upheld\n\n{WORDS}", "2020-11-02 10:00")
    world.once("2020-11-02 10:01")
    preview = world.letter(ADA, "confirm-sender")
    assert WORDS in plain(preview) and world.kinds("p@mail.example") == ["acknowledgement"]
    world.answers(preview, "#yes", "2020-11-02 11:00", sender="Mallory <m@evil.example>")
    world.once("2020-11-02 11:01")
    assert world.kinds("p@mail.example") == ["acknowledgement"]
    world.answers(preview, f"#yes\n\n{WROTE}\n{_marked(preview)}", "2020-11-02 12:00")
    world.once("2020-11-02 12:01")
    assert world.kinds("p@mail.example") == ["acknowledgement", "outcome"]
    given = next(one for one in world.case()["events"] if one["kind"] == "outcome-given")
    assert given["at"] == "2020-11-02T10:00:00+00:00", "as of the first mail's receipt"


def test_a_stage_may_be_written_with_a_space_and_a_disclosure_explains_itself(world: World) -> None:
    stage, told, passed = _complaints(world, 3)
    world.answers(stage, "#stage Stage 2", "2020-11-03 10:00")
    world.answers(told, "#disclose The police have asked for it.", "2020-11-03 10:00")
    world.answers(passed, "#refer Luton Borough Council", "2020-11-03 10:00")
    world.once("2020-11-03 10:01")
    assert world.case(1)["stage"] == "stage-2"
    assert "The police have asked for it." in plain(world.letter("f1@mail.example", "relay"))
    assert "\n\n\n" not in plain(world.letter("f2@mail.example", "referral")), "no gap where no text was written"


def test_who_does_not_deal_with_a_case_is_offered_only_what_they_can_write(world: World) -> None:
    (notice,) = _complaints(world, 1)
    world.answers(notice, "#outcome upheld\n\nSorry.", "2020-11-03 10:00", sender="ben@libra.example")
    world.once("2020-11-03 10:01")
    says = plain(world.letter("ben@libra.example", "directive-error"))
    offered = says.partition("Lines that you can write now:")[2]
    assert "#note" in offered and "#outcome" not in offered
    assert world.kinds("f0@mail.example") == ["acknowledgement"]


def test_where_no_server_vouches_an_author_is_not_told_to_do_the_same_again(world: World) -> None:
    world.configure(require="authenticated")
    world.writes("P <p@mail.example>", "Late", "The bus was late.", "2020-11-02 09:30")
    world.once("2020-11-02 09:31")
    world.answers(world.letter(ADA, "handler-notice"), "#note\nI rang her.", "2020-11-02 10:00")
    world.once("2020-11-02 10:01")
    says = plain(world.letter(ADA, "directive-error"))
    assert "no mail server vouches for its sender" in says and "ask admin@libra.example" in says
