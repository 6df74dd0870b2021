"""What comes into the mailbox: order, since, spool, rehearsals, duplicates, machines, other families, forgeries."""

from __future__ import annotations

import json

from tests.acceptance.world import COMPLAINTS, World, plain

ADA = "ada@libra.example"


def test_mail_is_read_in_order_of_receipt_and_a_rehearsal_changes_nothing(world: World) -> None:
    world.configure(since="2020-11-01", spool="move:Filed", sent="never")
    world.writes("Old <old@mail.example>", "Old", "From before.", "2020-10-31 23:59")
    world.writes("B <b@mail.example>", "Second", "The second.", "2020-11-02 09:30")
    world.writes("C <c@mail.example>", "Third", "In the same second.", "2020-11-02 09:30")
    world.writes("A <a@mail.example>", "First", "Delivered last.", "2020-11-01 00:00")
    said = world.once("2020-11-02 10:00", "--dry-run").stdout
    assert said.index("a@mail.example") < said.index("b@mail.example") < said.index("c@mail.example")
    assert "old@mail.example" not in said
    assert [one.name for one in world.folder.iterdir()] == ["mailflow.toml"]
    assert world.sink.envelopes == () and world.dovecot.flags(world.user) == [()] * 4
    world.once("2020-11-02 10:00")
    addresses = [one["complainant"]["address"] for one in world.json("case", "list")]
    assert addresses == ["a@mail.example", "b@mail.example", "c@mail.example"]
    assert len(world.dovecot.messages(world.user)) == 1, "mail from before the day stays where it is"
    assert world.dovecot.flags(world.user, "Filed") == [()] * 3, "unread stays unread"
    assert world.dovecot.messages(world.user, "Sent") == []


def test_machines_are_never_answered_and_nothing_is_taken_twice(world: World) -> None:
    world.configure()
    mail = world.writes("D <d@mail.example>", "Late", "The bus was late.", "2020-11-02 09:00")
    world.arrives(mail, "2020-11-02 09:00")
    world.arrives(b"Received: from a by b\n" + mail.as_bytes(), "2020-11-02 09:01")
    world.writes("E <e@mail.example>", "Out of office", "Away.", "2020-11-02 09:02", Auto_Submitted="auto-replied")
    world.writes("F <f@mail.example>", "Automatic reply: x", "Away.", "2020-11-02 09:03", X_Autoreply="yes")
    world.writes("G <g@mail.example>", "News", "Buy.", "2020-11-02 09:04", List_Id="<n.example>", Precedence="bulk")
    world.once("2020-11-02 09:30")
    returned = plain(world.letter("d@mail.example", "acknowledgement"))
    sent_id = world.letter("d@mail.example", "acknowledgement").message["Message-ID"]
    world.arrives(
        f"From: MAILER-DAEMON@mail.example\nTo: {COMPLAINTS}\nReturn-Path: <>\nSubject: Undelivered\n"
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nNo.\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mail.example\n\nFinal-Recipient: rfc822; d@mail.example\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {sent_id}\nSubject: x\n\n{returned}\n--b--\n".encode(),
        "2020-11-02 10:00",
    )
    world.once("2020-11-02 10:30")
    found = [(one["class"], one["ref"], one["acknowledge"]) for one in world.messages()]
    assert found == [
        ("complaint", "LC-2020-0001", True),
        ("duplicate", "LC-2020-0001", False),
        ("auto-reply", None, False),
        ("auto-reply", None, False),
        ("list", None, False),
        ("bounce", "LC-2020-0001", False),
    ]
    assert [one["address"] for one in world.messages()[-1]["failed_recipients"]] == ["d@mail.example"]
    assert world.case()["tags"] == ["undeliverable"]
    assert {to for one in world.sink.envelopes for to in one.recipients} == {
        "d@mail.example",
        ADA,
        "admin@libra.example",
    }
    assert world.kinds("d@mail.example") == ["acknowledgement"]


def test_nobody_reaches_another_familys_case_and_a_forged_line_moves_nothing(world: World) -> None:
    world.configure()
    world.writes("A <a@mail.example>", "First", "The first.", "2020-11-02 09:00")
    world.writes("B <b@mail.example>", "Second", "The second.", "2020-11-02 09:00")
    world.once("2020-11-02 09:30")
    letter, (notice, other_notice) = world.letter("a@mail.example", "acknowledgement"), world.sink.to(ADA)
    lines = "#outcome upheld\n\nForged.\nFindings: none\nActions: none"
    world.answers(letter, "B with A's reference.", "2020-11-02 10:00", sender="B <b@mail.example>")
    world.writes("X <x@evil.example>", "APPEAL Re: [LC-2020-0001] x", "A stranger.", "2020-11-02 10:01")
    world.writes(f"Ada <{ADA}>", "Re: [LC-2020-0001] x", lines, "2020-11-02 10:02")
    world.writes(f"Ada <{ADA}>", "Re: x", lines, "2020-11-02 10:03", References="<LC-2020-0001.staff@libra.example>")
    world.answers(letter, lines, "2020-11-02 10:04", sender=f"Ada <{ADA}>")
    world.answers(notice, lines, "2020-11-02 10:05", sender="Ada Coordinator <ada@evil.example>")
    world.answers(other_notice, lines, "2020-11-02 10:06", sender="Ben <ben@libra.example>")
    world.writes("A <a@mail.example>", "Re: [LC-2020-0001] x", "More from A.", "2020-11-02 10:07")
    world.writes("A <a@mail.example>", "Another matter", "New.", "2020-11-02 10:08")
    world.once("2020-11-02 10:30")
    cases = world.json("case", "list")
    assert [(one["stage"], one["status"]) for one in cases] == [("stage-1", "open")] * 3
    assert world.kinds("b@mail.example") == ["acknowledgement"]
    assert world.kinds("a@mail.example") == ["acknowledgement", "confirm-address", "acknowledgement"]
    assert not any(one in world.letter("a@mail.example", "confirm-address").raw for one in (b"evil", b"stranger"))
    assert not [one for one in world.sink.envelopes if "evil.example" in str(one.recipients)]
    assert [one["message"] for one in world.json("pen", "list")] == [3, 4, 8]
    assert [one["class"] for one in world.case(1)["messages"]][-1] == "reply"
    assert len(world.json("pen", "list")[0]["answers"]) >= 2


def test_the_pen_is_emptied_by_accepting_and_discarding(world: World) -> None:
    world.configure()
    now = ("--now", "2020-11-02T10:40:00+00:00")
    world.writes("A <a@mail.example>", "First", "The first.", "2020-11-02 09:00")
    world.once("2020-11-02 09:30")
    for n, name in enumerate("xyz"):
        world.writes(f"X <{name}@other.example>", "Re: [LC-2020-0001] x", f"Text of {name}.", f"2020-11-02 10:0{n}")
    world.once("2020-11-02 10:30")
    world.run("pen", "accept", "1", "--case", "LC-2020-0001", "--reason", "rang her", "--yes", *now)
    world.run("pen", "accept", "2", "--reason", "another matter", *now)
    world.run("pen", "discard", "3", "--reason", "an advertisement", "--yes", *now)
    world.once("2020-11-02 10:50")
    assert world.json("pen", "list") == []
    assert [(one["class"], one["ref"]) for one in world.messages()[1:]] == [
        ("reply", "LC-2020-0001"),
        ("complaint", "LC-2020-0002"),
        ("spam", None),
    ]
    assert world.kinds("y@other.example") == ["acknowledgement"] and not world.sink.to("z@other.example")


def test_files_are_read_without_a_configuration_one_object_a_line(world: World) -> None:
    deep = world.folder / "mails" / "deep" / "er"
    deep.mkdir(parents=True)
    mail = world.mail("P <p@mail.example>", "Späte", "Late.\n\n-- \nPat", "2020-11-02 09:00")
    mail.add_attachment(b"1234", maintype="application", subtype="pdf", filename="x.pdf")
    (deep / "a.eml").write_bytes(mail.as_bytes())
    (world.folder / "mails" / "empty.eml").write_bytes(b"")
    (deep / "note.txt").write_bytes(b"not a mail")
    told = [json.loads(line) for line in world.run("message", "read", "mails", "--json").stdout.splitlines()]
    assert len(told) == 2
    by_name = {one["file"].rpartition("/")[2]: one for one in told}
    keys = "file id ref class because acknowledge from name subject message_id references text new_text attachments "
    keys += "appeal_keywords failed_recipients form received_at"
    assert all(set(one) >= set(keys.split()) for one in told)
    assert by_name["empty.eml"]["class"] == "unreadable"
    read = by_name["a.eml"]
    assert (read["class"], read["from"], read["name"], read["subject"]) == ("complaint", "p@mail.example", "P", "Späte")
    assert read["new_text"] == "Late." and read["attachments"] == [
        {"name": "x.pdf", "type": "application/pdf", "bytes": 4}
    ]
    assert (deep / "a.eml").read_bytes() == mail.as_bytes(), "nothing was touched"
