"""The words that a letter's template may use, beside what compose.py says of case, stage and policy.

A fact is what a decision hands to a template (``SendLetter.facts``). Each has a default, so that a letter goes out
although a fact is missing; a template that uses a name which is not here is refused when it is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping

from mailflow.core.letter_kinds import LetterKind, Value

#: Facts of each kind with their defaults. Days are ISO dates; templates write them out by the filter ``longdate``.
FACTS: Mapping[LetterKind, Mapping[str, Value]] = {
    LetterKind.ACKNOWLEDGEMENT: {
        "opened_by": "complaint",  # complaint, appeal, late-appeal, directive, admin
        "asks": (),  # what the complaint does not say yet, each as a phrase
        "received_on": "",  # when the complainant's mail came, where the stage began later
    },
    LetterKind.OUTCOME: {
        "outcome": "",  # else the case's
        "last_day": "",  # last day to go on to the next stage; else the window that the case prints
        "word": "",  # the word to write in the subject; else the stage's first
        "final": False,  # compose.py asks the policy
    },
    # is_first: there was no date before; was_due: the machine's own, nobody has said when the answer will come
    LetterKind.INTERIM_UPDATE: {"due": "", "is_first": False, "was_due": ""},
    LetterKind.APPEAL_LATE: {},
    LetterKind.APPEAL_DECLINED: {},
    LetterKind.PROCESS_ENDED: {},
    LetterKind.QUESTION: {"holds": False, "waits": ""},  # holds: the clock of the answer stands still, so long at most
    LetterKind.RELAY: {},
    LetterKind.MEETING_INVITATION: {
        "what": "meeting",  # or mediation
        **{"when": "", "time": "", "place": ""},
        "change": "",  # changed, cancelled
        "arranged_by": "",  # to staff alone: whom to tell who cannot come
    },
    LetterKind.REFERRAL: {"referred_to": ""},
    LetterKind.RECEIPT: {},
    LetterKind.THANKS: {},
    LetterKind.CONFIRM_ADDRESS: {"came_on": "", "came_at": ""},  # when the mail in question reached us: day, time
    LetterKind.HANDLER_NOTICE: {
        # complaint, appeal, late-appeal, directive, further, other-side, closed-reply, doubt, reconsider, handed, type;
        # or words
        "reason": "complaint",
        "role": "",  # the recipient's role on the case
        "remark": "",
    },
    LetterKind.REMINDER: {
        **{"what": "", "due": "", "proof": "", "source": ""},  # the most pressing promise, for the subject
        "promises": (),  # all that are told: mappings of what, due, proof, source, missed
        "mark": "",  # "quiet": nothing has a date; "task": tasks; "question": no answer; "doubt": is it an appeal?
        "tasks_due": (),  # mappings of number, what, due, source
        "asked": "",  # the day of a question that was not answered
        "begins": "",  # the stage that begins where nobody says what a reply is
        "in_drafts": (),  # letters that lie in the Drafts folder, each with the day since when
    },
    LetterKind.BREACH_NOTICE: {
        **{"what": "", "due": "", "proof": "", "source": "", "promises": (), "asked": ""},
        "mark": "",  # "escalated": to the role above
        "told_on": "",  # when those who deal with the case were told
        "in_drafts": (),
    },
    LetterKind.SAFEGUARDING_ALERT: {"because": "", "again": False},
    LetterKind.DIRECTIVE_ERROR: {"problems": (), "lines": (), "notes_only": False},  # lines: what the author wrote
    LetterKind.DIRECTIVE_DONE: {"done": (), "lines": ()},
    LetterKind.CONFIRM_SENDER: {"lines": ()},
    LetterKind.COPY: {"on": "opened", "source": ""},  # opened, moved, decided, closed
    LetterKind.REPORT: {
        **{"period": "", "meeting": "", "source": ""},  # meeting: the day of the meeting that it is for
        "lines": (),  # what matters most, each as a sentence
    },
    LetterKind.DIGEST: {
        "day": "",  # the Monday
        "cases": (),  # mappings of ref, stage, since, next
        "to_do": (),  # mappings of ref, what, by, number
    },
    LetterKind.ADMIN_NOTICE: {"items": ()},  # mappings of title, detail, command
}

#: Names that every template has; context.py makes them.
COMMON = frozenset(
    {"office", "policy", "case", "stage", "next_stage", "deadlines", "answer_by", "meet_by", "received", "bodies"}
    | {"text", "quoted", "previews", "waits_late", "received_late", "window_ended", "lines_to_write", "skeleton"}
    | {"parts_are_for", "tasks"}
)

#: The kinds that have a template.
KINDS = tuple(FACTS)


def known_names(kind: LetterKind) -> frozenset[str]:
    """Return every name that a template of this kind may use."""
    return COMMON | frozenset(FACTS[kind])
