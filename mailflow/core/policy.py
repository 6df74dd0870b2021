"""A complaints policy as data: stages, who handles each, by when, what leads where, and the clause behind every rule.

The machine is Python and the same for every policy; what differs between organisations is here. A policy that
contradicts itself cannot be made: ``policy_checks`` runs at birth. The keys are the words of ``policies/*.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from mailflow.core.days import Duration
from mailflow.core.form_terms import Ask, Form, FormField
from mailflow.core.panel_terms import Panel
from mailflow.core.policy_checks import contradictions
from mailflow.core.policy_terms import (
    APPEAL_KEYWORDS,
    Appeal,
    Body,
    Choice,
    Clause,
    Copy,
    Id,
    Limit,
    OutcomeWord,
    Part,
    Retention,
    Review,
    Role,
    RoleName,
    Sentence,
    Stage,
    Words,
)
from mailflow.core.report_terms import Reporting
from mailflow.core.safeguarding_terms import Safeguarding
from mailflow.core.time_terms import REMINDERS, Escalation, Lead, Span
from mailflow.core.toml_lines import Path
from mailflow.core.written import Written

__all__ = [
    "APPEAL_KEYWORDS",
    "Appeal",
    "Ask",
    "Body",
    "Choice",
    "Clause",
    "Copy",
    "Form",
    "FormField",
    "Limit",
    "Panel",
    "Part",
    "Policy",
    "Reporting",
    "Retention",
    "Review",
    "Role",
    "Sentence",
    "Stage",
]


class Policy(Written):
    """A complaints policy.

    Attributes:
        close_after: Where a stage's appeal has no limit: how long after the outcome the case is closed.
        reminders: When staff are reminded of a promise before it is due; none: only when it was not kept.
        escalation: When the role above hears of a promise not kept.
        retention: None where the document sets no time: nothing is purged then.
        close_needs_outcome: The clause by which nothing is closed without an outcome; empty where it may be.
        conflict: Who acts where a complaint is about its handler and that handler's role names nobody.
        sanction_words: What no letter to a complainant says unless its author insists; a star is for every ending.
        safeguarding: Who is alerted by which words where somebody may be at risk; None: nobody is.
        report: Who gets reports when; None: they are made on demand, with the usual care for small counts.
        form: Its complaints form, else the usual one; and what it asks of every complaint, else nothing.
    """

    name: Id
    title: Words
    organisation: Words
    edition: Words
    close_after: Span = Duration.parse("3 months")
    close_needs_outcome: str = ""
    reminders: tuple[Lead, ...] = REMINDERS
    escalation: Escalation = Escalation()
    outcomes: tuple[OutcomeWord, ...] = (
        *("upheld", "partly-upheld", "not-upheld"),
        *("resolved", "withdrawn", "referred"),
    )
    appeal_keywords: tuple[Words, ...] = APPEAL_KEYWORDS
    sanction_words: tuple[Words, ...] = ()
    conflict: Words | None = None
    roles: Mapping[RoleName, Role]
    types: Mapping[Id, Choice] = {}
    relations: Mapping[Id, Choice] = {}
    stages: tuple[Stage, ...]
    bodies: tuple[Body, ...] = ()
    copies: tuple[Copy, ...] = ()
    form: Form = Form()
    safeguarding: Safeguarding | None = None
    retention: Retention | None = None
    review: Review | None = None
    report: Reporting | None = None
    clauses: Mapping[str, Clause] = {}

    @model_validator(mode="wrap")
    @classmethod
    def _is_consistent(cls, data: Any, handler: Any) -> Policy:
        """Report contradictions beside wrong values, in one go: a person mends a file once, not twice."""
        wrong: list[InitErrorDetails] = []
        made: Policy | None = None
        if isinstance(data, Mapping):
            wrong = [_contradiction(path, what) for path, what in contradictions(data)]
            data = _with_own_keywords(data)
        try:
            made = handler(data)
        except ValidationError as error:
            wrong += [_again(each) for each in error.errors(include_url=False)]
        if wrong or made is None:
            raise ValidationError.from_exception_data(cls.__name__, wrong)
        return made

    def stage(self, stage_id: str) -> Stage:
        """Return a stage by its id.

        Raises:
            KeyError: Where there is no such stage.
        """
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        msg = f'the policy {self.name} has no stage "{stage_id}"; its stages: {", ".join(s.id for s in self.stages)}'
        raise KeyError(msg)

    def next_stage(self, stage_id: str) -> Stage | None:
        """Return the stage that an appeal against this one opens; None after the last."""
        appeal = self.stage(stage_id).appeal
        return self.stage(appeal.to) if appeal else None

    def is_final(self, stage_id: str) -> bool:
        """Say whether the internal process ends with this stage's outcome."""
        return self.stage(stage_id).appeal is None

    def keywords_at(self, stage_id: str) -> tuple[str, ...]:
        """Return the appeal keywords after a stage's outcome; after the last stage, the policy's own."""
        appeal = self.stage(stage_id).appeal
        return appeal.keywords if appeal else self.appeal_keywords

    def opening_stage(self, subject: str) -> tuple[Stage, str]:
        """Return the stage that a mail with this subject opens, and why in a sentence."""
        for stage in self.stages:
            for word in stage.opens_on_subject:
                if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", subject, re.IGNORECASE):
                    return stage, f'the subject says "{word}", which opens {stage.id}'
        stage = next(stage for stage in self.stages if stage.opens_by_email)
        return stage, f"a complaint by email opens {stage.id}"

    def role_chain(self, role: str) -> tuple[str, ...]:
        """Return a role and then, in order and each once, those who act in its place."""
        chain: list[str] = []
        waiting = [role]
        while waiting:
            name = waiting.pop(0)
            if name not in chain:
                chain.append(name)
                waiting = [*(self.roles[name].instead if name in self.roles else ()), *waiting]
        return tuple(chain)

    def in_conflict(self, role: str) -> str | None:
        """Return the role that gets a complaint about somebody in a role; None where the policy has nobody else."""
        own = self.roles[role].conflict if role in self.roles else None
        found = own or self.conflict
        return found if found != role else None

    def title_of(self, role: str) -> str:
        """Return a role's title in the policy's words."""
        return self.roles[role].title if role in self.roles else role.replace("_", " ")

    def bodies_for(self, letter_kind: str, stage_id: str) -> tuple[Body, ...]:
        """Return the outside bodies that a kind of letter names at a stage."""
        return tuple(
            body for body in self.bodies if letter_kind in body.letters and (not body.stages or stage_id in body.stages)
        )


def _with_own_keywords(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hand each stage's appeal the policy's keywords where it brings none, so that readers need one look only."""
    words, stages = data.get("appeal_keywords"), data.get("stages")
    if not words or not isinstance(stages, list | tuple):
        return data

    def filled(stage: object) -> object:
        appeal = stage.get("appeal") if isinstance(stage, Mapping) else None
        if not isinstance(stage, Mapping) or not isinstance(appeal, Mapping) or "keywords" in appeal:
            return stage
        return {**stage, "appeal": {**appeal, "keywords": words}}

    return {**data, "stages": [filled(stage) for stage in stages]}


def _contradiction(path: Path, what: str) -> InitErrorDetails:
    return InitErrorDetails(type=PydanticCustomError("contradiction", "{what}", {"what": what}), loc=path, input=None)


def _again(error: Any) -> InitErrorDetails:
    context = error.get("ctx", {})
    return InitErrorDetails(type=error["type"], loc=error["loc"], input=error["input"], ctx=context)
