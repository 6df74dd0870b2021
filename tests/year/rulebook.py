"""The five policies as their clauses and INTERFACE.md tell them, for the year's reckoning. No policy file is read.

Who acts instead of whom, and when a year ends, is the organisation's choice, which no clause makes: once more, by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

#: Where no limit is set for an appeal, the case is closed so long after its outcome (INTERFACE); and what the revised
#: edition of the year's middle makes of it, for the cases that are opened under that.
CLOSE_AFTER, REVISED_CLOSE_AFTER = "3 months", "2 months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """By when a stage is answered. ``of_type``: only for that type; ``from_complaint``: counted from the first mail."""

    within: str
    source: str
    of_type: str = ""
    from_complaint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage. ``ack``, ``meet``: the limit and its clause; ``to``: what an appeal opens, ``window``: until when.

    ``task``: what it asks of a person, without a day; ``about_task``: once it is known whom the complaint is about.
    ``above``: who hears of a promise not kept, where no stage follows. ``somebody_new``: nobody who "decided" before,
    or who had a "part". ``informs``: who dealt with that stage hears of this one.
    """

    roles: tuple[str, ...]
    ack: tuple[str, str] | None = None
    answers: tuple[Answer, ...] = ()
    meet: tuple[str, str] | None = None
    to: str = ""
    window: tuple[str, str] | None = None
    roles_of_type: dict[str, str] = field(default_factory=dict)
    reconsiders: bool = False
    needs_parts: tuple[str, ...] = ()
    task: str = ""
    above: str = ""
    somebody_new: str = ""
    informs: str = ""
    about_task: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A policy.

    ``copies``: role, moments, and the stages at which it is told on opening (none given: all). ``interim``: the stages
    at which the complainant is told of a late answer. ``report``: who gets the report of a year by mail, and when.
    """

    opens: str
    formal: str = ""
    steps: dict[str, Step]
    instead: dict[str, tuple[str, ...]]
    in_conflict: dict[str, str]
    staff: tuple[str, ...]
    copies: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    checklist: tuple[tuple[str, str], ...]
    types: tuple[str, ...] = ()
    laws: tuple[tuple[str, str], ...] = ()
    closes_freely: bool = True
    interim: tuple[str, ...] = ()
    report: tuple[str, date] | None = None


_ALARM = (("1 working day", ""), ("1 working day", ""), ("14 days", ""))
#: An upheld complaint needs these parts (BB-1.3); every answer of Libra's later stages (LC-5.4).
_VALID = ("upheld", "partly upheld")
_ALL = ("upheld", "partly upheld", "not upheld", "resolved")

BOOKS = {
    "little-footsteps": Book(
        opens="formal-review",
        steps={
            "informal": Step(roles=("complaints_handler",), to="formal-review"),
            "formal-review": Step(
                roles=("complaints_handler",),
                ack=("48 hours", "LF-2.2"),
                answers=(Answer(within="7 working days", source="LF-2.3"),),
                to="independent-review",
            ),
            "independent-review": Step(roles=("independent_reviewer",)),
        },
        instead={"safeguarding_lead": ("complaints_handler",)},
        in_conflict={"complaints_handler": "mediator"},
        staff=("complaints_handler", "mediator", "independent_reviewer", "safeguarding_lead"),
        checklist=_ALARM,
        types=("families", "childcare-professionals", "agency-operations"),
    ),
    "big-bums-little-bums": Book(
        opens="stage-1",
        steps={
            "stage-1": Step(
                roles=("complaints_lead",),
                answers=(Answer(within="5 days", source="BB-1.1"),),
                to="stage-2",
                needs_parts=_VALID,
            ),
            "stage-2": Step(
                roles=("complaints_officer",),
                ack=("48 hours", "BB-2.3"),
                answers=(Answer(within="28 days", source="BB-2.2"),),
                to="stage-3",
                needs_parts=_VALID,
                task="BB-2.4",
            ),
            "stage-3": Step(roles=("reviewer", "independent_representative"), meet=("28 days", "BB-3.2")),
        },
        instead={"complaints_lead": ("complaints_officer",), "safeguarding_lead": ("complaints_officer",)},
        in_conflict={"complaints_lead": "complaints_officer"},
        staff=(
            *("complaints_lead", "complaints_officer", "reviewer", "independent_representative"),
            "safeguarding_lead",
        ),
        checklist=_ALARM,
    ),
    "stepping-stones": Book(
        opens="stage-1",
        formal="stage-2",
        steps={
            "stage-1": Step(
                roles=("keyworker",),
                roles_of_type={
                    "childcare": "childcare_service_manager",
                    "childcare-age-5-and-over": "childcare_service_manager",
                },
                answers=(
                    Answer(within="20 days", source="SS-6.1", of_type="childcare-age-5-and-over", from_complaint=True),
                ),
                to="stage-2",
                about_task=("SS-1.5", "5 working days"),
            ),
            "stage-2": Step(
                roles=("ceo",),
                ack=("5 working days", "SS-2.2"),
                answers=(
                    Answer(within="28 days", source="SS-2.3"),
                    Answer(within="20 days", source="SS-6.1", of_type="childcare-age-5-and-over", from_complaint=True),
                ),
                to="stage-3",
                window=("10 days", "SS-3.1"),
                reconsiders=True,
                about_task=("SS-1.5", "5 working days"),
            ),
            "stage-3": Step(
                roles=("chair_of_trustees",),
                somebody_new="decided",
                informs="stage-1",
                ack=("1 week", "SS-3.2"),
                about_task=("SS-3.3", "5 working days"),
            ),
        },
        instead={
            "keyworker": ("womens_service_manager",),
            "childcare_service_manager": ("deputy_childcare_service_manager",),
            "ceo": ("chair_of_trustees",),
            "safeguarding_lead": ("ceo", "chair_of_trustees"),
        },
        in_conflict={"keyworker": "womens_service_manager", "ceo": "chair_of_trustees"},
        staff=(
            *("keyworker", "womens_service_manager", "childcare_service_manager", "deputy_childcare_service_manager"),
            *("ceo", "chair_of_trustees", "safeguarding_lead"),
        ),
        copies=(("ceo", ("opened", "closed"), ()), ("womens_service_manager", ("opened",), ("stage-1",))),
        checklist=(
            *(("1 working day", "SS-5.1"), ("1 working day", "SS-5.1"), ("1 working day", "SS-5.1")),
            *(("5 working days", "SS-5.1"), ("14 days", "SS-5.1")),
        ),
        report=("chair_of_trustees", date(2020, 4, 1)),
        types=("womens-service", "childcare", "childcare-age-5-and-over", "other"),
    ),
    "childrens-links": Book(
        opens="complaint",
        steps={
            "complaint": Step(
                roles=("complaints_manager",),
                ack=("5 working days", "CL-4.4a"),
                answers=(Answer(within="28 working days", source="CL-4.4b"),),
                to="appeal",
                about_task=("CL-4.5", "5 working days"),
            ),
            "appeal": Step(
                roles=("appeal_manager",),
                ack=("5 working days", "CL-4.4c"),
                answers=(Answer(within="10 working days", source="CL-4.4c"),),
                to="final-appeal",
                about_task=("CL-4.5", "5 working days"),
            ),
            "final-appeal": Step(
                roles=("final_appeal_manager",),
                above="trustee",
                ack=("5 working days", "CL-4.4d"),
                answers=(Answer(within="20 working days", source="CL-4.4d"),),
                about_task=("CL-4.5", "5 working days"),
            ),
        },
        instead={"safeguarding_lead": ("trustee",)},
        in_conflict={"complaints_manager": "trustee"},
        staff=("complaints_manager", "appeal_manager", "final_appeal_manager", "trustee", "safeguarding_lead"),
        checklist=_ALARM,
        # Switched on here: the early years framework tells the complainant the outcome within 28 days of the complaint.
        laws=(("28 days", "EYFS statutory framework, section 3, Complaints"),),
        closes_freely=False,
    ),
    "libra-children-services": Book(
        opens="stage-1",
        steps={
            "informal": Step(roles=("coordinator",), to="stage-1"),
            "stage-1": Step(
                roles=("coordinator",),
                ack=("1 week", "LC-4.2"),
                answers=(Answer(within="4 weeks", source="LC-4.5"),),
                to="stage-2",
                window=("2 weeks", "LC-5.1"),
                task="LC-4.3",
            ),
            "stage-2": Step(
                roles=("complaints_officer",),
                ack=("1 week", "LC-5.2"),
                answers=(Answer(within="4 weeks", source="LC-5.3"),),
                to="stage-3",
                window=("2 weeks", "LC-6.1"),
                somebody_new="part",
                needs_parts=_ALL,
            ),
            "stage-3": Step(roles=("chair",), answers=(Answer(within="4 weeks", source="LC-6.4"),), needs_parts=_ALL),
        },
        instead={
            "coordinator": ("complaints_officer", "senior_leader", "chair"),
            "complaints_officer": ("senior_leader", "chair"),
            "senior_practitioner": ("coordinator",),
            "safeguarding_lead": ("senior_leader", "chair"),
        },
        in_conflict={"coordinator": "complaints_officer"},
        staff=(
            *("coordinator", "complaints_officer", "senior_practitioner", "senior_leader", "chair"),
            *("committee_member", "committee_member", "committee_member", "safeguarding_lead"),
        ),
        interim=("stage-2",),
        checklist=_ALARM,
    ),
}
