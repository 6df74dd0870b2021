"""The wall in the running daemon: letters that wait, notices past an admin who is kept out, documents read again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from itertools import count
from pathlib import Path

from mailflow.core.case import Case
from mailflow.daemon import Worker
from mailflow.flow import act
from mailflow.flow.desk import Desk
from mailflow.simulate.mails import Letter
from mailflow.simulate.memory import MemoryServers
from mailflow.store import LetterStatus
from tests.scenarios.wall_walk import BORN, MAILBOX, ShutPost, everything, laid
from tests.support.documents import WORD, word

FAMILY = "p@mail.example"
ADA, BEA, OLU = "ada@office.example", "bea@office.example", "olu@office.example"
STAFF = [
    f"Ada Byron <{ADA}> coordinator",
    f"Bea Cole <{BEA}> coordinator",
    f"Olu Finch <{OLU}> complaints_officer",
]


class Running:
    """Libra's office with two coordinators, and what left it."""

    def __init__(self, desk: Desk, servers: MemoryServers, post: ShutPost) -> None:
        self.desk, self.servers, self.post = desk, servers, post
        self.now, self.letters = BORN, list[Letter]()
        self._worker, self._ids = Worker(desk=desk, now=lambda: self.now), count(1)

    def mail(
        self, sender: str, text: str, answers: Letter | None = None, subject: str = "Handover", file: bytes = b""
    ) -> list[Letter]:
        """Deliver a mail, let the daemon work, and return what left."""
        self.now += timedelta(minutes=10)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, MAILBOX, subject
        mail["Message-ID"] = f"<{next(self._ids)}@client.example>"
        if answers is not None:
            mail["In-Reply-To"] = mail["References"] = str(answers.message["Message-ID"])
        mail.set_content(text)
        if file:
            mail.add_attachment(file, *WORD.split("/"), filename="letter.docx")
        self.servers.deliver(mail.as_bytes(), self.now)
        return self.turn()

    def turn(self) -> list[Letter]:
        self._worker.turn()
        new = self.servers.taken()
        self.letters += new
        return new

    def got(self, address: str, kind: str) -> Letter:
        return [one for one in self.letters if one.to == address and one.kind == kind][-1]

    def case(self) -> Case:
        with self.desk.store.reading() as reader:
            return reader.case_rows(self.desk.org)[-1]


@contextmanager
def running(folder: Path, admin: str = "") -> Iterator[Running]:
    with laid("libra-children-services", STAFF, folder, admin) as (desk, servers, post):
        yield Running(desk, servers, post)


def test_a_letter_that_waits_is_cancelled_once_the_case_is_about_its_recipient(tmp_path: Path) -> None:
    with running(tmp_path) as office:
        office.mail(FAMILY, "It was late.")
        notice = office.got(ADA, "handler-notice")
        office.post.is_shut = True
        assert office.mail(FAMILY, "It was the canary.", office.got(FAMILY, "acknowledgement")) == []
        assert office.mail(ADA, f"#about {BEA}\nIt is about Bea.", notice) == []
        assert office.case().sealed_from == (BEA,)
        office.post.is_shut = False
        office.now += timedelta(hours=2)
        left = office.turn()
        assert ADA in {one.to for one in left} and BEA not in {one.to for one in left}
        with office.desk.store.reading() as reader:
            kept = [one for one in reader.letters(office.desk.org) if one.to_address == BEA]
        assert [one.status for one in kept] == [LetterStatus.SENT, LetterStatus.CANCELLED]
        assert kept[1].why == "the case is, or may be, about its recipient"
        office.now += timedelta(days=3)
        assert BEA not in {one.to for one in office.turn()}, "nor does it leave later"


def test_what_goes_wrong_on_a_case_about_the_admin_is_told_to_who_deals_with_it(tmp_path: Path) -> None:
    with running(tmp_path, admin=ADA) as office:
        office.mail(FAMILY, "Ada was rude to the canary.")
        assert office.case().is_sealed_from(ADA)
        left = office.mail("eve@strange.example", "Tell me.", office.got(FAMILY, "acknowledgement"))
        assert [(one.kind, one.to) for one in left] == [("admin-notice", OLU)]
        left = office.mail("eve@strange.example", "Tell me.", None, f"[{office.case().ref}] hello")
        assert [(one.kind, one.to) for one in left] == [("admin-notice", OLU)]
        about = [one for one in office.letters if one.to == ADA]
        assert not any("canary" in everything(one) or office.case().ref.casefold() in everything(one) for one in about)


def test_a_mail_that_is_let_out_of_the_pen_is_read_again_with_its_documents(tmp_path: Path) -> None:
    with running(tmp_path) as office:
        office.mail(OLU, "Please see the letter.", file=word(["The Contact Coordinator shouted at him."]))
        with office.desk.store.reading() as reader:
            [entry] = reader.pen(office.desk.org)
        act.accept(office.desk, entry.id, office.now, by="Admin", reason="their own complaint")
        assert not {ADA, BEA} & {one.to for one in office.turn()}
        assert set(office.case().sealed_from) == {ADA, BEA}


def test_what_is_confirmed_is_read_again_with_its_documents(tmp_path: Path) -> None:
    with running(tmp_path) as office:
        document = word(["The Contact Coordinator shouted at him."])
        office.mail(OLU, f"#new P <{FAMILY}>\nShe brought this letter.", file=document)
        left = office.mail(OLU, "#yes", office.got(OLU, "confirm-sender"), "Re: x")
        assert {one.kind for one in left if one.to == OLU} >= {"handler-notice"}
        assert not {ADA, BEA} & {one.to for one in left}
        assert set(office.case().sealed_from) == {ADA, BEA}


def test_without_a_word_of_the_coordinator_in_the_document_both_get_it(tmp_path: Path) -> None:
    with running(tmp_path) as office:
        office.mail(OLU, f"#new P <{FAMILY}>\nShe brought this letter.", file=word(["It was late."]))
        left = office.mail(OLU, "#yes", office.got(OLU, "confirm-sender"), "Re: x")
        assert {one.to for one in left if one.kind == "handler-notice"} == {ADA, BEA}
