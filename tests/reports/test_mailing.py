"""A report by mail: its page goes along, it says nothing of anybody, and it leaves once."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailflow.reporting import mail_due_report, overlapping
from mailflow.reports.figures import Period
from mailflow.simulate.play import simulated
from mailflow.simulate.player import Player
from mailflow.simulate.stories import read_story

STORY = Path(__file__).parents[1] / "scenarios" / "childrens-links-report.story"


def played() -> tuple[Player, EmailMessage]:
    with simulated(read_story(STORY)) as player:
        player.play()
        (letter,) = [one for one in player.letters if one.kind == "report"]
        return player, letter.message


@pytest.mark.clause("CL-4.1")
def test_the_page_goes_along_as_a_file_that_a_browser_opens() -> None:
    _, letter = played()
    (file,) = letter.iter_attachments()
    assert file.get_filename() == "complaints-2020-11-01-2020-11-30.html"
    assert file.get_content_type() == "text/html"
    page = file.get_payload(decode=True)
    assert isinstance(page, bytes)
    assert "Complaints, 1 November 2020 to 30 November 2020" in page.decode()
    assert b"gate" not in page
    assert b"p@mail.example" not in page
    assert letter["X-Mailflow-Case"] is None


def test_a_report_is_mailed_once_whoever_holds_the_role_later() -> None:
    with simulated(read_story(STORY)) as player:
        player.play()
        assert mail_due_report(player.desk, player.now) is None


@pytest.mark.parametrize(
    ("first", "last", "shares"),
    [
        (date(2020, 11, 1), date(2020, 11, 30), False),
        (date(2020, 11, 30), date(2020, 12, 31), True),
        (date(2020, 12, 1), date(2020, 12, 31), False),
        (date(2020, 1, 1), date(2020, 12, 31), True),
    ],
)
def test_a_period_that_shares_days_with_a_mailed_report_is_found_and_the_same_one_is_none(
    first: date, last: date, shares: bool
) -> None:
    with simulated(read_story(STORY)) as player:
        player.play()
        with player.desk.store.reading() as reader:
            found = overlapping(reader, player.desk.org, Period(first=first, last=last))
    assert bool(found) is shares
