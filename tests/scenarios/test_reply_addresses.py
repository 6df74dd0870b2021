"""Staff answer by the address of a notice, whatever their mail program drops: in a whole office."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.scenarios.spoofs import DOMAIN, LINES, OURS, STAFF
from tests.scenarios.test_spoofs import FAMILY, begun, counted, moved
from tests.support.memory_office import MAILBOX, MemoryOffice, memory_office, written

ADA = [f"Ada <{STAFF}> coordinator"]
VOUCHED = f"Authentication-Results: {OURS}; dmarc=pass header.from={DOMAIN}\n".encode()


def address(office: MemoryOffice, kind: str = "handler-notice", to: str = STAFF) -> str:
    """Return where a letter of ours is answered to."""
    return str(office.letter(kind, to).message["Reply-To"])


def kinds(office: MemoryOffice) -> set[str]:
    return {one.kind for one in office.turn()}


def test_letters_to_staff_name_an_address_of_their_own_and_letters_to_families_do_not(tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, plus_addresses=True) as office:
        begun(office)
        assert re.fullmatch(r"complaints\+[a-z2-7]{24}@office\.example", address(office))
        assert office.letter("acknowledgement", FAMILY).message["Reply-To"] is None
        assert {one.message["From"].addresses[0].addr_spec for one in office.letters} == {MAILBOX}
        office.arrive(written(FAMILY, "Another one", "It was late again.", office.now))
        office.turn()
        found = [str(one.message["Reply-To"]) for one in office.letters if one.to == STAFF]
        assert len(found) == len(set(found)) > 1


def test_without_the_setting_no_letter_names_one(tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA) as office:
        begun(office)
        assert all(one.message["Reply-To"] is None for one in office.letters)


@pytest.mark.parametrize("require", ["token", "authenticated", "auto"])
@pytest.mark.parametrize("capitals", [False, True])
def test_a_reply_without_any_reference_moves_its_case(require: str, capitals: bool, tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, require=require, authserv_id=OURS, plus_addresses=True) as office:
        begun(office)
        to = address(office).upper() if capitals else address(office)
        office.arrive(VOUCHED + written(STAFF, "my answer", LINES, office.now, to=f"Complaints <{to}>"))
        assert kinds(office) == {"outcome", "directive-done"}
        assert office.messages()[-1].references == ()


def test_a_preview_is_confirmed_by_its_own_address_alone(tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, require="confirm", plus_addresses=True) as office:
        begun(office)
        office.arrive(written(STAFF, "my answer", LINES, office.now, to=address(office)))
        assert kinds(office) == {"confirm-sender"}
        office.arrive(written(STAFF, "yes", "#yes", office.now, to=address(office)))
        assert kinds(office) == {"directive-error"}
        office.arrive(written(STAFF, "yes", "#yes\n", office.now, to=address(office, "confirm-sender")))
        assert kinds(office) == {"outcome", "directive-done"}


@pytest.mark.parametrize("sender", ["eve@evil.example", "chair@office.example", FAMILY])
def test_an_address_that_was_passed_on_serves_nobody_else(sender: str, tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, plus_addresses=True) as office:
        begun(office)
        (case,) = office.cases()
        events = counted(office, case.ref)
        office.arrive(written(sender, "my answer", LINES, office.now, to=address(office)))
        assert kinds(office) <= {"directive-error", "admin-notice", "handler-notice"}
        assert moved(office, case, events) == []


@pytest.mark.parametrize("field", ["Delivered-To", "X-Original-To", "Envelope-To"])
def test_an_address_that_only_servers_name_points_to_the_case_and_proves_nothing(field: str, tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, plus_addresses=True) as office:
        begun(office)
        (case,) = office.cases()
        events = counted(office, case.ref)
        delivered = f"{field}: <{address(office)}>\n".encode()
        office.arrive(delivered + written(STAFF, "my answer", LINES, office.now, to="eve@evil.example"))
        assert kinds(office) == {"directive-error"} and moved(office, case, events) == []
        assert office.messages()[-1].ref == case.ref


def test_an_address_of_one_case_and_the_reference_of_another_wait_for_a_person(tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, plus_addresses=True) as office:
        begun(office)
        first = address(office)
        office.arrive(written("q@mail.example", "Rude", "They were rude.", office.now))
        office.turn()
        office.arrive(written(STAFF, "[LC-2020-0002] my answer", LINES, office.now, to=first))
        assert kinds(office) <= {"directive-error", "admin-notice"}
        assert {one.outcome for one in office.cases()} == {None}


def test_an_address_that_nobody_has_is_as_none_at_all(tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, plus_addresses=True) as office:
        begun(office)
        last = "a" if address(office).partition("@")[0][-1] != "a" else "b"
        guessed = re.sub(r".@", f"{last}@", address(office))
        office.arrive(written(STAFF, "my answer", LINES, office.now, to=guessed))
        assert kinds(office) == {"directive-error"} and office.messages()[-1].ref is None


def test_the_record_does_not_hold_the_token_beside_the_letter_itself(tmp_path: Path) -> None:
    with memory_office(tmp_path, staff=ADA, plus_addresses=True) as office:
        begun(office)
        with office.desk.store.reading() as reader:
            rows = reader.letters("LC")
        keys = {one.to_address: one.reply_key for one in rows}
        assert keys[FAMILY] is None and keys[STAFF] is not None
        assert address(office).partition("+")[2].partition("@")[0] not in str(rows)


def test_no_token_stands_in_a_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    with memory_office(tmp_path, staff=ADA, plus_addresses=True) as office:
        begun(office)
        office.arrive(written(STAFF, "my answer", LINES, office.now, to=address(office)))
        office.turn()
        assert caplog.records and address(office).partition("+")[2].partition("@")[0] not in caplog.text
