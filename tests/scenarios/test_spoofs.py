"""Hundreds of forged mails, read and decided by the real daemon: none moves a case, and none is answered outside."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mailflow.core.case import Case
from tests.scenarios.provider_spoofs import PROVIDERS, genuine, provider_spoofs
from tests.scenarios.spoofs import DOMAIN, GRAMMAR, LINES, OURS, STAFF, replays, staff_spoofs
from tests.support.memory_office import MemoryOffice, memory_office, written

FAMILY, ADMIN = "p@mail.example", "admin@office.example"
#: What may be recorded of a mail that moves nothing.
FILED = {"message-filed", "directive-refused"}


def begun(office: MemoryOffice) -> tuple[str, str]:
    """Let a complaint come in; return the Message-IDs of the notice and of the acknowledgement."""
    office.arrive(written(FAMILY, "Handover", "It was late.", office.now))
    office.turn()
    notice, ack = office.letter("handler-notice", STAFF), office.letter("acknowledgement", FAMILY)
    return str(notice.message["Message-ID"]), str(ack.message["Message-ID"])


def moved(office: MemoryOffice, before: Case, events: int) -> list[str]:
    """Return what was recorded on the case since, but for what was filed."""
    with office.desk.store.reading() as reader:
        recorded = [one.kind for one in reader.events("LC", before.ref)][events:]
    return [one for one in recorded if one not in FILED]


def counted(office: MemoryOffice, ref: str) -> int:
    with office.desk.store.reading() as reader:
        return len(list(reader.events("LC", ref)))


@pytest.mark.parametrize("require", ["authenticated", "auto", "confirm"])
def test_no_forged_mail_moves_a_case(require: str, tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=[f"Ada <{STAFF}> coordinator"], require=require, authserv_id=OURS) as office:
        notice, ack = begun(office)
        (case,) = office.cases()
        events, spoofs = counted(office, case.ref), list(staff_spoofs(notice, ack, case.ref))
        assert len(spoofs) >= 500 and len({one.raw for one in spoofs}) == len(spoofs)
        for one in spoofs:
            office.arrive(one.raw)
            office.now += timedelta(minutes=10)
        left = office.turn()
        # A stranger who bears the marks of a family's letter may be the family: it is asked once, at its own address.
        quiet = {"other-address-questioned", "letter-sent"} | (
            {"confirmation-asked"} if require == "confirm" else set()
        )
        assert set(moved(office, case, events)) <= quiet, "more was recorded than a forged mail may bring about"
        assert [one.kind for one in left if one.to == FAMILY] == ["confirm-address"]
        others = [one for one in left if one.to != FAMILY]
        assert {one.to for one in others} <= {STAFF, ADMIN}, "nobody else is written to"
        assert {one.kind for one in others} <= {"directive-error", "admin-notice", "confirm-sender"}
        (after,) = office.cases()
        assert (after.status, after.outcome, after.stage) == (case.status, None, case.stage)
        assert len(office.messages()) == len(spoofs) + 1, "all of it is kept"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_lie_below_a_providers_own_stamp_moves_a_case(provider: str, tmp_path: Path) -> None:
    id_ = PROVIDERS[provider].authserv_id
    with memory_office(tmp_path, staff=[f"Ada <{STAFF}> coordinator"], require="auto", authserv_id=id_) as office:
        notice, _ = begun(office)
        (case,) = office.cases()
        events, spoofs = counted(office, case.ref), list(provider_spoofs(provider, notice))
        assert len(spoofs) >= 75 and len({one.raw for one in spoofs}) == len(spoofs)
        for one in spoofs:
            office.arrive(one.raw)
            office.now += timedelta(minutes=10)
        left = office.turn()
        assert moved(office, case, events) == []
        assert {one.to for one in left} <= {STAFF, ADMIN} and {one.kind for one in left} == {"directive-error"}
        # And the test could fail: with the provider's own word the very same mail is carried out.
        office.arrive(genuine(provider, notice))
        assert {one.kind for one in office.turn()} == {"outcome", "directive-done"}


def test_the_genuine_mail_beside_them_moves_it(tmp_path: Path) -> None:
    """Where nothing could move the case, the test above would show nothing."""
    with memory_office(
        tmp_path, staff=[f"Ada <{STAFF}> coordinator"], require="authenticated", authserv_id=OURS
    ) as office:
        begun(office)
        reply = written(STAFF, "Re: it", LINES, office.now, office.letter("handler-notice", STAFF))
        office.arrive(f"Authentication-Results: {OURS}; dmarc=pass header.from={DOMAIN}\n".encode() + reply)
        office.turn()
        assert office.cases()[0].outcome is not None


@pytest.mark.parametrize("require", ["authenticated", "token"])
def test_no_replay_is_carried_out(require: str, tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=[f"Ada <{STAFF}> coordinator"], require=require, authserv_id=OURS) as office:
        begun(office)
        (case,) = office.cases()
        reply = written(
            STAFF, "Re: it", "#question\nWhich day was it?", office.now, office.letter("handler-notice", STAFF)
        )
        genuine = f"Authentication-Results: {OURS}; dmarc=pass header.from={DOMAIN}\n".encode() + reply
        office.arrive(genuine)
        assert "question" in {one.kind for one in office.turn()}
        events = counted(office, case.ref)
        for one in replays(genuine):
            if require == "token" and one.name == "a signature of its beginning":
                continue  # whoever has the Message-ID of a notice is believed there: that is what "token" says
            office.arrive(one.raw)
            left = office.turn()
            assert moved(office, case, events) == [], one.name
            assert {each.kind for each in left} <= {"directive-error", "admin-notice"}, one.name


def test_a_token_that_was_passed_on_serves_nobody_else(tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=[f"Ada <{STAFF}> coordinator"]) as office:
        begun(office)
        (case,) = office.cases()
        notice, events = office.letter("handler-notice", STAFF), counted(office, case.ref)
        for number, sender in enumerate(("eve@evil.example", "complaints_officer@office.example", FAMILY)):
            office.arrive(written(sender, f"Re: it {number}", LINES, office.now, notice))
            left = office.turn()
            assert {one.kind for one in left} <= {"directive-error", "admin-notice", "handler-notice"}
            assert "outcome" not in {one.kind for one in left}
        assert moved(office, case, events) == []


def test_every_way_to_write_from_is_another() -> None:
    assert len(GRAMMAR) >= 70 and len(set(GRAMMAR.values())) == len(GRAMMAR)
