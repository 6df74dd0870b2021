"""``mailflow worker``: several processes share twelve mailboxes on one PostgreSQL, and one after the other goes away.

Whatever happens to a worker, each message is taken once and each letter leaves once, and the others have its mailboxes
within seconds.
"""

from __future__ import annotations

import re
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow import clock
from mailflow.settings import load_settings
from mailflow.store import Store, verify
from tests.end_to_end.office import OfficeFolder, mail, make_office
from tests.end_to_end.running import Daemon
from tests.support.dovecot import Dovecot
from tests.support.ports import wait_until
from tests.support.postgres import Postgres, postgres
from tests.support.smtp import SmtpSink

CODES = tuple(f"L{letter}" for letter in "ABCDEFGHIJKL")
#: Of a complaint: the acknowledgement and the handler's notice.
LETTERS = 2


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A PostgreSQL of these tests' own: its connections are broken here."""
    with postgres() as started:
        yield started


class Offices:
    """Twelve organisations in one installation, and what people write to them."""

    def __init__(self, folder: Path, dovecot: Dovecot, sink: SmtpSink, url: str, user: str) -> None:
        self.folder = folder
        self.office = OfficeFolder(path=folder, mailbox="")
        self._dovecot, self._sink, self._user = dovecot, sink, user
        self._url = url
        self._written = 0
        (folder / "orgs").mkdir()
        (folder / "mailflow.toml").write_text(
            f'organisations = ["orgs/*.toml"]\n[staff_mail]\nrequire = "token"\n[database]\nurl = "{url}"\n'
        )
        for code in CODES:
            self.add(code)

    def add(self, code: str) -> None:
        """Write the file of one more organisation, whole at once."""
        part = self.folder / code
        part.mkdir()
        box = self._dovecot.add_user(self.box(code))
        made = make_office(part, mailbox=box, imap_port=self._dovecot.imap_port, smtp_port=self._sink.port)
        text = (made.path / "mailflow.toml").read_text().replace('code = "LC"', f'code = "{code}"')
        text = re.sub(r"(?s)\[staff_mail\].*?\n\n", "", text)
        (part / "new").write_text(text)
        (part / "new").replace(self.folder / "orgs" / f"{code}.toml")

    def box(self, code: str) -> str:
        """Return an organisation's mailbox."""
        return f"{code.lower()}-{self._user}"

    def complain(self, *codes: str) -> None:
        """Write to each of these organisations."""
        for code in codes:
            self._written += 1
            sender = f"Canary <canary-{self._written}@mail.example>"
            raw = mail(sender, self.box(code), f"canary {self._written}", "canary text", clock.now())
            self._dovecot.deliver(self.box(code), raw)

    def wait_for_letters(self, seconds: float = 60.0) -> None:
        """Wait until everything that was written is answered."""
        wait_until(lambda: len(self._left()) == LETTERS * self._written, "all letters left", seconds)

    def _left(self) -> Counter[str]:
        return Counter(str(one.message["Message-ID"]) for one in self._sink.envelopes)

    def check(self) -> None:
        """Hold the end against what must be: each message once, each letter once, every chain whole.

        A letter whose last answer died with a worker goes again, and is counted.
        """
        left = self._left()
        assert len(left) == LETTERS * self._written
        settings = load_settings(self.folder / "mailflow.toml")
        with Store.open(self._url) as store, store.reading() as reader:
            messages = [one for each in settings.organisations for one in reader.messages(each.organisation.code)]
            assert len(messages) == len({one.from_address for one in messages}) == self._written
            assert Counter(one.class_ for one in messages) == {"complaint": self._written}
            letters = [one for each in settings.organisations for one in reader.letters(each.organisation.code)]
            assert {one.message_id for one in letters} == left.keys()
            assert all(left[one.message_id] <= 1 + one.uncertain for one in letters), "a letter left twice"
            assert sum(one.uncertain for one in letters) <= len(CODES), "at most one of each mailbox is in doubt"
            for each in settings.organisations:
                assert verify(reader, each.organisation.code).is_sound


@pytest.fixture
def offices(tmp_path: Path, dovecot: Dovecot, sink: SmtpSink, server: Postgres, user: str) -> Offices:
    return Offices(tmp_path, dovecot, sink, server.url(server.new_database()), user)


def held(worker: Daemon) -> int:
    """Return how many mailboxes a worker says that it has."""
    said = re.findall(r"mailboxes held=(\d+)", worker.log)
    return int(said[-1]) if said else 0


def wait_for_shares(workers: list[Daemon], *shares: int) -> None:
    wait_until(
        lambda: sorted(map(held, workers)) == sorted(shares),
        f"shares of {shares}: {[one.log[-3000:] for one in workers]}",
        60,
    )


def test_two_workers_share_twelve_mailboxes_and_a_third_gets_its_share(offices: Offices) -> None:
    with Daemon(offices.office, "worker") as first:
        wait_for_shares([first], 12)
        offices.complain(*CODES)
        with Daemon(offices.office, "worker") as second:
            wait_for_shares([first, second], 6, 6)
            offices.complain(*CODES)
            with Daemon(offices.office, "worker") as third:
                wait_for_shares([first, second, third], 4, 4, 4)
                offices.complain(*CODES)
                offices.wait_for_letters()
                assert [one.stop(30) for one in (first, second, third)] == [0, 0, 0]
    offices.check()


def test_what_a_killed_worker_had_is_taken_over_by_the_others(offices: Offices) -> None:
    with Daemon(offices.office, "worker") as first, Daemon(offices.office, "worker") as second:
        wait_for_shares([first, second], 6, 6)
        offices.complain(*CODES)
        second.wait_for_log("message decided")
        second.kill()
        offices.complain(*CODES)
        wait_for_shares([first], 12)
        offices.wait_for_letters()
        assert first.stop(30) == 0
    offices.check()


def test_who_is_stopped_hands_over_at_once(offices: Offices) -> None:
    with Daemon(offices.office, "worker") as first, Daemon(offices.office, "worker") as second:
        wait_for_shares([first, second], 6, 6)
        offices.complain(*CODES)
        assert second.stop(30) == 0
        assert "in the midst" not in second.log, "every turn was over, and its mailbox given back"
        wait_for_shares([first], 12)
        offices.complain(*CODES)
        offices.wait_for_letters()
        assert first.stop(30) == 0
    offices.check()


def test_a_worker_takes_what_a_daemon_does_not_have(offices: Offices) -> None:
    with Daemon(offices.office, "run", "--org", "LA") as daemon:
        offices.complain("LA")
        offices.wait_for_letters()
        with Daemon(offices.office, "worker") as worker:
            wait_for_shares([worker], 11)
            offices.complain(*CODES)
            offices.wait_for_letters()
            assert "LA-2" not in worker.log, "that one is the daemon's"
            assert daemon.stop(30) == 0
            wait_for_shares([worker], 12)
            offices.complain("LA")
            offices.wait_for_letters()
            assert worker.stop(30) == 0
    offices.check()


def test_a_worker_takes_no_more_than_it_may_and_the_other_has_the_rest(offices: Offices) -> None:
    with Daemon(offices.office, "worker", "--mailboxes", "2") as small, Daemon(offices.office, "worker") as large:
        wait_for_shares([small, large], 2, 10)
        large.kill()
        offices.complain(*CODES)
        with Daemon(offices.office, "worker") as next_one:
            wait_for_shares([small, next_one], 2, 10)
            offices.wait_for_letters()
            assert (small.stop(30), next_one.stop(30)) == (0, 0)
    offices.check()


def test_a_new_mailbox_is_worked_on_without_a_restart_and_a_broken_file_changes_nothing(offices: Offices) -> None:
    with Daemon(offices.office, "worker") as first, Daemon(offices.office, "worker") as second:
        wait_for_shares([first, second], 6, 6)
        offices.add("LM")
        first.reload()
        second.reload()
        wait_for_shares([first, second], 6, 7)
        offices.complain("LA", "LM")
        offices.wait_for_letters()
        file = offices.folder / "orgs" / "LM.toml"
        file.write_text(file.read_text() + "\ncanary = true\n")
        first.reload()
        first.wait_for_log("configuration not taken problems=1")
        offices.complain("LA", "LM")
        offices.wait_for_letters()
        file.unlink()
        first.reload()
        second.reload()
        wait_for_shares([first, second], 6, 6)
        assert (first.stop(30), second.stop(30)) == (0, 0)


@pytest.mark.kill
@pytest.mark.parametrize("point", ["I4", "I8", "O8", "O9"])
def test_nothing_is_lost_or_doubled_when_a_worker_is_killed_at(offices: Offices, point: str) -> None:
    with Daemon(offices.office, "worker", fault=f"{point}:3") as doomed:
        wait_for_shares([doomed], 12)
        with Daemon(offices.office, "worker") as other:
            wait_for_shares([doomed, other], 6, 6)
            offices.complain(*CODES)
            assert doomed.wait_for_death() == -signal.SIGKILL
            wait_for_shares([other], 12)
            offices.wait_for_letters()
            assert other.stop(30) == 0
    offices.check()


def test_when_the_database_throws_everybody_out_the_workers_share_anew(offices: Offices, server: Postgres) -> None:
    with Daemon(offices.office, "worker") as first, Daemon(offices.office, "worker") as second:
        wait_for_shares([first, second], 6, 6)
        offices.complain(*CODES)
        server.break_connections()
        first.wait_for_log("lock lost", times=6)
        second.wait_for_log("lock lost", times=6)
        wait_for_shares([first, second], 6, 6)
        offices.complain(*CODES)
        offices.wait_for_letters()
        assert (first.stop(30), second.stop(30)) == (0, 0)
        assert "Traceback" not in first.log + second.log
    offices.check()
