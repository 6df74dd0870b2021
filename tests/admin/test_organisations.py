"""Several organisations in one installation: ``--org``, and references that name theirs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.admin.conftest import MONDAY, Folder, configuration, mail
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

NOW = ("--now", (MONDAY + timedelta(minutes=5)).isoformat())


@pytest.fixture
def two(tmp_path: Path, dovecot: Dovecot, user: str, sink: SmtpSink) -> Folder:
    """Two organisations with a complaint each."""
    other = dovecot.add_user(f"other-{user}")
    for code, box in (("LC", user), ("LX", other)):
        text = configuration(dovecot.imap_port, sink.port, box).replace('code = "LC"', f'code = "{code}"')
        text = text.replace('address = "complaints@libra.example"', f'address = "{code.lower()}@libra.example"')
        (tmp_path / f"{code}.toml").write_text(text, encoding="utf-8")
        dovecot.deliver(box, mail(f"For {code}"), MONDAY)
    (tmp_path / "mailflow.toml").write_text('organisations = ["L*.toml"]\n', encoding="utf-8")
    return Folder(path=tmp_path)


def test_one_turn_works_for_all_and_a_reference_names_its_organisation(two: Folder) -> None:
    said = two.done("run", "--once", *NOW).splitlines()
    assert said == ["LC: 1 message (1 complaint), 2 letters sent", "LX: 1 message (1 complaint), 2 letters sent"]
    assert [one["ref"] for one in two.json("case", "list")] == ["LC-2026-0001", "LX-2026-0001"]
    assert two.json("case", "show", "LX-2026-0001")["organisation"] == "LX"


def test_org_chooses_one_of_them(two: Folder) -> None:
    assert two.done("run", "--once", "--org", "LX", *NOW).startswith("LX: 1 message")
    assert [one["ref"] for one in two.json("case", "list", "--org", "lx")] == ["LX-2026-0001"]
    assert two.json("case", "list", "--org", "LC") == []
    result = two.ask("case", "show", "LX-2026-0001", "--org", "LC")
    assert result.exit_code == 1
    (message,) = two.json("message", "list")
    assert two.ask("message", "show", str(message["id"]), "--org", "LC").exit_code == 1


def test_the_state_of_many_is_a_table_with_the_worst_first(two: Folder) -> None:
    two.done("run", "--once", "--org", "LX", *NOW)
    lines = two.done("status", *NOW).splitlines()
    assert [one.split()[:2] for one in lines[:3]] == [["CODE", "MAIL"], ["LC", "never"], ["LX", "flows"]]
    assert lines[2].split()[2:7] == ["0", "0", "1", "0", "0"]
    assert lines[3] == "1 of 2 with something amiss. One of them whole: mailflow status --org CODE"
    assert "does NOT flow" in two.done("status", "--org", "LC", *NOW)
    assert two.ask("status", "--org", "LX", "--exit-code", *NOW).exit_code == 0
    assert two.ask("status", "--exit-code", *NOW).exit_code == 1
    assert [one["flows"] for one in two.json("status", *NOW)] == [False, True]
