"""Signatures that are checked here, in a whole office: what the domain of one of the staff has signed, and what not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailflow.core.provenance import Seal
from tests.scenarios.signed_spoofs import BAD, EVIL, LIBRA, OTHERS, genuine, mail, signed_spoofs
from tests.scenarios.spoofs import DOMAIN, LINES, OURS, STAFF
from tests.scenarios.test_spoofs import ADMIN, FAMILY, begun, counted, moved
from tests.support.memory_office import MAILBOX, MemoryOffice, memory_office
from tests.support.name_server import NameServer

ADA = [f"Ada <{STAFF}> coordinator"]


@pytest.fixture
def server() -> Iterator[NameServer]:
    with NameServer() as them:
        for one in (LIBRA, EVIL, *OTHERS, BAD[0]):
            them.publish(one.name, one.published)
        yield them


def kinds(office: MemoryOffice) -> set[str]:
    return {one.kind for one in office.turn()}


@pytest.mark.parametrize("require", ["auto", "authenticated"])
def test_what_her_domain_has_signed_in_answer_to_a_notice_is_carried_out(
    require: str, server: NameServer, tmp_path: Path
) -> None:
    with memory_office(tmp_path, staff=ADA, require=require, nameserver=server.address) as office:
        notice, _ = begun(office)
        office.arrive(genuine(notice))
        assert kinds(office) == {"outcome", "directive-done"}
        assert office.cases()[0].outcome is not None
        row = office.messages()[-1]
        assert row.checked is not None and row.checked.seal is Seal.HOLDS
        assert f"the signature of {DOMAIN} holds; it was checked here" in row.explain
        assert server.asked == [LIBRA.name]


@pytest.mark.parametrize("require", ["auto", "authenticated"])
def test_no_forged_signature_moves_a_case(require: str, server: NameServer, tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, require=require, nameserver=server.address) as office:
        notice, ack = begun(office)
        (case,) = office.cases()
        events, spoofs = counted(office, case.ref), list(signed_spoofs(notice, ack, case.ref))
        assert len(spoofs) >= 250 and len({one.raw for one in spoofs}) == len(spoofs)
        for one in spoofs:
            office.arrive(one.raw)
            office.now += timedelta(minutes=10)
        left = office.turn()
        rows = {one.message_id: one for one in office.messages()}
        held = [one.message_id for one in rows.values() if one.checked and one.checked.seal is Seal.HOLDS]
        assert held == []
        quiet = {"confirmation-asked", "note-kept"} if require == "auto" else set()
        assert set(moved(office, case, events)) <= quiet, "more was recorded than a forged mail may bring about"
        assert {one.to for one in left} <= {STAFF, ADMIN}, "nobody else is written to"
        assert {one.kind for one in left} <= {"directive-error", "directive-done", "admin-notice", "confirm-sender"}
        (after,) = office.cases()
        assert (after.status, after.outcome, after.stage) == (case.status, None, case.stage)
        assert len(office.messages()) == len(spoofs) + 1, "all of it is kept"


def test_where_her_domain_signs_nothing_it_is_as_without_signatures(server: NameServer, tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, require="auto", nameserver=server.address) as office:
        notice, _ = begun(office)
        office.arrive(mail("plain", answers=notice))
        assert kinds(office) == {"confirm-sender"} and server.asked == []


def test_an_own_server_that_says_no_is_not_asked_past(server: NameServer, tmp_path: Path) -> None:
    with memory_office(
        tmp_path, staff=ADA, require="authenticated", authserv_id=OURS, nameserver=server.address
    ) as office:
        notice, _ = begun(office)
        no = f"Authentication-Results: {OURS}; dmarc=fail header.from={DOMAIN}\r\n".encode()
        office.arrive(no + genuine(notice, "no"))
        assert kinds(office) == {"directive-error"} and server.asked == []
        # Where it says nothing of her domain the signature fills in.
        silent = f"Authentication-Results: {OURS}; spf=pass smtp.mailfrom={DOMAIN}\r\n".encode()
        office.arrive(silent + genuine(notice, "silent"))
        assert kinds(office) == {"outcome", "directive-done"} and server.asked == [LIBRA.name]


def test_a_key_that_cannot_be_had_leads_to_a_preview_and_the_next_mail_is_looked_at_again(
    server: NameServer, tmp_path: Path
) -> None:
    server.fails = True
    with memory_office(tmp_path, staff=ADA, require="authenticated", nameserver=server.address) as office:
        notice, _ = begun(office)
        office.arrive(genuine(notice, "first", "#note\nSeen."))
        assert kinds(office) == {"confirm-sender"}
        office.arrive(mail("unsigned", text="#note\nSeen.", answers=notice))
        assert kinds(office) == {"directive-error"}, "no signature is another thing than one that cannot be checked"
        server.fails = False
        office.arrive(genuine(notice, "second", "#note\nSeen it."))
        assert kinds(office) == {"directive-done"}


def test_a_new_complaint_under_her_signature_must_be_addressed_to_us(server: NameServer, tmp_path: Path) -> None:
    new = "#new Kit Lane <k@mail.example>\nKit rang."
    with memory_office(tmp_path, staff=ADA, require="auto", nameserver=server.address) as office:
        office.arrive(LIBRA.sign(mail("other", text=new, to="eve@evil.example")))
        assert kinds(office) == {"confirm-sender"} and server.asked == [] and office.cases() == []
        office.arrive(LIBRA.sign(mail("ours", text=new, to=f"Complaints <{MAILBOX}>")))
        assert "acknowledgement" in kinds(office) and len(office.cases()) == 1


def test_the_same_signed_mail_counts_once(server: NameServer, tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, require="authenticated", nameserver=server.address) as office:
        notice, _ = begun(office)
        raw = genuine(notice, "q", "#question\nWhich day was it?")
        office.arrive(raw)
        assert "question" in kinds(office)
        office.arrive(b"Received: from x by y; Mon, 2 Nov 2020 10:00:00 +0000\r\n" + raw)
        assert kinds(office) <= {"directive-error"}


def test_what_was_found_counts_when_the_message_is_decided_again(server: NameServer, tmp_path: Path) -> None:
    """Keys change; a second decision must not come out otherwise because of that."""
    with memory_office(tmp_path, staff=ADA, require="authenticated", nameserver=server.address) as office:
        begun(office)
        office.arrive(LIBRA.sign(mail("nowhere", text=LINES)))  # it answers nothing, so it is on no case
        assert kinds(office) == {"directive-error"}
        server.publish(LIBRA.name, EVIL.published)
        number = office.messages()[-1].id
        with office.desk.store.writing() as writer:
            writer.requeue([number])
        office.turn()
        row = office.messages()[-1]
        assert row.checked is not None and row.checked.seal is Seal.HOLDS and server.asked == [LIBRA.name]


def test_where_it_is_switched_off_nobody_is_asked(server: NameServer, tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, require="auto") as office:
        notice, _ = begun(office)
        office.arrive(genuine(notice))
        assert kinds(office) == {"confirm-sender"}
        assert office.messages()[-1].checked is None and server.asked == []


def test_a_familys_signatures_are_nobodys_concern(server: NameServer, tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, require="auto", nameserver=server.address) as office:
        office.arrive(LIBRA.sign(mail("family", text="It was late.", author=FAMILY)))
        assert "acknowledgement" in kinds(office) and server.asked == []
