"""``mailflow letter preview KIND``: sample letters, under the configured policy or any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Failure
from mailflow.core.case import Status
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.office import Office, Officer
from mailflow.core.written import did_you_mean
from mailflow.letters.names import KINDS
from mailflow.letters.sample import samples, written
from mailflow.policies import LoadedPolicy, calendar_for, load
from mailflow.wiring import office_of, policy_of, templates_of

if TYPE_CHECKING:
    from mailflow.core.case import Case
    from mailflow.core.decision import SendLetter
    from mailflow.letters.render import Templates


def written_samples(
    asked: Asked, kind: str, policy: str | None, stage: str | None, *, every: bool
) -> list[tuple[str, str]]:
    """Return subject and text of sample letters.

    Raises:
        UsageError: There is no such kind or stage.
        TemplateBroken: The letter cannot be written, with what to mend.
    """
    kinds = [one.value for one in KINDS]
    if kind not in kinds:
        raise click.UsageError(f'There is no letter "{kind}"; {did_you_mean(kind, kinds)}')
    office, templates = _office(asked, policy)
    stages = [one.id for one in office.policy.stages]
    if stage is not None and stage not in stages:
        raise click.UsageError(f'The policy has no stage "{stage}"; {did_you_mean(stage, stages)}')
    found = [
        (letter, case)
        for letter, case in samples(office)
        if letter.kind is LetterKind(kind) and (stage is None or letter.stage == stage)
    ]
    if not found:
        raise Failure(f"The policy {office.policy.name} has no such letter. Choose another kind or stage.")
    chosen = found if every else [max(found, key=_telling)]
    texts = [written(letter, case, office, templates) for letter, case in chosen]
    return list(dict.fromkeys((one.subject, one.text) for one in texts))


def _telling(sample: tuple[SendLetter, Case | None]) -> tuple[bool, bool, bool]:
    """Put first the sample that shows most: about a case with people in it, with the facts that such a letter has."""
    letter, case = sample
    decided = letter.kind in (LetterKind.OUTCOME, LetterKind.APPEAL_LATE, LetterKind.APPEAL_DECLINED)
    return (
        case is not None and bool(case.handlers),
        bool(letter.facts),
        case is not None and (case.status is Status.DECIDED) == decided,
    )


def _office(asked: Asked, policy: str | None) -> tuple[Office, Templates]:
    from mailflow.letters.render import Templates
    from mailflow.settings import data_folder

    if policy is not None:
        return sample_office(load(policy)), Templates([data_folder("templates")])
    settings = asked.settings()
    organisation = asked.organisations(settings)[0] if asked.org else settings.organisation()
    return office_of(settings, organisation, policy_of(organisation), clock.now()), templates_of(settings)


def sample_office(loaded: LoadedPolicy) -> Office:
    """Return an office that could run a policy, with one invented person for each role."""
    policy = loaded.policy
    initials = "".join(word[0] for word in policy.organisation.split() if word[0].isalpha()).upper()
    return Office(
        code=initials[:8] or "XX",
        name=policy.organisation,
        admin="admin@office.example",
        address="complaints@office.example",
        policy=policy,
        policy_digest=loaded.digest,
        calendar=calendar_for("Europe/London", "GB-ENG", (), range(2025, 2029)),
        staff=tuple(
            Officer(name=f"the {role.title}", address=f"{name}@office.example".replace("_", "-"), roles=(name,))
            for name, role in policy.roles.items()
        ),
    )
