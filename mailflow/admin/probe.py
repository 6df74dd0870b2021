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
from email.utils import format_datetime

from mailflow import clock
from mailflow.admin.asked import Asked
from mailflow.admin.checkup import Found, Status
from mailflow.admin.staff_mail import what_staff_need
from mailflow.core.provenance import MICROSOFT, Seal, name_of, stamps_of
from mailflow.letters.freeze import new_message_id
from mailflow.letters.smtp import Lost, Post, PostUnavailable, Refused, Unknown
from mailflow.mailbox.imap import ImapMailbox, MailboxUnavailable
from mailflow.mailbox.signature import check_signatures
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """A probe as it came back."""

    raw: bytes

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Its header fields in order, names in lower case."""
        return [(name.casefold(), str(value)) for name, value in message_from_bytes(self.raw).items()]

    @property
    def trace(self) -> list[tuple[str, str]]:
        """What servers wrote on it."""
        return [one for one in self.fields if one[0] in ("received", "authentication-results")]

    def field(self, name: str) -> str:
        """Return the first value of a field, or nothing."""
        return next((value.strip() for its, value in self.fields if its == name), "")


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
    yield _plus_addresses(organisation, plus, has_come=plus.word in came)
    if settings.staff_mail.dkim:
        yield _signature(settings, first, address, code)
    stamps = [value for name, value in first.trace if name != "received"]
    if not stamps:
        yield _found("verdicts", Status.OK, f"none on mail to itself. {what_staff_need(settings)}", code)
        return
    name = MICROSOFT if stamps_of(first.trace, [MICROSOFT]) else name_of(stamps[0])
    if not name:
        says = "the server stamps them without its name, so they cannot be told from a stranger's."
        yield _found("verdicts", Status.OK, f"{says} {what_staff_need(settings)}", code)
        return
    yield from _verdicts(settings, organisation, name, wait_s)


def _plus_addresses(organisation: OrganisationSettings, plus: Probe, *, has_come: bool) -> Found:
    """Say whether staff can be given addresses to answer to, and whether they are."""
    code, is_used = organisation.organisation.code, organisation.mailbox.plus_addresses
    if has_come and is_used:
        return _found("plus addresses", Status.OK, f"mail to {plus.to} arrives; notices to staff are answered so", code)
    if has_come:
        says = (
            f"mail to {plus.to} arrives. With plus_addresses = true under [mailbox], a reply of staff finds its case "
            "also where their mail program drops what it answers"
        )
        return _found("plus addresses", Status.OK, says, code)
    if is_used:
        says = f"mail to {plus.to} does not arrive, so replies of staff are lost: take plus_addresses out of [mailbox]"
        return _found("plus addresses", Status.FAILED, says, code)
    return _found("plus addresses", Status.OK, f"mail to {plus.to} does not arrive; mailflow needs none", code)


def _signature(settings: Settings, back: Back, address: str, code: str) -> Found:
    """Look at the signature on the mailbox's own mail, the way it is done with staff's."""
    domain = address.partition("@")[2].casefold()
    if not back.field("dkim-signature"):
        return _found("signatures", Status.OK, f"mail of {domain} to itself bears none", code)
    checked = check_signatures(
        back.raw,
        domain=domain,
        received_s=int(clock.now().timestamp()),
        nameserver=settings.staff_mail.nameserver,
    )
    match checked.seal:
        case Seal.HOLDS:
            says = f"{checked.because}, so mail of staff at {domain} can vouch for itself"
            return _found("signatures", Status.OK, says, code)
        case Seal.UNSURE:
            says = f"{checked.because}. Name one that answers: nameserver under [staff_mail], or dkim = false there"
            return _found("signatures", Status.WARNING, says, code)
        case Seal.BROKEN:
            return _found("signatures", Status.OK, f"on mail of {domain} to itself {checked.because}", code)


def _verdicts(settings: Settings, organisation: OrganisationSettings, name: str, wait_s: float) -> Iterator[Found]:
    """Forge the server's stamp, and say whether it stands on top of the server's own."""
    code, address, mode = organisation.organisation.code, organisation.mailbox.address, what_staff_need(settings)
    word = os.urandom(8).hex()
    says_it = "" if name == MICROSOFT else f"{name}; "
    forged = f"{says_it}dmarc=pass header.from={address.partition('@')[2]} reason={word}"
    probe = _probe(address, forged=forged)
    back = _exchange(organisation, (probe,), wait_s).get(probe.word)
    if back is None:
        says = f"a mail with a forged verdict did not come back, so {name} may refuse such mail. {mode}"
        yield _found("verdicts", Status.OK, says, code)
        return
    ours = stamps_of(back.trace, [name])
    configured = name in [one.casefold() for one in settings.staff_mail.authserv_id]
    if not any(word in one for one in ours):
        says = f"{name} stamps them, and takes off or outranks forged ones. "
        if not configured:
            says += f'With authserv_id = "{name}" under [staff_mail], replies of staff need no confirmation. '
        yield _found("verdicts", Status.OK, says + mode, code)
    elif configured:
        says = f"{name} lets a forged verdict stand above its own: take {name} out of authserv_id under [staff_mail]"
        yield _found("verdicts", Status.FAILED, says, code)
    else:
        says = f"{name} lets a forged verdict stand above its own: leave it out of authserv_id. {mode}"
        yield _found("verdicts", Status.WARNING, says, code)


def _message_id(back: Back, sent: Probe, code: str) -> Found:
    if back.field("message-id") == sent.message_id:
        return _found("Message-ID", Status.OK, "ours are kept, so replies are recognised by them", code)
    says = "the sending server replaces ours, so no reply can be recognised: send through another server"
    return _found("Message-ID", Status.FAILED, says, code)


def _probe(to: str, forged: str = "") -> Probe:
    message_id = new_message_id(to.partition("@")[2], os.urandom(16))
    return Probe(word=os.urandom(8).hex(), to=to, message_id=message_id, forged=forged)


def _exchange(organisation: OrganisationSettings, sent: Sequence[Probe], wait_s: float) -> Mapping[str, Back]:
    """Send probes and wait for them; return those that came, by their words.

    A recipient that is refused is one that does not arrive.
    """
    found: dict[str, Back] = {}
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
                back = Back(raw=one.raw)
                if (word := back.field("x-mailflow-probe")) in expected:
                    found[word] = back
            time.sleep(_PAUSE_S if expected - found.keys() else 0)
    return found


def _found(what: str, status: Status, says: str, code: str) -> Found:
    return Found(what=what, status=status, says=says, org=code)
