"""``mailflow check``: one line each, with the remedy; status 1 if anything failed."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from tests.admin.conftest import MONDAY, Folder, mail
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

NOW = ("--now", (MONDAY + timedelta(minutes=5)).isoformat())


def looks(folder: Folder, *words: str) -> dict[str, list[tuple[str, str]]]:
    """Check, and return status and sentence by what was looked at."""
    found: dict[str, list[tuple[str, str]]] = {}
    told: list[dict[str, Any]] = json.loads(folder.ask("check", "--json", *words).stdout)
    for one in told:
        found.setdefault(one["what"], []).append((one["status"], one["says"]))
    return found


def test_where_all_is_well_everything_is_ok_and_nothing_is_sent(office: Folder, sink: SmtpSink) -> None:
    office.config.chmod(0o600)
    result = office.ask("check", *NOW)
    assert result.exit_code == 0, result.output
    assert {line.split()[0] for line in result.stdout.splitlines()} == {"ok"}
    assert sink.envelopes == ()
    assert not (office.path / "mailflow.db").exists()


def test_servers_out_of_reach_fail_with_a_remedy(folder: Folder) -> None:
    assert folder.ask("check").exit_code == 1
    found = looks(folder)
    assert found["mailbox"][0][0] == "failed"
    assert "[mailbox.imap]" in found["mailbox"][0][1]
    assert found["post"][0][0] == "failed"
    assert "[mailbox.smtp]" in found["post"][0][1]


def test_a_wrong_password_fails(office: Folder) -> None:
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace('password = "secret"', 'password = "wrong"'), encoding="utf-8")
    status, says = looks(office)["mailbox"][0]
    assert (status, "refused the login" in says) == ("failed", True)


def test_a_password_that_others_can_read_is_a_warning(office: Folder) -> None:
    office.config.chmod(0o644)
    status, says = looks(office)["configuration"][0]
    assert (status, "chmod 600" in says) == ("warning", True)


def test_a_configuration_that_cannot_be_read_fails_with_each_problem(folder: Folder) -> None:
    text = folder.config.read_text(encoding="utf-8").replace('code = "LC"', 'code = "lc"').replace("since", "sinse")
    folder.config.write_text(text, encoding="utf-8")
    assert folder.ask("check").exit_code == 2
    assert [status for status, _ in looks(folder)["configuration"]] == ["failed"] * 3


def test_a_stage_that_nobody_handles_fails_and_a_vacant_role_is_a_warning(folder: Folder) -> None:
    text = folder.config.read_text(encoding="utf-8")
    folder.config.write_text(text.replace('"chair", ', "").replace(', "safeguarding_lead"', ""), encoding="utf-8")
    found = looks(folder)["staff"]
    assert [status for status, _ in found] == ["failed", "warning"]
    assert '"chair"' in found[0][1]
    assert '"safeguarding_lead"' in found[1][1]


def test_a_broken_template_fails_with_its_line(folder: Folder) -> None:
    (folder.path / "templates").mkdir()
    (folder.path / "templates" / "thanks.txt").write_text("Subject: Thanks\n\nDear {{ nobody }}\n", encoding="utf-8")
    status, says = looks(folder)["letters"][0]
    assert (status, "thanks.txt" in says, "line" in says) == ("failed", True, True)


@pytest.mark.parametrize(("named", "folder_name"), [("", "Drafts"), ('drafts = "To send"\n', "To send")])
def test_the_folder_for_drafts_is_found_or_made(office: Folder, named: str, folder_name: str) -> None:
    text = office.config.read_text(encoding="utf-8")
    text = text.replace("[mailbox]\n", f'sending = "drafts"\n[mailbox]\n{named}', 1)
    office.config.write_text(text, encoding="utf-8")
    status, says = looks(office)["mailbox"][0]
    assert (status, f"drafts to {folder_name}" in says) == ("ok", True)


def test_a_policy_is_to_be_reviewed_when_its_time_is_past(folder: Folder) -> None:
    text = folder.config.read_text(encoding="utf-8").replace("libra-children-services", "stepping-stones")
    folder.config.write_text(text, encoding="utf-8")
    assert looks(folder, "--now", "2021-11-02T09:30:00+00:00")["policy"][0][0] == "ok"
    status, says = looks(folder, "--now", "2046-11-02T09:30:00+00:00")["policy"][0]
    assert (status, "its review was due by" in says) == ("warning", True)


@pytest.mark.parametrize(("now", "status"), [("1970-01-01T00:00:00+00:00", "failed"), (MONDAY.isoformat(), "ok")])
def test_a_clock_from_before_mailflow_is_wrong(folder: Folder, now: str, status: str) -> None:
    assert looks(folder, "--now", now)["clock"][0][0] == status


def test_mail_from_the_future_means_that_the_clock_is_wrong(office: Folder, dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    office.done("run", "--once", *NOW)
    assert looks(office, *NOW)["clock"][0][0] == "ok"
    assert looks(office, "--now", (MONDAY - timedelta(days=1)).isoformat())["clock"][0][0] == "failed"


def test_what_waits_in_the_pen_is_a_warning(office: Folder, dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    dovecot.deliver(user, mail("Re: [LC-2026-0001]", author="stranger@mail.example"), MONDAY + timedelta(minutes=1))
    office.done("run", "--once", *NOW)
    assert looks(office, *NOW)["holding pen"] == [("warning", "1 waiting; see mailflow pen list")]


def test_what_the_critic_says_is_counted_where_the_policy_is_ok(office: Folder) -> None:
    status, says = looks(office, *NOW)["policy"][0]
    assert status == "ok"
    assert says.endswith(" things to look at: mailflow policy check libra-children-services")


@pytest.mark.parametrize(("region", "warns"), [("GB-ENG", False), ("GB-SCT", True)])
def test_a_law_of_another_region_is_a_warning(office: Folder, region: str, warns: bool) -> None:
    text = office.config.read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^region = .*\n", "", text).replace(
        "[organisation]", f'[organisation]\nregion = "{region}"\nlaws = ["eyfs", "subject-access"]', 1
    )
    office.config.write_text(changed, encoding="utf-8")
    found = looks(office, *NOW).get("law", [])
    assert [status for status, _ in found] == (["warning"] if warns else [])
    assert all("eyfs is law in GB-ENG, and organisation.region is GB-SCT" in says for _, says in found)


def test_it_says_who_gets_reports_and_before_which_meeting(folder: Folder) -> None:
    ((status, says),) = looks(folder, *NOW)["reports"]
    assert status == "ok"
    assert says.endswith("7 days before each meeting; none is named in [organisation] meetings yet")
    text = folder.config.read_text(encoding="utf-8")
    days = 'code = "LC"\nmeetings = ["2026-11-01", "2026-12-08", "2027-03-09"]'
    folder.config.write_text(text.replace('code = "LC"', days), encoding="utf-8")
    ((_, says),) = looks(folder, *NOW)["reports"]
    assert says.endswith("the next is on Tuesday 8 December 2026")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "what leaves or moves a case is confirmed, unless a signature of their domain holds"),
        ("dkim = false", "Staff's notes need the reply to a notice, and what leaves or moves a case is confirmed"),
        (
            'authserv_id = "mx.libra.example"',
            "the server's verdict, or where it says nothing a signature of their domain",
        ),
        (
            'require = "authenticated"\ndkim = false\nauthserv_id = "mx.libra.example"',
            "Staff's lines need the reply to a notice and the server's verdict",
        ),
        ('require = "authenticated"', "Staff's lines need the reply to a notice and a signature of their domain"),
        ('require = "token"', "Staff's lines need the reply to a notice"),
        ('require = "confirm"', "Every line of staff's is confirmed"),
    ],
)
def test_it_says_what_a_line_of_staffs_must_bring(written: str, says: str, folder: Folder) -> None:
    text = re.sub(r"(?ms)^\[staff_mail\].*?(?=^\[)", "", folder.config.read_text(encoding="utf-8"))
    folder.config.write_text(f"{text}\n[staff_mail]\n{written}\n", encoding="utf-8")
    ((status, found),) = looks(folder)["staff mail"]
    assert status == "ok" and found.endswith(says), found


def test_a_proof_that_nobody_can_bring_fails(folder: Folder) -> None:
    text = re.sub(r"(?ms)^\[staff_mail\].*?(?=^\[)", "", folder.config.read_text(encoding="utf-8"))
    never = '[staff_mail]\nrequire = "authenticated"\ndkim = false\n'
    folder.config.write_text(f"{text}\n{never}", encoding="utf-8")
    ((status, says),) = looks(folder)["staff mail"]
    assert status == "failed" and "every line of staff's is refused" in says and "check --mail" in says
