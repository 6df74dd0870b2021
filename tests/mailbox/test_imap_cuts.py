"""The line is cut at every position of a session with a real server: never half a message, never another error."""

from __future__ import annotations

from datetime import UTC, datetime

from mailflow.mailbox.imap import Fetched, ImapMailbox, MailboxUnavailable
from mailflow.settings import ServerSettings
from tests.support.cut import CuttingProxy
from tests.support.dovecot import Dovecot

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
MAIL = [b"Subject: %d\r\n\r\n%s\r\n" % (n, b"It was late.\r\n" * 5) for n in range(2)]
WHOLE = [Fetched(uid=n, received_at=AT, size=len(raw), raw=raw) for n, raw in enumerate(MAIL, 1)]


def session(mailbox: ImapMailbox) -> list[Fetched]:
    mailbox.connect()
    mailbox.open()
    found = mailbox.fetch(mailbox.uids(), 1 << 20)
    mailbox.close()
    return found


def test_a_cut_at_any_byte_gives_whole_messages_or_says_that_the_mailbox_is_out_of_reach(
    dovecot: Dovecot, user: str
) -> None:
    dovecot.deliver_many(user, [(raw, AT) for raw in MAIL])
    with CuttingProxy(dovecot.imap_port) as proxy:
        given = {"host": "127.0.0.1", "port": proxy.port, "security": "none", "user": user, "password": "secret"}
        mailbox = ImapMailbox(ServerSettings.model_validate(given), timeout_s=60)
        assert session(mailbox) == WHOLE
        length = proxy.passed
        assert length > 1000
        outcomes: list[bool] = []
        for proxy.after in range(1, length + 1, 5):
            try:
                assert session(mailbox) == WHOLE
                outcomes.append(True)
            except MailboxUnavailable as error:
                assert not error.permanent
                assert not mailbox.is_connected
                outcomes.append(False)
        proxy.after = None
        assert session(mailbox) == WHOLE
    assert not outcomes[0]
    # Once enough has come, all has come. How much is enough differs by some bytes: the server says how long it took.
    assert all(outcomes[outcomes.index(True) + 4 :])
