"""The family's files: sent along, kept back by the switch, asked about first; and those of staff's own letters."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.world import World, plain
from tests.support.clamd import FakeClamd
from tests.support.smtp import Envelope

ADA = "ada@libra.example"
VIRUS = b"pretend that this is a virus"


def sends(world: World, sender: str, at: str, *files: tuple[str, bytes]) -> None:
    mail = world.mail(sender, "Handover", "It was late, see the photographs.", at)
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    world.arrives(mail, at)


def names(letter: Envelope) -> list[str | None]:
    return [part.get_filename() for part in letter.message.walk() if part.get_filename()]


def words(letter: Envelope) -> str:
    return " ".join(plain(letter).split())


def test_a_switch_keeps_the_familys_files_in_the_mailbox_and_says_so(world: World) -> None:
    world.configure(more="[attachments]\nforward = false\n")
    sends(world, "P <p@mail.example>", "2020-11-02 09:00", ("photo.jpg", b"a photo"))
    world.once("2020-11-02 09:30")
    notice = world.letter(ADA, "handler-notice")
    assert names(notice) == []
    assert "photo.jpg (not sent along: it lies with its mail in the complaints mailbox)" in words(notice)


def test_an_infected_file_stays_the_others_go_and_the_handler_is_told(world: World, tmp_path: Path) -> None:
    with FakeClamd(tmp_path / "clamd.ctl", virus=VIRUS) as clamd:
        world.configure(more=f'[attachments]\nclamd = "{clamd.address}"\n')
        sends(world, "P <p@mail.example>", "2020-11-02 09:00", ("photo.jpg", b"a photo"), ("bill.exe", VIRUS))
        world.once("2020-11-02 09:30")
        notice = world.letter(ADA, "handler-notice")
        assert names(notice) == ["photo.jpg"]
        assert "bill.exe (not sent along: the virus scanner found something in it)" in words(notice)
        assert VIRUS not in notice.raw
    # The scanner is gone: nothing is sent along unasked, the case goes its way, and the notice says why.
    sends(world, "Q <q@mail.example>", "2020-11-02 10:00", ("photo.jpg", b"another photo"))
    world.once("2020-11-02 10:30")
    notice = world.letter(ADA, "handler-notice")
    assert names(notice) == []
    assert "photo.jpg (not sent along: the virus scanner could not be asked about it)" in words(notice)
    assert world.kinds("q@mail.example") == ["acknowledgement"]


def test_check_says_whether_the_virus_scanner_is_there(world: World, tmp_path: Path) -> None:
    address = f"unix:{tmp_path}/clamd.ctl"
    world.configure(more=f'[attachments]\nclamd = "{address}"\n')
    said = world.run("check", expect=1)
    assert f"{address} does not answer, so no file is sent along" in " ".join((said.stdout + said.stderr).split())
    with FakeClamd(tmp_path / "clamd.ctl", virus=VIRUS):
        said = world.run("check", expect=None)
        assert f"{address} answers" in said.stdout + said.stderr


def test_an_encrypted_mail_is_a_case_and_the_handler_is_told_that_it_cannot_be_read(world: World) -> None:
    world.configure()
    world.arrives(
        b"From: P <p@mail.example>\nTo: complaints@libra.example\nSubject: Secret\nMessage-ID: <s@mail.example>\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/encrypted; protocol=application/pgp-encrypted; boundary=b\n\n"
        b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
        b"Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n--b--\n",
        "2020-11-02 09:00",
    )
    world.once("2020-11-02 09:30")
    notice = world.letter(ADA, "handler-notice")
    assert "mailflow cannot read it" in words(notice) and "encrypted.asc" in names(notice)
    assert world.kinds("p@mail.example") == ["acknowledgement"]


def test_a_letter_of_staffs_with_an_infected_file_is_held_and_never_leaves(world: World, tmp_path: Path) -> None:
    with FakeClamd(tmp_path / "clamd.ctl", virus=VIRUS) as clamd:
        world.configure(more=f'[attachments]\nclamd = "{clamd.address}"\n')
        world.writes("P <p@mail.example>", "Handover", "It was late.", "2020-11-02 09:00")
        world.once("2020-11-02 09:30")
        notice = world.letter(ADA, "handler-notice")
        mail = world.mail(f"Ada <{ADA}>", f"Re: {notice.message['Subject']}", "We are sorry.", "2020-11-02 10:00")
        mail["In-Reply-To"] = str(notice.message["Message-ID"])
        mail.add_attachment(VIRUS, maintype="application", subtype="pdf", filename="answer.pdf")
        world.arrives(mail, "2020-11-02 10:00")
        world.once("2020-11-02 10:30")
    assert world.kinds("p@mail.example") == ["acknowledgement"]
    held = [one for one in world.json("letter", "list") if one["status"] == "held"]
    assert [(one["kind"], one["to"]) for one in held] == [("relay", ["p@mail.example"])]
    assert "the virus scanner found something in it" in json.dumps(held)
