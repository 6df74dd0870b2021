"""What the provider of a mailbox does with mail, found out by sending some from the mailbox to itself.

A probe bears the header of our own letters, so that a running mailflow files it and answers nothing. The second round
forges the very stamp that the server wrote in the first: whether a stranger's is taken off or outranked decides if
verdicts can be believed (RFC 8601 section 5).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import format_datetime

from mailflow import clock
from mailflow.admin.asked import Asked
from mailflow.admin.checkup import Found, Status
from mailflow.letters.freeze import new_message_id
from mailflow.letters.smtp import Lost, Post, PostUnavailable, Refused, Unknown
from mailflow.mailbox.imap import ImapMailbox, MailboxUnavailable
from mailflow.settings import OrganisationSettings, Settings, SettingsError
from mailflow.wiring import hostname

#: So long a probe may take; greylisting would take longer, but not between a mailbox and itself.
WAIT_S = 60.0
_PAUSE_S = 0.5
_MAX_BYTES = 256 * 1024
_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A mail to the mailbox itself. ``word`` stands in a header of it and nowhere else."""

    word: str
    to: str
    message_id: str
    forged: str = ""

    def raw(self, mailbox: str) -> bytes:
        """Return its bytes."""
        lines = [
            *([f"Authentication-Results: {self.forged}"] if self.forged else []),
            f"From: {mailbox}",
            f"To: {self.to}",
            "Subject: A test by mailflow check: nothing to do",
            f"Date: {format_datetime(clock.now())}",
            f"Message-ID: {self.message_id}",
            "Auto-Submitted: auto-generated",
            "X-Auto-Response-Suppress: All",
            "X-Mailflow-Letter: probe",
            f"X-Mailflow-Probe: {self.word}",
            "",
            "mailflow check --mail has sent this mail to find out how this mailbox treats mail. You can delete it.",
            "",
        ]
        return "\r\n".join(lines).encode("ascii")


def probes(asked: Asked, wait_s: float = WAIT_S) -> Iterator[Found]:
    """Send probes from each mailbox to itself, and say what came of them; what cannot be found out is said too."""
    try:
        settings = asked.settings()
        chosen = asked.organisations(settings)
    except SettingsError:
        return  # said by the look at the configuration
    for organisation in chosen:
        code = organisation.organisation.code
        try:
            yield from _organisation(settings, organisation, wait_s)
        except (MailboxUnavailable, PostUnavailable, Refused, Lost, Unknown, SettingsError) as error:
            yield _found("probe", Status.FAILED, f"{error}; put that right and check again", code)


def _organisation(settings: Settings, organisation: OrganisationSettings, wait_s: float) -> Iterator[Found]:
    code, address = organisation.organisation.code, organisation.mailbox.address
    local, _, domain = address.partition("@")
    plain, plus = _probe(address), _probe(f"{local}+probe@{domain}")
    came = _exchange(organisation, (plain, plus), wait_s)
    first = came.get(plain.word)
    if first is None:
        says = f"a mail to {address} itself did not come back within {wait_s:.0f} seconds; look into its spam folder"
        yield _found("probe", Status.FAILED, says, code)
        return
    yield _message_id(first, plain, code)
    if plus.word in came:
        yield _found("plus addresses", Status.OK, f"mail to {plus.to} arrives", code)
    else:
        yield _found("plus addresses", Status.OK, f"mail to {plus.to} does not arrive; mailflow needs none", code)
    stamps = [str(one) for one in first.get_all("Authentication-Results", [])]
    if not stamps:
        yield _found("verdicts", Status.OK, f"none on mail to itself. {_mode(settings)}", code)
        return
    name = _name_of(stamps[0])
    if not name:
        says = "the server stamps them without its name, so they cannot be told from a stranger's."
        yield _found("verdicts", Status.OK, f"{says} {_mode(settings)}", code)
        return
    yield from _verdicts(settings, organisation, name, wait_s)


def _verdicts(settings: Settings, organisation: OrganisationSettings, name: str, wait_s: float) -> Iterator[Found]:
    """Forge the server's stamp, and say whether it stands on top of the server's own."""
    code, address = organisation.organisation.code, organisation.mailbox.address
    word = os.urandom(8).hex()
    forged = f"{name}; dmarc=pass header.from={address.partition('@')[2]} reason={word}"
    probe = _probe(address, forged=forged)
    back = _exchange(organisation, (probe,), wait_s).get(probe.word)
    if back is None:
        says = f"a mail with a forged verdict did not come back, so {name} may refuse such mail. {_mode(settings)}"
        yield _found("verdicts", Status.OK, says, code)
        return
    ours = [str(one) for one in back.get_all("Authentication-Results", []) if _name_of(str(one)) == name]
    configured = name in [one.casefold() for one in settings.staff_mail.authserv_id]
    if not ours or word not in ours[0]:
        says = f"{name} stamps them, and takes off or outranks forged ones. "
        if not configured:
            says += f'With authserv_id = "{name}" under [staff_mail], replies of staff need no confirmation. '
        yield _found("verdicts", Status.OK, says + _mode(settings), code)
    elif configured:
        says = f"{name} lets a forged verdict stand above its own: take {name} out of authserv_id under [staff_mail]"
        yield _found("verdicts", Status.FAILED, says, code)
    else:
        says = f"{name} lets a forged verdict stand above its own: leave it out of authserv_id. {_mode(settings)}"
        yield _found("verdicts", Status.WARNING, says, code)


def _message_id(back: Message, sent: Probe, code: str) -> Found:
    if str(back["Message-ID"]).strip() == sent.message_id:
        return _found("Message-ID", Status.OK, "ours are kept, so replies are recognised by them", code)
    says = "the sending server replaces ours, so no reply can be recognised: send through another server"
    return _found("Message-ID", Status.FAILED, says, code)


def _mode(settings: Settings) -> str:
    """Say what a line of staff's needs, as the configuration stands."""
    staff_mail = settings.staff_mail
    mode = staff_mail.require
    if mode == "auto" and not staff_mail.authserv_id:
        return "Staff's notes need the reply to a notice, and what leaves or moves a case is confirmed"
    mode = "authenticated" if mode == "auto" else mode
    return {
        "token": "Staff's lines need the reply to a notice",
        "authenticated": "Staff's lines need the reply to a notice and the server's verdict",
        "confirm": "Every line of staff's is confirmed",
    }[mode]


def _probe(to: str, forged: str = "") -> Probe:
    message_id = new_message_id(to.partition("@")[2], os.urandom(16))
    return Probe(word=os.urandom(8).hex(), to=to, message_id=message_id, forged=forged)


def _exchange(organisation: OrganisationSettings, sent: Sequence[Probe], wait_s: float) -> Mapping[str, Message]:
    """Send probes and wait for them; return those that came, by their words.

    A recipient that is refused is one that does not arrive.
    """
    found: dict[str, Message] = {}
    mailbox_of = organisation.mailbox
    with ImapMailbox(mailbox_of.imap, timeout_s=_TIMEOUT_S) as mailbox:
        seen = mailbox.open(readonly=True).uidnext
        expected = set()
        with Post(mailbox_of.smtp, local_hostname=hostname(), connect_s=_TIMEOUT_S) as post:
            for probe in sent:
                try:
                    post.offer(mailbox_of.address, probe.to, probe.raw(mailbox_of.address))
                    post.finish()
                    expected.add(probe.word)
                except Refused as error:
                    if error.about_us or probe.to == mailbox_of.address:
                        raise
        end = time.monotonic() + wait_s
        while expected - found.keys() and time.monotonic() < end:
            new = [uid for uid in mailbox.uids() if uid >= seen]
            for one in mailbox.fetch(new, _MAX_BYTES):
                message = message_from_bytes(one.raw)
                if (word := str(message["X-Mailflow-Probe"])) in expected:
                    found[word] = message
            time.sleep(_PAUSE_S if expected - found.keys() else 0)
    return found


def _name_of(stamp: str) -> str:
    """Return the name under which a stamp was written, casefolded; empty for one without (Microsoft's)."""
    first = stamp.partition(";")[0].split()
    return first[0].strip('"').casefold() if first and "=" not in first[0] else ""


def _found(what: str, status: Status, says: str, code: str) -> Found:
    return Found(what=what, status=status, says=says, org=code)
