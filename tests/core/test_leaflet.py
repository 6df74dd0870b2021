"""The leaflet of a policy: what families and staff are handed says what the policy says, and no more."""

from __future__ import annotations

import re

import pytest

from mailflow.core.leaflet import leaflet, page, text
from mailflow.policies import available, load


def told(name: str, address: str = "", *, for_staff: bool = False) -> str:
    """The leaflet of a policy in one line."""
    return " ".join(text(leaflet(load(name).policy, address, for_staff=for_staff)).split())


@pytest.mark.parametrize("name", available())
def test_every_step_with_its_times_is_told_without_clauses(name: str) -> None:
    policy, words = load(name).policy, told(name)
    for stage in policy.stages:
        assert stage.title in words
        for limit in (*stage.respond, *(one for one in (stage.acknowledge, stage.meet) if one)):
            assert f"within {limit.within}" in words
        if stage.appeal and stage.appeal.within:
            assert f"must reach us within {stage.appeal.within} of that answer" in words
    assert not [clause for clause in policy.clauses if re.search(rf"\b{re.escape(clause)}\b", words)]
    assert " ." not in words and ".." not in words and "None" not in words


@pytest.mark.clause("CL-5.3", "CL-5.4")
def test_cl_5_3_staff_and_volunteers_are_told_what_to_do_and_families_are_not_bothered_with_it() -> None:
    line = "begins with the line “#new NAME <address>”"
    staff, families = told("childrens-links", "talk@cl.example", for_staff=True), told("childrens-links")
    assert f"in a mail to talk@cl.example that {line}" in staff
    assert "tell the Safeguarding Lead now" in staff
    assert "#new" not in families and "For staff" not in families


@pytest.mark.parametrize(
    ("address", "says"), [("talk@cl.example", "Write to talk@cl.example in"), ("", "Write to us in")]
)
def test_where_to_write_to_is_told_where_it_is_known(address: str, says: str) -> None:
    assert says in told("childrens-links", address)


def test_an_outside_body_for_after_the_end_is_told_so() -> None:
    assert "Website: www.naccc.org.uk. After the last step of our own procedure." in told("libra-children-services")
    assert "After the last step" not in told("stepping-stones")


def test_only_who_is_heard_by_the_policy_is_promised_a_hearing() -> None:
    promise = "If a complaint is about you"
    assert promise in told("stepping-stones", for_staff=True)
    assert promise not in told("big-bums-little-bums", for_staff=True)


def test_the_page_says_the_same_loads_nothing_and_markup_is_text() -> None:
    policy = load("childrens-links").policy.model_copy(update={"organisation": "<b>Links & Co</b>"})
    made = leaflet(policy)
    html = page(made)
    assert "&lt;b&gt;Links &amp; Co&lt;/b&gt;: how to complain" in html and "<b>" not in html
    assert html.count("<li>") == sum(len(one.items) for one in made.sections)
    assert not re.search(r"<(script|img|link|iframe)|url\(|https?://", html)
