"""The servers in memory stand in for the real ones wholly: nothing of those is ever called."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailflow.letters.smtp import Post, Refused
from mailflow.mailbox.imap import ImapMailbox
from mailflow.simulate.memory import MemoryMailbox, MemoryPost, MemoryServers

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
LETTER = b"X-Mailflow-Letter: outcome\r\nMessage-ID: <a@b.example>\r\n\r\nHello.\r\n"


@pytest.mark.parametrize(("real", "ours"), [(ImapMailbox, MemoryMailbox), (Post, MemoryPost)])
def test_every_public_method_of_the_real_one_is_another(real: type, ours: type) -> None:
    assert {name for name in vars(real) if not name.startswith("_")} <= set(vars(ours))


def test_what_arrives_is_listed_and_fetched_until_it_is_moved() -> None:
    servers = MemoryServers()
    mailbox = MemoryMailbox(servers)
    servers.deliver(b"first", AT)
    servers.deliver(b"second", AT)
    assert mailbox.open().uidnext == 3
    assert [one.size for one in mailbox.listed([1, 2, 3])] == [5, 6]
    assert [(one.raw, one.truncated) for one in mailbox.fetch([2, 3], 3)] == [(b"sec", True)]
    mailbox.move([1], "Filed")
    assert mailbox.uids() == [2]


def test_a_letter_is_taken_at_its_dot_and_not_before() -> None:
    servers = MemoryServers()
    post = MemoryPost(servers)
    post.offer("us@office.example", "p@mail.example", LETTER)
    assert servers.taken() == []
    post.finish()
    assert [(one.kind, one.to) for one in servers.taken()] == [("outcome", "p@mail.example")]
    assert servers.taken() == []


def test_a_letter_that_was_taken_back_never_leaves() -> None:
    servers = MemoryServers()
    post = MemoryPost(servers)
    post.offer("us@office.example", "p@mail.example", LETTER)
    post.cancel()
    assert servers.taken() == []


def test_an_address_that_the_post_refuses_takes_nothing() -> None:
    servers = MemoryServers()
    servers.refuse("P@mail.example")
    with pytest.raises(Refused) as refused:
        MemoryPost(servers).offer("us@office.example", "p@mail.example", LETTER)
    assert refused.value.permanent


def test_a_copy_is_found_in_the_folder_that_it_was_laid_into() -> None:
    mailbox = MemoryMailbox(MemoryServers())
    mailbox.append_all(mailbox.sent_folder(), [(LETTER, AT)])
    assert mailbox.has_message_id("Sent", "<a@b.example>")
    assert not mailbox.has_message_id("Drafts", "<a@b.example>")
