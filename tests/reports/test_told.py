"""An attack on whole reports: for every number that is hidden there is another world with the very same report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, product

import pytest

from mailflow.core.case import Case, Kind, What
from mailflow.reports import forms
from mailflow.reports.figures import Figures, Promise
from mailflow.reports.hidden import Count, Division
from mailflow.reports.told import Told
from tests.reports.told_of import all_forms, figures_of, office, told_of
from tests.reports.year_of_cases import year_of

Counts = Mapping[str, int]
#: What is counted of the complaints, or of what happened, in parts; and where the report has it.
PARTED = ("types", "relations", "channels", "appeals", "answers", "open")


def small(figures: Figures, **changes: object) -> Figures:
    return replace(figures, **changes)  # type: ignore[arg-type]


def others(counts: Counts) -> Iterator[Counts]:
    """Every division of the same total that differs in two parts."""
    for a, b in combinations(counts, 2):
        for n in range(counts[a] + counts[b] + 1):
            if n != counts[a]:
                yield {**counts, a: n, b: counts[a] + counts[b] - n}


def division_of(report: Told, part: str) -> Division | None:
    titles = {"types": "What they are about", "relations": "Who complained", "channels": "How they came"}
    if part in titles:
        return dict(report.divisions).get(titles[part])
    return {"appeals": report.appeals_by_stage, "answers": report.outcomes, "open": report.ages}[part]


def hidden(report: Told, part: str, counts: Counts) -> tuple[str, ...]:
    division = division_of(report, part)
    if division is None:
        return ()
    return tuple(counts) if division.is_withheld else division.heap


@pytest.mark.parametrize("policy", ["stepping-stones", "childrens-links", "libra-children-services"])
@pytest.mark.parametrize("seed", range(6))
def test_each_hidden_number_of_a_small_year_could_be_another(policy: str, seed: int) -> None:
    found = tuple(year_of(office(policy), seed, 8 + 4 * seed))
    figures = figures_of(found, policy)
    report = told_of(figures, policy, found)
    printed, tried = all_forms(report), 0
    for part in PARTED:
        counts = getattr(figures, part)
        for name in hidden(report, part, counts):
            twins = (other for other in others(counts) if other[name] != counts[name])
            assert any(all_forms(told_of(small(figures, **{part: one}), policy, found)) == printed for one in twins), (
                part,
                name,
            )
            tried += 1
    assert tried, "this year hides nothing; take another one"


def test_a_year_of_300_shows_what_is_many_and_still_no_small_number() -> None:
    found = tuple(year_of(office(), 7, 300))
    report = told_of(figures_of(found), found=found)
    assert report.complaints.n is not None and report.complaints.n > 200
    assert report.answers.n is not None and report.appeals.n is not None and report.open.n is not None
    shown = [n for _, one in report.divisions for _, n in one.shown]
    assert shown and min(shown) >= 3
    promises = {one.clause: one for one in report.promises}
    assert promises["LC-4.2"].worst is not None and promises["LC-4.5"].broken is not None


def flows(received: int, appeals: int, answers: int, waiting: int) -> Figures:
    figures = figures_of(())
    return replace(
        figures,
        kinds={**figures.kinds, Kind.COMPLAINT: received},
        channels={"Email": received},
        appeals={"Stage 2": appeals},
        answers={"Upheld": answers},
        open={"Up to 4 weeks": waiting},
    )


def test_nobody_works_out_a_hidden_number_from_those_that_must_add_up() -> None:
    """In the first year of an office all that is received or appealed is answered or waits: N + A = B + W."""
    same: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
    most = 9
    for received, appeals, waiting in product(range(most), repeat=3):
        answers = received + appeals - waiting
        if received and answers >= appeals:  # nobody appeals before there is an answer
            world = (received, appeals, answers, waiting)
            same[forms.text(told_of(flows(*world)))].append(world)
    tried = 0
    for printed, those in same.items():
        if max(max(world) for world in those) >= most - 2:
            continue  # beside these there are worlds that were not tried
        one = told_of(flows(*those[0]))
        assert forms.text(one) == printed
        counts: tuple[Count, ...] = (one.complaints, one.appeals, one.answers, one.open)
        for place, number in enumerate(counts):
            if number.n is None and any(world[place] for world in those):  # that there is nothing may be known
                assert len({world[place] for world in those}) > 1, (printed, those)
                tried += 1
    assert tried


def test_the_oldest_is_not_told_where_it_would_say_which_ages_are_empty() -> None:
    base = replace(figures_of(()), oldest=60)
    all_shown = told_of(replace(base, open={"Up to 4 weeks": 4, "4 to 8 weeks": 0, "8 to 13 weeks": 3, "More": 0}))
    assert all_shown.oldest == 60
    heaped = told_of(replace(base, open={"Up to 4 weeks": 2, "4 to 8 weeks": 2, "8 to 13 weeks": 3, "More": 0}))
    assert heaped.open.n == 7
    assert heaped.oldest is None


def promise(kept: int, broken: int, days: tuple[int, ...] | None = None) -> Promise:
    took = days if days is not None else (1,) * kept + (40,) * broken
    return Promise(stage="stage-1", what=What.RESPOND, source="LC-4.5", kept=kept, broken=broken, days=took)


def of_promise(kept: int, broken: int) -> str:
    return all_forms(told_of(replace(figures_of(()), promises=(promise(kept, broken),))))


@pytest.mark.parametrize(("kept", "broken"), [(1, 2), (2, 1), (2, 2), (3, 1), (20, 1), (20, 2), (1, 20), (2, 20)])
def test_a_few_broken_promises_are_told_of_and_not_counted(kept: int, broken: int) -> None:
    printed = of_promise(kept, broken)
    total = kept + broken
    twins = [n for n in range(1, total) if n != kept and of_promise(n, total - n) == printed]
    assert twins, "nobody else could have this report"
    assert "always in time" not in printed or "not always" in printed or "nearly always" in printed


def test_a_promise_that_was_always_kept_is_said_and_so_are_three_that_were_not() -> None:
    assert "always in time" in of_promise(20, 0)
    assert "about nine in ten in time; 3 late" in of_promise(20, 3)


def test_how_long_it_took_is_told_only_where_six_were_met() -> None:
    six = told_of(replace(figures_of(()), promises=(promise(6, 3, days=(1, 1, 2, 2, 9, 10)),))).promises[0]
    assert (six.median, six.worst) == (2, 10)
    five = told_of(replace(figures_of(()), promises=(promise(6, 3, days=(1, 1, 2, 9, 10)),))).promises[0]
    assert (five.median, five.worst) == (None, None)


def test_two_promises_are_too_few_to_say_anything_of() -> None:
    assert of_promise(2, 0) == of_promise(1, 1) == of_promise(0, 2)
    assert of_promise(3, 0) != of_promise(2, 1)


def lessons(*told: tuple[Case, str]) -> Told:
    found = tuple(year_of(office(), 1, 30))
    return told_of(replace(figures_of(found), lessons=told), found=found)


def a_case(**changes: object) -> Case:
    return replace(next(iter(year_of(office(), 1, 1))).case, **changes)  # type: ignore[arg-type]


@pytest.mark.clause("BB-4.1", "LC-8.1")
def test_a_lesson_is_told_as_it_was_written() -> None:
    report = lessons((a_case(), "Ring the family the evening before."))
    assert report.lessons == ("Ring the family the evening before.",)
    assert not report.lessons_left_out


@pytest.mark.parametrize(
    "text",
    [
        "Ring Rowan Quillfeather3 the evening before.",
        "ring rowan quillfeather3 the evening before.",
        "The Quillfeather3 handover was late.",
        "Write to family3@mail.example sooner.",
        "See LC-2020-0003.",
        "Ring 01632 960 001 first.",
        "Coordinator is to ring first.",
    ],
)
def test_a_lesson_that_names_somebody_is_left_out_and_that_is_said(text: str) -> None:
    report = lessons((a_case(), text))
    assert report.lessons == ()
    assert report.lessons_left_out
    assert "Some lessons are left out" in forms.text(report)


@pytest.mark.parametrize("theme", ["quillfeather3", "case of Quillfeather3", "LC-2020-0003", "family3@mail.example"])
def test_a_theme_that_names_somebody_is_none(theme: str) -> None:
    found = tuple(year_of(office(), 1, 30))
    report = told_of(replace(figures_of(found), themes={theme: 5, "handover": 5, theme + " food": 1}), found=found)
    assert report.themes == (("handover", 5),)
    assert report.rare_themes == ()


@pytest.mark.parametrize("changes", [{"sealed_from": ("ada@office.example",)}, {"tags": ("safeguarding",)}])
def test_of_a_case_that_is_kept_apart_nothing_is_told_but_that_it_is_one_of_many(changes: dict[str, object]) -> None:
    assert lessons((a_case(**changes), "Two people check the register.")).lessons == ()


def test_no_name_of_a_year_stands_in_any_form_of_its_report() -> None:
    found = tuple(year_of(office(), 3, 120))
    printed = all_forms(told_of(figures_of(found), found=found))
    for one in found:
        assert one.case.complainant.name not in printed
        assert str(one.case.complainant.address) not in printed
        assert one.case.ref not in printed
    assert "Quillfeather" not in printed
