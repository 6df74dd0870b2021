"""A volunteer forwards a family's mail with ``#new`` on top: the mail is the complaint, and the family its author."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage

import pytest

from tests.acceptance.world import World, plain
from tests.support.smtp import Envelope

VOL = "cleo@libra.example"
KIT = "kit@mail.example"
GMAIL = """---------- Forwarded message ---------
From: Kit Lane <kit@mail.example>
Date: Sun, 1 Nov 2020 at 20:11
Subject: The steps
To: Ada Coordinator <ada@libra.example>

I fell on the icy steps.
"""
OUTLOOK = """Cleo

From: Kit Lane <mailto:kit@mail.example>
Sent: 01 November 2020 20:11
To: Cleo Chair <cleo@libra.example>
Subject: The steps

I fell on the icy steps.
"""
APPLE = """Begin forwarded message:

> From: Kit Lane <kit@mail.example>
> Subject: The steps
> Date: 1 November 2020 at 20:11:00 GMT
> To: cleo@libra.example
>
> I fell on the icy steps.
"""
THUNDERBIRD = """-------- Forwarded Message --------
Subject: The steps
Date: Sun, 1 Nov 2020 20:11:00 +0000
From: Kit Lane <kit@mail.example>
To: cleo@libra.example

I fell on the icy steps.
"""
TWICE = f"""---------- Forwarded message ---------
From: Ben Officer <ben@libra.example>
Date: Mon, 2 Nov 2020 at 08:00
Subject: Fwd: The steps
To: Cleo Chair <cleo@libra.example>

{GMAIL}"""


def _entered(world: World) -> list[Envelope]:
    """Confirm the one preview, and return the letters that follow."""
    world.once("2020-11-02 09:01")
    preview = world.letter(VOL, "confirm-sender")
    assert "This would be sent to kit@mail.example" in plain(preview) and not world.sink.to(KIT)
    before = len(world.sink.envelopes)
    world.answers(preview, "#yes", "2020-11-02 09:10")
    world.once("2020-11-02 09:11")
    return list(world.sink.envelopes[before:])


@pytest.mark.parametrize("forwarded", [GMAIL, OUTLOOK, APPLE, THUNDERBIRD, TWICE])
def test_the_forwarded_mail_is_the_complaint_and_the_family_its_author(world: World, forwarded: str) -> None:
    world.configure(require="auto")
    world.writes(f"Cleo Chair <{VOL}>", "Fwd: The steps", f"#new\n\n{forwarded}", "2020-11-02 09:00")
    letters = _entered(world)
    assert [(one.recipients, one.message["X-Mailflow-Letter"]) for one in letters] == [
        ((KIT,), "acknowledgement"),
        (("ada@libra.example",), "handler-notice"),
        ((VOL,), "directive-done"),
    ], "whom the mail went to first is not whom it is about"
    case = world.case()
    assert (case["complainant"]["name"], case["complainant"]["address"]) == ("Kit Lane", KIT)
    assert (case["channel"], case["received_at"]) == ("email", "2020-11-02T09:00:00+00:00")
    assert "I fell on the icy steps." in plain(letters[1])


def test_a_mail_that_is_forwarded_as_a_file_is_the_complaint_with_its_own_files(world: World) -> None:
    world.configure(require="auto")
    mail = world.mail(f"Kit Lane <{KIT}>", "The steps", "I fell on the icy steps.", "2020-11-01 20:11")
    mail.add_attachment(b"1234", maintype="image", subtype="jpeg", filename="steps.jpg")
    forwarding = world.mail(f"Cleo Chair <{VOL}>", "Fwd: The steps", "#new", "2020-11-02 09:00")
    forwarding.make_mixed()
    inner = EmailMessage()
    inner.set_content(mail)
    forwarding.attach(inner)
    world.arrives(forwarding, "2020-11-02 09:00")
    acknowledgement, notice, done = _entered(world)
    assert done.recipients == (VOL,) and "[LC-2020-0001]" in str(done.message["Subject"])
    assert acknowledgement.recipients == (KIT,)
    assert "I fell on the icy steps." in plain(notice)
    (file,) = [part for part in notice.message.walk() if part.get_filename() == "The steps.eml"]
    data = file.get_payload(decode=True)
    assert isinstance(data, bytes)
    opened = message_from_bytes(data)
    assert "steps.jpg" in [part.get_filename() for part in opened.walk()], "their files go along inside of their mail"


def test_where_no_family_is_named_nothing_is_entered_and_the_author_is_told_how(world: World) -> None:
    world.configure(require="auto")
    own = GMAIL.replace("Kit Lane <kit@mail.example>", "Ben Officer <ben@libra.example>")
    world.writes(f"Cleo Chair <{VOL}>", "They rang", "#new\n\nThey rang about the steps.", "2020-11-02 09:00")
    world.writes(f"Cleo Chair <{VOL}>", "Fwd: The steps", f"#new\n\n{own}", "2020-11-02 09:00")
    world.once("2020-11-02 09:01")
    assert world.kinds(VOL) == ["directive-error", "directive-error"] and world.json("case", "list") == []
    assert "#new Pat Rivers <p.rivers@mail.example>" in plain(world.letter(VOL, "directive-error"))
