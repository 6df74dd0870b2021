"""The page of a policy: it says what the policy says, loads nothing, and no text leaves its box."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from mailflow.core.policy import Policy
from mailflow.policies import available, load
from mailflow.reports.procedure import page
from tests.core.critic.test_critic import small

SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def picture(policy: Policy) -> ElementTree.Element:
    """The drawing of a page, as a tree."""
    found = SVG.search(page(policy))
    assert found is not None
    return ElementTree.fromstring(found[0])


def words(policy: Policy) -> str:
    """What the drawing says, in one line."""
    return " ".join(each.text or "" for each in picture(policy).iter("text"))


@pytest.mark.parametrize("name", available())
def test_the_page_loads_nothing_and_runs_nothing(name: str) -> None:
    told = page(load(name).policy)
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\((?!#)|\ssrc=|\shref=|\son\w+=", told)


@pytest.mark.parametrize("name", available())
def test_every_stage_with_its_people_and_times_is_in_the_drawing(name: str) -> None:
    policy = load(name).policy
    said = words(policy)
    for stage in policy.stages:
        assert stage.title in said
        assert policy.title_of(stage.handlers[0]) in said
        for limit in (stage.acknowledge, stage.meet, *stage.respond):
            assert limit is None or f"within {limit.within}" in said


@pytest.mark.parametrize("name", available())
def test_every_clause_that_a_stage_names_stands_in_the_page(name: str) -> None:
    policy = load(name).policy
    told = page(policy)
    for stage in policy.stages:
        sources = [one.source for one in (stage.acknowledge, stage.meet, stage.appeal, *stage.respond) if one]
        assert all(f"({source})" in told for source in (*sources, *(part.source for part in stage.parts)))


@pytest.mark.parametrize("name", available())
def test_no_line_of_the_drawing_is_longer_than_its_box(name: str) -> None:
    assert all(len(each.text or "") <= 40 for each in picture(load(name).policy).iter("text"))


def test_dates_of_an_outside_body_come_after_the_end() -> None:
    assert "The end of our procedure Then: National Association of Child Contact Centres (NACCC)" in words(
        load("libra-children-services").policy
    )


def test_a_window_is_named_and_so_is_that_there_is_none() -> None:
    assert "APPEAL in the subject, within 2 weeks" in words(load("libra-children-services").policy)
    assert "APPEAL in the subject, no last day is set" in words(load("childrens-links").policy)


def test_a_step_that_staff_open_has_a_dashed_frame_which_is_explained() -> None:
    told = page(load("libra-children-services").policy)
    assert 'class="box dashed"' in told
    assert "A dashed frame" in told
    assert "A dashed frame" not in page(load("childrens-links").policy)


def test_an_appeal_that_passes_over_a_stage_is_drawn_around_it() -> None:
    third: dict[str, Any] = {"id": "three", "title": "Three", "handlers": ["chair"], "respond": []}
    first = {"appeal": {"to": "three", "within": "10 days", "source": "A-3"}}
    jumping = small(one=first, two={"opens_on_subject": ["formal"]}, more=[third])
    around = [one for one in picture(jumping).iter("path") if one.get("d", "").startswith("M336 ")]
    assert len(around) == 1
    assert not [one for one in picture(small()).iter("path") if one.get("d", "").startswith("M336 ")]


def test_what_a_policy_says_is_text_and_never_markup() -> None:
    told = page(small(title="<b>Bold</b> & co", one={"title": "One <script>"}))
    assert "<b>" not in told
    assert "<script" not in told
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; co" in told


@pytest.mark.parametrize(("name", "brings"), [("childrens-links", True), ("stepping-stones", False)])
def test_what_the_confirmation_brings_with_it_is_told(name: str, brings: bool) -> None:
    assert ("this policy in plain words, as a file" in page(load(name).policy)) is brings
