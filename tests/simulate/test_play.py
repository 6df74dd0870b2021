"""The stories that real servers play are played in memory too, and a story that is wrong says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.core.written import WrittenError
from mailflow.simulate.play import simulated
from mailflow.simulate.player import Played
from mailflow.simulate.stories import StoryFailed, StoryUnreadable, read_story

STORIES = sorted((Path(__file__).parents[1] / "scenarios").glob("*.story"))

UNCHECKED = """\
Mon 2026-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
Wed 2026-12-02 09:00  >> clock
"""


def told(folder: Path, text: str, policy: str | None = "libra-children-services") -> list[Played]:
    """Play a story and return its moments."""
    path = folder / "own.story"
    path.write_text(text, encoding="utf-8")
    with simulated(read_story(path), policy) as player:
        return list(player.steps())


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_of_the_real_servers_comes_true_in_memory(path: Path) -> None:
    with simulated(read_story(path)) as player:
        player.play()


def test_a_story_that_claims_nothing_lets_time_pass_between_its_steps(tmp_path: Path) -> None:
    played = told(tmp_path, UNCHECKED)
    assert [(f"{one.at:%d %b %H:%M}", [letter.kind for letter in one.letters]) for one in played] == [
        ("02 Nov 09:30", ["acknowledgement", "handler-notice"]),
        ("26 Nov 08:00", ["reminder"]),
        ("27 Nov 08:00", ["reminder"]),
        ("01 Dec 08:00", ["breach-notice"]),
        ("02 Dec 09:00", []),
    ]


def test_a_story_that_claims_something_is_looked_at_at_its_steps_alone(tmp_path: Path) -> None:
    text = UNCHECKED.replace(
        "                      |  It was late.\n",
        "                      << letter acknowledgement to p@mail.example; by 2026-11-30\n"
        "                      << letter handler-notice to coordinator\n",
    )
    with pytest.raises(StoryFailed, match=r"own\.story:4: letters that the story does not tell: breach-notice"):
        told(tmp_path, text)


def test_another_policy_than_the_storys_own_can_be_tried(tmp_path: Path) -> None:
    with pytest.raises(StoryFailed, match="no such mark"):
        told(tmp_path, "policy libra-children-services\n" + UNCHECKED.replace("example: H", "example (loud): H"))
    played = told(tmp_path, "policy libra-children-services\n" + UNCHECKED, "childrens-links")
    assert "Wednesday 9 December 2026" not in played[0].letters[0].text
    assert "Thursday 10 December 2026" in played[0].letters[0].text


def test_a_policy_file_of_ones_own_is_played(tmp_path: Path) -> None:
    text = Path("policies/libra-children-services.toml").read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(text.replace('within = "4 weeks"', 'within = "3 weeks"'), encoding="utf-8")
    played = told(tmp_path, UNCHECKED, str(tmp_path / "own.toml"))
    assert "Monday 23 November 2026" in played[0].letters[0].text


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("example: Handover", "example; Handover", "own.story:1: no such action"),
        ("mail from p@mail.example: Handover", "reply from p@mail.example to outcome", "never got a outcome"),
        ("mail from p@mail.example", "mail from gardener", 'nobody holds the role "gardener"'),
        (">> clock", ">> clock\n << letter outcome to p@mail.example", "own.story:4: no outcome to p@mail.example"),
        (">> clock", ">> clock\n << letter outcome", "own.story:4: this cannot be read"),
        (">> clock", ">> clock\n << colour red", 'nothing is called "colour"'),
        (">> clock", ">> clock\n << deadline respond stage-1 2026-11-30; soon", "no such condition of a date: soon"),
    ],
)
def test_what_does_not_come_true_names_its_line(old: str, new: str, says: str, tmp_path: Path) -> None:
    text = UNCHECKED.replace(old, new).replace("Wed 2026-12-02", "Mon 2026-11-02")
    if "<<" in text:
        claims = " << letter acknowledgement to p@mail.example\n << letter handler-notice to coordinator\n"
        text = text.replace("Mon 2026-11-02 09:00", claims + "Mon 2026-11-02 10:00").replace("story:4", "story:6")
        says = says.replace("story:4", "story:6")
    else:
        text = text.replace("09:00", "10:00")
    with pytest.raises(StoryFailed) as failed:
        told(tmp_path, text)
    assert says in str(failed.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing happens in it"),
        ("hello there", "own.story:1: not a line of a story"),
        ("| a body", "belongs below a step"),
        (">> clock", "the first step needs a time"),
        ("Tue 2026-11-02 09:30 >> clock", "2026-11-02 is a Mon, not a Tue"),
        ("Mon 2026-13-02 09:30 >> clock", "own.story:1: month must be in 1..12"),
        ("Mon 2026-11-02 09:30 >> clock\nMon 2026-11-02 09:29 >> clock", "own.story:2: time runs forward"),
        ("zone Europe/Nowhere\nMon 2026-11-02 09:30 >> clock", "there is no zone"),
        ("Mon 2026-11-02 09:30 >> clock\nstaff Ada <a@b.example> chair", "above the first step"),
        ("Mon 2026-11-02 09:30 >> clock\n<<", 'nothing stands behind "<<"'),
    ],
)
def test_what_is_no_story_names_its_line(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(StoryUnreadable) as refused:
        told(tmp_path, text)
    assert says in str(refused.value)
    assert isinstance(refused.value, WrittenError)


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    told(tmp_path, UNCHECKED)
    assert not list((tmp_path / "temporary").iterdir())
    assert not list(Path.cwd().glob("*:memory:*"))
