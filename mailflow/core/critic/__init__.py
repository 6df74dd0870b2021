"""A policy's critic: what can be carried out as it is written, and yet should be looked at by a person.

Errors are ``policy_checks``' business: a policy that has one cannot be used. What is said here never stops anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mailflow.core.critic.laws import undercut
from mailflow.core.critic.limits import limits
from mailflow.core.critic.promises import promises
from mailflow.core.critic.reach import reach
from mailflow.core.critic.roles import roles
from mailflow.core.critic.terms import PolicyWarning, Year
from mailflow.core.days import Calendar, long_date
from mailflow.core.law import Law
from mailflow.core.policy import Policy

__all__ = ["PolicyWarning", "warnings"]


def warnings(
    policy: Policy, laws: Iterable[Law], today: date, calendar: Calendar | None = None
) -> tuple[PolicyWarning, ...]:
    """Return what a person should look at in a policy.

    Args:
        policy: A policy without errors.
        laws: Held against its limits.
        today: In the organisation's zone; for the review, and for the year over which limits are compared.
        calendar: The organisation's days; without one, weekends alone are no working days.
    """
    calendar = calendar or Calendar(zone="Europe/London")
    year = Year(calendar, today)
    return (
        *limits(policy, year),
        *reach(policy),
        *roles(policy),
        *promises(policy),
        *undercut(policy, laws, year),
        *_review(policy, today, calendar),
    )


def _review(policy: Policy, today: date, calendar: Calendar) -> Iterable[PolicyWarning]:
    review = policy.review
    if review is None:
        return
    due_on = calendar.due(calendar.at_local(review.last, 12), review.every, review.source).due_on
    if due_on < today:
        says = (
            f"the policy is to be reviewed within {review.every} of its last review on {long_date(review.last)}: that "
            f"was due by {long_date(due_on)}; review it and write the day into [review] last"
        )
        yield PolicyWarning(clauses=(review.source,), about="review", says=says)
