"""A thousand mails of other projects' tests are delivered to the mailbox: all are on record, no machine is answered."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailflow.core.floods import DAILY
from mailflow.daemon import run_once
from mailflow.settings import load_settings
from mailflow.store import LetterStatus, upgrade
from mailflow.wiring import desks
from tests.end_to_end.office import make_office
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

RECEIVED = datetime(2020, 11, 2, 9, 0, tzinfo=UTC)
SAMPLE = 1000


@pytest.mark.corpora
def test_a_thousand_mails_are_all_on_record_and_no_machine_is_answered(
    mails: Path, dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path
) -> None:
    files = _sample(mails)
    at = {name: RECEIVED + timedelta(seconds=n) for n, name in enumerate(files)}
    # A literal of IMAP can hold anything but NUL (RFC 9051 section 9); no server could have handed it over.
    dovecot.deliver_many(user, [((mails / name).read_bytes().replace(b"\0", b""), at[name]) for name in files])
    office = make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port)
    settings = load_settings(office.path / "mailflow.toml")
    upgrade(settings.database.url)
    now = RECEIVED + timedelta(hours=2)
    with desks(settings, now) as laid:
        turn = run_once(laid, lambda: now)[0]
        with laid[0].store.reading() as reader:
            rows = reader.messages("LC")
            uids = reader.seen_uids("LC", f"{user}@127.0.0.1/INBOX", rows[0].uidvalidity)
            penned = {entry.message for entry in reader.pen("LC")}
            written = [one for one in reader.letters("LC") if one.kind.value in ("acknowledgement", "receipt")]
    assert not turn.problems
    assert len(uids) == len(files), "every message of the mailbox is in the ledger"
    different = set(dovecot.messages(user))
    assert turn.received.messages == len(rows) == len(different), "the same bytes again are no second message"
    for row in rows:
        settled = row.ref or row.id in penned or row.duplicate_of or row.class_ not in ("complaint", "unreadable")
        assert settled, f"{row.id}: {row.class_}, because {row.because}"
    answered = {row.received_at for row in rows if row.acknowledge}
    machines = _machines(mails)
    wrong = [name for name in files if name in machines and at[name] in answered]
    assert not wrong, f"machines were answered: {wrong}"
    left = Counter(str(one.message["X-Mailflow-Letter"]) for one in sink.envelopes)
    opened = {row.ref for row in rows if row.class_ in ("complaint", "form") and row.ref}
    assert len(written) == len(opened) > 100, "one letter each"
    # Some test addresses write more often than anybody would: beyond ten a day a person sends them.
    waiting = Counter(one.to_address.casefold() for one in written if one.status is LetterStatus.HELD)
    assert left["acknowledgement"] + left["receipt"] == len(written) - waiting.total()
    sent = Counter(one.to_address.casefold() for one in written if one.status is LetterStatus.SENT)
    assert all(sent[address] == DAILY for address in waiting), "none waits but for that"


def _sample(mails: Path) -> list[str]:
    lines = (mails / "robustness.jsonl").read_text(encoding="utf-8").splitlines()
    names = sorted({json.loads(line)["file"] for line in lines})
    machines = sorted(name for name in _machines(mails) if name in set(names))
    others = [name for name in names if name not in set(machines)]
    step = max(1, len(others) // (SAMPLE // 2))
    chosen = others[::step][: SAMPLE // 2]
    return sorted(chosen + machines[: SAMPLE - len(chosen)])


def _machines(mails: Path) -> set[str]:
    """Return the bounces and auto-replies whose label a test of their own project asserts."""
    found = set()
    for line in (mails / "auto_bounce.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        expects = row["expects"]
        if row.get("heuristic") or row.get("contested") or expects.get("heuristic") or expects.get("contested"):
            continue
        if expects.get("class") in ("bounce", "auto") or expects.get("is_bounce") or expects.get("is_auto_reply"):
            found.add(row["file"])
    return found
