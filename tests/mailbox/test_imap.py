"""The mailbox against a real Dovecot: every command that mailflow gives."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailflow.mailbox.imap import Fetched, ImapMailbox, Listed, MailboxUnavailable, batches
from mailflow.settings import ServerSettings
from tests.support.certificates import make_certificate
from tests.support.dovecot import Dovecot
from tests.support.ports import wait_until

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
OUR_ID = "<m.7f3a-1.x_Y@libra.example>"


def mail(number: int = 1, body: bytes = b"It was late again.") -> bytes:
    return b"From: p.rivers@mail.example\r\nSubject: Handover %d\r\n\r\n%s\r\n" % (number, body)


def settings(port: int, user: str, **other: str) -> ServerSettings:
    given = {"host": "127.0.0.1", "security": "none", "password": "secret", **other}
    return ServerSettings.model_validate({"port": port, "user": user, **given})


@pytest.fixture
def mailbox(dovecot: Dovecot, user: str) -> Iterator[ImapMailbox]:
    with ImapMailbox(settings(dovecot.imap_port, user), timeout_s=10) as mailbox:
        yield mailbox


# --- listing and fetching ---


def test_an_empty_folder_has_no_uids(mailbox: ImapMailbox) -> None:
    state = mailbox.open()
    assert (state.name, state.exists, state.uidnext) == ("INBOX", 0, 1)
    assert mailbox.uids() == []
    assert mailbox.listed([]) == []
    assert mailbox.fetch([], 1000) == []


def test_messages_are_listed_with_the_servers_time_of_receipt_in_utc(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    summer = datetime.fromisoformat("2026-07-01T10:00:00+01:00")
    dovecot.deliver_many(user, [(mail(1), AT), (mail(2), summer)])
    mailbox.open()
    assert mailbox.listed(mailbox.uids()) == [
        Listed(uid=1, received_at=AT, size=len(mail(1))),
        Listed(uid=2, received_at=summer, size=len(mail(2))),
    ]
    assert mailbox.listed([2])[0].received_at.tzinfo is UTC


def test_a_message_comes_byte_for_byte_and_stays_unread(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    raw = mail(body=bytes(range(128, 256)) + b"\r\n.\r\n" + b"x" * 5000)
    dovecot.deliver(user, raw, at=AT)
    mailbox.open()
    assert mailbox.fetch([1], 1 << 20) == [Fetched(uid=1, received_at=AT, size=len(raw), raw=raw)]
    assert dovecot.flags(user) == [()]


def test_a_message_of_just_the_limit_is_whole(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    dovecot.deliver(user, mail(), at=AT)
    mailbox.open()
    (fetched,) = mailbox.fetch([1], len(mail()))
    assert (fetched.raw, fetched.truncated) == (mail(), False)


def test_a_message_one_byte_over_the_limit_is_truncated(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    dovecot.deliver(user, mail(), at=AT)
    mailbox.open()
    (fetched,) = mailbox.fetch([1], len(mail()) - 1)
    assert (fetched.raw, fetched.truncated, fetched.size) == (mail()[:-1], True, len(mail()))


def test_what_a_person_took_away_meanwhile_is_absent(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    dovecot.deliver_many(user, [(mail(n), AT) for n in range(3)])
    mailbox.open()
    uids = mailbox.uids()
    with dovecot.session(user) as person:
        person.select("INBOX")
        person.uid("STORE", "2", "+FLAGS", r"(\Deleted)")
        person.expunge()
    assert [each.uid for each in mailbox.fetch([*uids, 99], 1000)] in (
        [1, 3],
        [1, 2, 3],
    )  # the server may still hold it
    mailbox.open()
    assert [each.uid for each in mailbox.fetch([*uids, 99], 1000)] == [1, 3]
    assert [each.uid for each in mailbox.listed([*uids, 99])] == [1, 3]
    assert mailbox.uids() == [1, 3]


def test_more_messages_than_one_command_may_name_are_all_there(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailflow.mailbox.imap.mailbox.WINDOW", 7)
    monkeypatch.setattr("mailflow.mailbox.imap.mailbox.SEARCH_WINDOW", 4)
    dovecot.deliver_many(user, [(mail(n), AT) for n in range(30)])
    mailbox.open()
    dovecot.deliver(user, mail(30), at=AT)
    assert mailbox.uids() == list(range(1, 32))
    assert [each.uid for each in mailbox.listed(mailbox.uids())] == list(range(1, 32))
    assert [each.uid for each in mailbox.fetch(range(31, 0, -1), 1000)] == list(range(1, 32))


def test_new_mail_is_seen_without_opening_the_folder_again(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    mailbox.open()
    dovecot.deliver(user, mail(), at=AT)
    assert mailbox.uids() == [1]


def test_a_change_of_uidvalidity_shows_when_the_folder_is_opened(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    dovecot.deliver(user, mail(), at=AT)
    before = mailbox.open().uidvalidity
    assert mailbox.open().uidvalidity == before
    mailbox.close()
    new = dovecot.change_uidvalidity(user)
    mailbox.connect()
    assert mailbox.open().uidvalidity == new != before


def test_a_folder_that_is_missing_is_a_refusal_and_the_connection_stays(mailbox: ImapMailbox) -> None:
    with pytest.raises(MailboxUnavailable, match=r"did not open the folder Nowhere: .*doesn't exist") as caught:
        mailbox.open("Nowhere")
    assert not caught.value.permanent
    assert mailbox.open().name == "INBOX"


def test_batches_are_bounded_by_number_and_by_bytes() -> None:
    def sizes(*given: int) -> list[list[int]]:
        listed = [Listed(uid=n, received_at=AT, size=size) for n, size in enumerate(given)]
        return [[each.size for each in batch] for batch in batches(listed, max_messages=3, max_bytes=10)]

    assert sizes() == []
    assert sizes(1, 1, 1, 1) == [[1, 1, 1], [1]]
    assert sizes(5, 5, 1) == [[5, 5], [1]]
    assert sizes(5, 6, 4) == [[5], [6, 4]]
    assert sizes(1, 25_000_000, 1) == [[1], [25_000_000], [1]]


# --- the rule that 70 % of a fetch depends on ---


def test_imaplib_never_formats_a_message_for_its_debug_log(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    dovecot.deliver(user, mail(body=b"a private matter"), at=AT)
    mailbox.open()
    assert mailbox.fetch([1], 1000)
    assert mailbox._connection.imaplib.debug == 0
    assert "a private matter" not in caplog.text


# --- waiting ---


def test_waiting_ends_when_mail_arrives(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    mailbox.open()
    assert mailbox.uids() == []
    timer = threading.Timer(0.3, dovecot.deliver, (user, mail(), AT))
    timer.start()
    began = time.monotonic()
    assert mailbox.wait(20)
    assert time.monotonic() - began < 10
    timer.join()
    assert mailbox.uids() == [1]


def test_waiting_ends_when_the_time_is_up(mailbox: ImapMailbox) -> None:
    mailbox.open()
    mailbox.uids()
    began = time.monotonic()
    assert not mailbox.wait(0.3)
    assert 0.25 < time.monotonic() - began < 5
    assert mailbox.uids() == []  # and the connection is in step


def test_waiting_ends_when_the_daemon_is_to_stop(mailbox: ImapMailbox) -> None:
    mailbox.open()
    mailbox.uids()
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    assert not mailbox.wait(60, stop.is_set)
    assert time.monotonic() - began < 5


def test_mail_that_came_between_listing_and_waiting_is_not_slept_through(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    dovecot.deliver(user, mail(), at=AT)
    mailbox.open()
    assert mailbox.uids() == [1]
    dovecot.deliver(user, mail(2), at=AT)
    mailbox.listed([1])  # its answer may carry the announcement, which IDLE would then not repeat
    began = time.monotonic()
    assert mailbox.wait(30)
    assert time.monotonic() - began < 10
    assert mailbox.uids() == [1, 2]


def test_being_thrown_out_while_waiting_is_noticed_and_mended_by_connecting_again(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    mailbox.open()
    mailbox.uids()
    timer = threading.Timer(0.3, dovecot.kick, (user,))
    timer.start()
    with pytest.raises(MailboxUnavailable, match="went away while it was waited for") as caught:
        mailbox.wait(20)
    timer.join()
    assert not caught.value.permanent
    assert not mailbox.is_connected
    mailbox.connect()
    assert mailbox.open().exists == 0


# --- filing ---


def test_messages_move_to_a_folder_that_is_made_for_them(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    dovecot.deliver_many(user, [(mail(n), AT) for n in range(1, 4)])
    mailbox.open()
    assert mailbox.move([1, 3], "Filed & done") is None
    assert mailbox.uids() == [2]
    assert dovecot.messages(user, "Filed & done") == [mail(1), mail(3)]
    assert mailbox.move([2], "Filed & done") is None
    assert mailbox.move([], "Filed & done") is None


def test_a_server_without_move_copies_and_expunges_only_what_is_ours() -> None:
    with Dovecot(capability="IMAP4rev1 UIDPLUS NAMESPACE LITERAL+") as server:
        server.add_user("complaints")
        server.deliver_many("complaints", [(mail(n), AT) for n in range(1, 4)])
        with server.session("complaints") as person:
            person.select("INBOX")
            person.uid("STORE", "2", "+FLAGS", r"(\Deleted)")
        with ImapMailbox(settings(server.imap_port, "complaints"), timeout_s=10) as mailbox:
            mailbox.open()
            assert mailbox.move([1], "Filed") is None
            assert mailbox.uids() == [2, 3]
        assert server.messages("complaints", "Filed") == [mail(1)]


def test_a_server_without_move_and_uidplus_leaves_mail_where_it_is() -> None:
    with Dovecot(capability="IMAP4rev1 NAMESPACE") as server:
        server.deliver("complaints", mail(), at=AT)
        with ImapMailbox(settings(server.imap_port, "complaints"), timeout_s=10) as mailbox:
            mailbox.open()
            assert mailbox.move([1], "Filed") == "the server can neither move a message nor expunge a single one"
            assert mailbox.uids() == [1]
            assert not mailbox.wait(0.1)  # nor has it IDLE


def test_a_refused_move_says_why_and_leaves_mail_where_it_is(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    dovecot.deliver(user, mail(), at=AT)
    mailbox.open()
    reason = mailbox.move([1], "a" * 300)
    assert reason is not None
    assert "could not be made" in reason
    assert mailbox.uids() == [1]


def test_a_letter_is_put_into_the_sent_folder_as_read_and_found_there(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    letter = f"Message-ID: {OUR_ID}\r\nSubject: We have your complaint\r\n\r\nDear P. Rivers\r\n".encode()
    dovecot.deliver(user, mail(), at=AT)
    mailbox.open()
    folder = mailbox.sent_folder()
    assert folder == "Sent"
    assert not mailbox.has_message_id(folder, OUR_ID)
    mailbox.append(folder, letter, AT)
    assert mailbox.has_message_id(folder, OUR_ID)
    assert not mailbox.has_message_id(folder, OUR_ID.replace("7f", "8f"))
    assert dovecot.messages(user, "Sent") == [letter]
    assert dovecot.flags(user, "Sent") == [("\\Seen",)]
    assert mailbox.uids() == [1]  # the INBOX is open again
    mailbox.open("Sent")
    assert mailbox.listed([1])[0].received_at == AT


def test_a_draft_is_put_down_unread(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    mailbox.append("Drafts", mail(), AT + timedelta(hours=1), seen=False)
    assert dovecot.flags(user, "Drafts") == [()]


def test_a_draft_of_ours_is_marked_and_found_by_its_number(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    folder = mailbox.drafts_folder()
    assert folder == "Drafts"
    place = mailbox.append_draft(folder, f"Message-ID: {OUR_ID}\r\n\r\nDear P. Rivers\r\n".encode(), AT)
    assert dovecot.flags(user, "Drafts") == [("\\Draft",)]
    state = mailbox.open(folder)
    assert place == (state.uidvalidity, mailbox.with_message_id(OUR_ID)[0])
    assert mailbox.existing_drafts("To send") is None
    assert mailbox.drafts_folder("To send") == mailbox.existing_drafts("To send") == "To send"


def test_a_letter_for_a_folder_that_is_missing_is_refused_and_the_connection_stays(mailbox: ImapMailbox) -> None:
    with pytest.raises(MailboxUnavailable, match="did not take a message for Nowhere"):
        mailbox.append("Nowhere", mail(), AT)
    assert mailbox.open().exists == 0


def test_the_sent_folder_is_the_one_that_the_server_marks() -> None:
    with Dovecot(sent="Verzonden") as server:
        server.deliver("complaints", mail(), folder="Sent Items")
        with ImapMailbox(settings(server.imap_port, "complaints"), timeout_s=10) as mailbox:
            assert mailbox.sent_folder() == "Verzonden"


# --- commands are made of integers and configuration alone ---


@pytest.mark.parametrize(
    "text", ['<x"\r\nX1 STORE 1:* +FLAGS (\\Deleted)@a>', "<a b@c>", "a@b", "<a@b>\n", '<"a"@b>', "<é@b>", "<@>", ""]
)
def test_only_a_message_id_of_ours_is_ever_searched_for(mailbox: ImapMailbox, text: str) -> None:
    with pytest.raises(ValueError, match="Message-ID that we made"):
        mailbox.has_message_id("Sent", text)


@pytest.mark.parametrize("name", ["a\r\nX LOGOUT", "a\nb", "a\0b"])
def test_a_folder_name_with_a_line_break_never_reaches_the_server(mailbox: ImapMailbox, name: str) -> None:
    for command in (mailbox.open, lambda name: mailbox.move([1], name), lambda name: mailbox.append(name, b"", AT)):
        mailbox.connect()
        with pytest.raises(MailboxUnavailable, match="line break or NUL") as caught:
            command(name)
        assert caught.value.permanent


# --- TLS and login ---


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_tls_with_a_certificate_that_is_trusted(
    dovecot: Dovecot, user: str, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate.ca))
    port = dovecot.imaps_port if security == "tls" else dovecot.imap_port
    with ImapMailbox(settings(port, user, security=security), timeout_s=10) as mailbox:
        mailbox.open()
        dovecot.deliver(user, mail(body=b"y" * 200_000), at=AT)
        assert mailbox.wait(20)
        assert [len(each.raw) for each in mailbox.fetch(mailbox.uids(), 1 << 20)] == [len(mail()) - 18 + 200_000]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_no_password_is_sent_where_the_certificate_is_not_trusted(dovecot: Dovecot, user: str, security: str) -> None:
    def password() -> str:
        asked.append(1)
        return "secret"

    asked: list[int] = []
    port = dovecot.imaps_port if security == "tls" else dovecot.imap_port
    mailbox = ImapMailbox(settings(port, user, security=security), timeout_s=10, password=password)
    with pytest.raises(
        MailboxUnavailable, match=r"certificate that is not valid for it .*no password was sent"
    ) as caught:
        mailbox.connect()
    assert caught.value.permanent
    assert user not in dovecot.log()


def test_a_certificate_for_another_name_is_refused(
    dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate.ca))
    mailbox = ImapMailbox(settings(dovecot.imaps_port, user, security="tls", host="127.0.0.2"), timeout_s=10)
    with pytest.raises(MailboxUnavailable):
        mailbox.connect()


def test_the_wrong_password_is_permanent_and_stands_in_no_message(dovecot: Dovecot, user: str) -> None:
    mailbox = ImapMailbox(settings(dovecot.imap_port, user, password="hunter2"), timeout_s=10)
    with pytest.raises(MailboxUnavailable, match=r"refused the login: .*check user and password") as caught:
        mailbox.connect()
    assert caught.value.permanent
    assert "hunter2" not in str(caught.value)
    assert user not in str(caught.value)


@pytest.mark.parametrize("password", ["grüße £50", 'quo"te \\ back', "x" * 200])
def test_passwords_of_any_kind(dovecot: Dovecot, user: str, password: str) -> None:
    dovecot.add_user(user, password)
    with ImapMailbox(settings(dovecot.imap_port, user), timeout_s=10, password=lambda: password) as mailbox:
        assert mailbox.open().exists == 0


def test_a_password_that_changed_counts_at_the_next_connection(dovecot: Dovecot, user: str) -> None:
    passwords = ["secret"]
    mailbox = ImapMailbox(settings(dovecot.imap_port, user), timeout_s=10, password=lambda: passwords[-1])
    mailbox.connect()
    passwords.append("new")
    dovecot.add_user(user, "new")
    mailbox.connect()
    assert mailbox.open().exists == 0
    mailbox.close()


def test_a_token_logs_in_and_a_bad_one_is_refused_with_the_servers_reason(dovecot: Dovecot, user: str) -> None:
    server = settings(dovecot.imap_port, user)
    with ImapMailbox(server, timeout_s=10, token=lambda: dovecot.token(user)) as mailbox:
        assert mailbox.open().exists == 0
    mailbox = ImapMailbox(server, timeout_s=20, token=lambda: dovecot.token(user)[:-4] + "AAAA")
    with pytest.raises(MailboxUnavailable, match=r'refused the login: .*"status"') as caught:
        mailbox.connect()
    assert caught.value.permanent


# --- a server in trouble ---


def test_a_server_that_hangs_is_given_up_after_the_time_out_and_found_again() -> None:
    with Dovecot() as server:
        server.deliver("complaints", mail(), at=AT)
        mailbox = ImapMailbox(settings(server.imap_port, "complaints"), timeout_s=0.5)
        mailbox.connect()
        mailbox.open()
        server.freeze()
        with pytest.raises(MailboxUnavailable, match="timed out"):
            mailbox.uids()
        with pytest.raises(MailboxUnavailable, match="timed out"):
            mailbox.connect()
        server.thaw()
        wait_until(lambda: _connects(mailbox), "the mailbox is back")
        mailbox.open()
        assert mailbox.uids() == [1]
        mailbox.close()


def test_a_server_that_restarts_is_found_again_with_its_mail() -> None:
    with Dovecot() as server:
        server.deliver("complaints", mail(), at=AT)
        mailbox = ImapMailbox(settings(server.imap_port, "complaints"), timeout_s=10)
        mailbox.connect()
        state = mailbox.open()
        server.kill()
        with pytest.raises(MailboxUnavailable):
            mailbox.uids()
        with pytest.raises(MailboxUnavailable, match=r"could not be reached: .*refused") as caught:
            mailbox.connect()
        assert not caught.value.permanent
        server.restart()
        mailbox.connect()
        assert mailbox.open() == state
        mailbox.close()


def test_closing_twice_or_before_connecting_is_nothing(dovecot: Dovecot, user: str) -> None:
    mailbox = ImapMailbox(settings(dovecot.imap_port, user), timeout_s=10)
    mailbox.close()
    mailbox.connect()
    mailbox.close()
    mailbox.close()
    with pytest.raises(MailboxUnavailable, match="not connected"):
        mailbox.open()


def _connects(mailbox: ImapMailbox) -> bool:
    try:
        mailbox.connect()
    except MailboxUnavailable:
        return False
    return True


def test_an_expired_certificate_is_refused_with_a_word_about_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expired = make_certificate(tmp_path, expired=True)
    with Dovecot(certificate=expired) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(expired.ca))
        mailbox = ImapMailbox(settings(server.imaps_port, "complaints", security="tls"), timeout_s=10)
        with pytest.raises(MailboxUnavailable, match=r"expired.*this machine's clock") as caught:
            mailbox.connect()
        assert caught.value.permanent
