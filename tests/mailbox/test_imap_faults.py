"""The mailbox against servers that misbehave: what no real one can be made to do on request."""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest

from mailflow.mailbox.imap import ImapMailbox, MailboxUnavailable
from mailflow.settings import ServerSettings
from tests.support.fake_imap import Answer, FakeImap

DATE = b'INTERNALDATE "02-Nov-2026 09:30:00 +0000"'
AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
Wait = Callable[[ImapMailbox, float], bool]


def connect(server: FakeImap, timeout_s: float = 3) -> ImapMailbox:
    given = {
        "host": "127.0.0.1",
        "port": server.port,
        "security": "none",
        "user": "c@libra.example",
        "password": "hunter2",
    }
    return ImapMailbox(ServerSettings.model_validate(given), timeout_s=timeout_s)


def refused(answers: Mapping[str, Answer], greeting: bytes | None = b"* OK hi\r\n") -> MailboxUnavailable:
    """Return why the login to a server with these answers failed."""
    with FakeImap(answers, greeting) as server, pytest.raises(MailboxUnavailable) as caught:
        connect(server, timeout_s=0.5).connect()
    assert "hunter2" not in str(caught.value)
    return caught.value


# --- reaching the server and logging in ---


def test_a_server_that_says_nothing_is_given_up() -> None:
    assert not refused({}, greeting=b"").permanent


def test_a_server_that_closes_at_once_is_not_permanent() -> None:
    assert not refused({}, greeting=None).permanent


def test_a_server_that_says_bye_is_not_permanent() -> None:
    assert not refused({}, greeting=b"* BYE too many connections\r\n").permanent


def test_what_is_no_imap_server_is_told() -> None:
    assert "could not be reached" in str(refused({}, greeting=b"220 mx.example ESMTP\r\n"))


def test_a_line_that_breaks_during_the_login_says_nothing_about_the_password() -> None:
    assert not refused({"LOGIN": None}).permanent


@pytest.mark.parametrize("text", [b"[UNAVAILABLE] backend is down", b"[LIMIT] x", b"Too many simultaneous connections"])
def test_a_login_refused_for_now_is_not_permanent(text: bytes) -> None:
    error = refused({"LOGIN": b"%TAG% NO " + text + b"\r\n"})
    assert not error.permanent
    assert "for now" in str(error)


@pytest.mark.parametrize(
    "text", [b"[AUTHENTICATIONFAILED] no", b"[ALERT] Application-specific password required", b"no"]
)
def test_a_login_refused_for_good_is_permanent(text: bytes) -> None:
    error = refused({"LOGIN": b"%TAG% NO " + text + b"\r\n"})
    assert error.permanent
    assert "check user and password" in str(error)


def test_an_address_in_the_servers_words_does_not_reach_the_log() -> None:
    assert "c@libra.example" not in str(refused({"LOGIN": b"%TAG% NO no mailbox for c@libra.example here\r\n"}))


def test_no_password_is_sent_where_the_server_forbids_it() -> None:
    with FakeImap({"CAPABILITY": b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n%TAG% OK done\r\n"}) as server:
        with pytest.raises(MailboxUnavailable, match="takes no password on this connection") as caught:
            connect(server).connect()
        assert caught.value.permanent
        assert "LOGIN" not in server.commands()


def test_no_password_is_sent_where_starttls_is_not_offered() -> None:
    with FakeImap() as server:
        given = {"host": "127.0.0.1", "port": server.port, "security": "starttls", "user": "c", "password": "hunter2"}
        with pytest.raises(MailboxUnavailable, match="does not offer STARTTLS, so no password was sent") as caught:
            ImapMailbox(ServerSettings.model_validate(given), timeout_s=3).connect()
        assert caught.value.permanent
        assert "LOGIN" not in server.commands()


def test_nothing_is_sent_in_the_clear_to_another_machine() -> None:
    unchecked = ServerSettings.model_construct(host="mail.libra.example", port=143, security="none", user="c")
    with pytest.raises(MailboxUnavailable, match="nothing was sent without TLS") as caught:
        ImapMailbox(unchecked, timeout_s=3, password=lambda: "hunter2").connect()
    assert caught.value.permanent


def test_a_right_that_is_missing_in_exchange_is_explained() -> None:
    with FakeImap({"SELECT": b"%TAG% BAD User is authenticated but not connected.\r\n"}) as server:
        mailbox = connect(server)
        mailbox.connect()
        with pytest.raises(MailboxUnavailable, match="has no right to this mailbox") as caught:
            mailbox.open()
        assert caught.value.permanent


# --- listing and fetching ---


def fetched(answer: bytes, *, capped: bool = True) -> tuple[list[tuple[int, bytes]], set[int]]:
    """Return what is fetched of messages 1 and 2 from a server that answers so, and what it was that made no sense."""
    with FakeImap({"UID FETCH": answer}) as server:
        mailbox = connect(server)
        with mailbox:
            mailbox.open()
            found = mailbox.fetch([1, 2], 1000)
            return [(each.uid, each.raw) for each in found], set(mailbox.unreadable)


def test_a_body_that_is_nil_is_as_good_as_gone() -> None:
    nil = b"* 1 FETCH (UID 1 " + DATE + b" RFC822.SIZE 5 BODY[]<0> NIL)\r\n"
    good = b"* 2 FETCH (UID 2 " + DATE + b" RFC822.SIZE 5 BODY[]<0> {5}\r\nHello)\r\n"
    assert fetched(nil + good + b"%TAG% OK done\r\n") == ([(2, b"Hello")], set())


def test_announcements_among_the_answers_are_no_messages() -> None:
    noise = b"* 2 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH (UID 2 FLAGS (\\Seen))\r\n* 9 FETCH (UID 9 FLAGS ())\r\n"
    good = b"* 1 FETCH (FLAGS (\\Seen) UID 1 " + DATE + b" RFC822.SIZE 5 BODY[]<0> {5}\r\nHello)\r\n"
    assert fetched(noise + good + b"%TAG% OK done\r\n") == ([(1, b"Hello")], set())


def test_a_server_that_ignores_the_limit_is_cut_to_it() -> None:
    whole = b"* 1 FETCH (UID 1 " + DATE + b" RFC822.SIZE 2000 BODY[] {2000}\r\n" + b"x" * 2000 + b")\r\n"
    assert fetched(whole + b"%TAG% OK done\r\n") == ([(1, b"x" * 1000)], set())


def test_a_literal_that_announces_gigabytes_is_never_read() -> None:
    answer = b"* 1 FETCH (UID 1 " + DATE + b" RFC822.SIZE 5 BODY[]<0> {10000000000}\r\n"
    with pytest.raises(MailboxUnavailable, match="announced 10000000000 bytes"):
        fetched(answer)


@pytest.mark.parametrize("part", [b"", b"Hal"])
def test_a_connection_that_breaks_inside_a_body_gives_no_half_message(part: bytes) -> None:
    closing = threading.Event()

    def half(line: bytes) -> bytes | None:
        if closing.is_set():
            return None
        closing.set()
        return b"* 1 FETCH (UID 1 " + DATE + b" RFC822.SIZE 5 BODY[]<0> {5}\r\n" + part

    with FakeImap({"UID FETCH": half}) as server:
        mailbox = connect(server, timeout_s=0.5)
        mailbox.connect()
        mailbox.open()
        with pytest.raises(MailboxUnavailable):
            mailbox.fetch([1], 1000)
        assert not mailbox.is_connected


@pytest.mark.parametrize(
    "nonsense",
    [
        b'* 2 FETCH (UID 2 INTERNALDATE "32-Foo-2026 99:30:00 +0000" RFC822.SIZE 5 BODY[]<0> {5}\r\nHello)\r\n',
        b"* 2 FETCH (UID 2 INTERNALDATE NIL RFC822.SIZE 5 BODY[]<0> {5}\r\nHello)\r\n",
        b"* 2 FETCH (UID 2 " + DATE + b" RFC822.SIZE five BODY[]<0> {5}\r\nHello)\r\n",
        b"* 2 FETCH (UID 2 " + DATE + b" RFC822.SIZE 5 BODY[]<0>\r\n",
        b"* 2 FETCH UID\r\n",
    ],
)
def test_one_answer_of_nonsense_costs_one_message_and_no_neighbour(nonsense: bytes) -> None:
    def answer(line: bytes) -> bytes:
        asked = line.split()[3].split(b",")
        found = b""
        for uid in asked:
            good = b"* %s FETCH (UID %s %s RFC822.SIZE 5 BODY[]<0> {5}\r\nHello)\r\n" % (uid, uid, DATE)
            found += nonsense if uid == b"2" else good
        return found + b"%TAG% OK done\r\n"

    with FakeImap({"UID FETCH": answer}) as server, connect(server) as mailbox:
        mailbox.open()
        assert [each.uid for each in mailbox.fetch([1, 2, 3, 4, 5], 1000)] == [1, 3, 4, 5]
        assert mailbox.unreadable == {2}
        assert mailbox.open().exists == 2
        assert mailbox.unreadable == set()


def test_a_server_without_uidnext_is_asked_for_the_last_uid() -> None:
    select = b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n%TAG% OK done\r\n"
    answers: dict[str, Answer] = {"SELECT": select, "UID SEARCH": b"* SEARCH 41\r\n%TAG% OK done\r\n"}
    with FakeImap(answers) as server, connect(server) as mailbox:
        assert mailbox.open().uidnext == 42


def test_a_folder_without_uidvalidity_is_nonsense_not_a_crash() -> None:
    answers: dict[str, Answer] = {"SELECT": b"* 2 EXISTS\r\n%TAG% OK done\r\n"}
    with (
        FakeImap(answers) as server,
        connect(server) as mailbox,
        pytest.raises(MailboxUnavailable, match="makes no sense"),
    ):
        mailbox.open()


def test_no_answer_to_a_search_comes_near_the_line_that_imaplib_refuses() -> None:
    uids = list(range(4_000_000_001, 4_000_200_001))
    select = b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 4000200001] ok\r\n%%TAG%% OK done\r\n" % len(
        uids
    )
    longest: list[int] = []

    def search(line: bytes) -> bytes:
        first, last = line.split()[3].split(b":")
        part = uids[int(first) - 1 : len(uids) if last == b"*" else int(last)]
        found = b"* SEARCH " + b" ".join(b"%d" % uid for uid in part) + b"\r\n"
        longest.append(len(found))
        return found + b"%TAG% OK done\r\n"

    with FakeImap({"SELECT": select, "UID SEARCH": search}) as server, connect(server, timeout_s=60) as mailbox:
        mailbox.open()
        assert mailbox.uids() == uids
    assert len(longest) == 3
    assert max(longest) < 1_000_000


# --- waiting ---


@pytest.fixture(params=["waiting", "watched"])
def wait(request: pytest.FixtureRequest) -> Wait:
    """Both ways to wait: a thread stays with the mailbox, or somebody watches its socket among many."""
    return ImapMailbox.wait if request.param == "waiting" else watched


def watched(mailbox: ImapMailbox, seconds: float) -> bool:
    """Wait as the daemon does, which comes back whenever the server says something."""
    end = time.monotonic() + seconds
    while True:
        if mailbox.listen():
            return True
        select.select([mailbox.fileno], [], [], max(0.0, end - time.monotonic()))
        if mailbox.hear():
            return True
        if time.monotonic() >= end:
            return False


def waited(wait: Wait, idle: bytes | None, done: bytes | None = b"%TAG% OK done\r\n", seconds: float = 10) -> bool:
    with FakeImap({"IDLE": idle, "DONE": done}) as server, connect(server, timeout_s=0.5) as mailbox:
        mailbox.open()
        mailbox.uids()
        began = time.monotonic()
        try:
            return wait(mailbox, seconds)
        finally:
            assert time.monotonic() - began < 5


def test_an_announcement_in_one_packet_with_the_answer_to_idle_is_heard(wait: Wait) -> None:
    assert waited(wait, b"+ idling\r\n* 3 EXISTS\r\n")


def test_an_announcement_with_the_end_of_idle_is_heard(wait: Wait) -> None:
    assert waited(wait, b"+ idling\r\n", b"* 3 EXISTS\r\n%TAG% OK done\r\n", seconds=0.1)


def test_a_sign_of_life_is_no_mail(wait: Wait) -> None:
    assert not waited(wait, b"+ idling\r\n* OK Still here\r\n", seconds=0.3)


def test_someone_elses_flags_are_no_mail(wait: Wait) -> None:
    assert not waited(wait, b"+ idling\r\n* 1 FETCH (FLAGS (\\Seen))\r\n* 2 EXPUNGE\r\n", seconds=0.3)


@pytest.mark.parametrize(
    "idle", [None, b"+ idling\r\n* BYE shutting down\r\n", b"+ idling\r\n* 3 EXI", b"* 3 EXISTS\r\n", b""]
)
def test_a_server_that_breaks_off_an_idle_is_noticed(wait: Wait, idle: bytes | None) -> None:
    done = b"" if idle == b"" else None
    with pytest.raises(MailboxUnavailable, match="went away"):
        waited(wait, idle, done)


def test_a_connection_that_is_closed_during_idle_does_not_look_like_no_news(wait: Wait) -> None:
    with FakeImap() as server:
        mailbox = connect(server)
        mailbox.connect()
        mailbox.open()
        mailbox.uids()
        threading.Timer(0.2, server.hang_up).start()
        began = time.monotonic()
        with pytest.raises(MailboxUnavailable, match="went away"):
            wait(mailbox, 30)
        assert time.monotonic() - began < 5


def test_a_server_that_never_ends_an_idle_is_given_up_after_the_time_out(wait: Wait) -> None:
    with pytest.raises(MailboxUnavailable, match="timed out"):
        waited(wait, b"+ idling\r\n", b"", seconds=0.1)


def test_without_idle_mail_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailflow.mailbox.imap.idle._ASK_EVERY_S", 0.1)
    monkeypatch.setattr("mailflow.mailbox.imap.idle._SLICE_S", 0.05)
    answers: dict[str, Answer] = {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n%TAG% OK done\r\n",
        "NOOP": lambda _: next(noops),
    }
    noops = iter([b"%TAG% OK done\r\n", b"%TAG% OK done\r\n", b"* 3 EXISTS\r\n%TAG% OK done\r\n"])
    with FakeImap(answers) as server, connect(server) as mailbox:
        mailbox.open()
        mailbox.uids()
        assert mailbox.wait(10)


# --- filing ---


def test_mail_that_may_not_be_moved_stays_with_the_reason() -> None:
    with (
        FakeImap({"UID MOVE": b"%TAG% NO [OVERQUOTA] full for c@libra.example\r\n"}) as server,
        connect(server) as mailbox,
    ):
        mailbox.open()
        reason = mailbox.move([1], "Filed")
        assert reason is not None
        assert "[OVERQUOTA] full for …" in reason
        assert mailbox.uids() == [1, 2]


def test_mail_that_could_not_be_copied_is_not_deleted() -> None:
    answers: dict[str, Answer] = {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1 UIDPLUS\r\n%TAG% OK done\r\n",
        "UID COPY": b"%TAG% NO [OVERQUOTA] full\r\n",
    }
    with FakeImap(answers) as server, connect(server) as mailbox:
        mailbox.open()
        assert mailbox.move([1], "Filed") is not None
        assert not {"UID STORE", "UID EXPUNGE", "EXPUNGE"} & set(server.commands())


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        (b'* LIST (\\Noselect \\Sent) "/" "Odd"\r\n* LIST () "/" "Sent Items"\r\n', "Sent Items"),
        (b'* LIST () "." "INBOX.Sent"\r\n* LIST () "." "Sent Messages Archive"\r\n', "INBOX.Sent"),
        (b'* LIST () "/" "sent"\r\n* LIST (\\Sent) "/" "&AMk-l&AOk-ments envoy&AOk-s"\r\n', "Éléments envoyés"),
    ],
)
def test_the_sent_folder_is_found_by_mark_or_by_name(listing: bytes, expected: str) -> None:
    with FakeImap({"LIST": listing + b"%TAG% OK done\r\n"}) as server, connect(server) as mailbox:
        assert mailbox.sent_folder() == expected


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        (b'* LIST (\\Drafts) "/" "[Gmail]/Entw&APw-rfe"\r\n* LIST () "/" "Drafts"\r\n', "[Gmail]/Entwürfe"),
        (b'* LIST (\\Noselect \\Drafts) "/" "Odd"\r\n* LIST () "." "INBOX.Drafts"\r\n', "INBOX.Drafts"),
        (b'* LIST () "/" "Old Drafts"\r\n* LIST () "/" "draft"\r\n', "draft"),
    ],
)
def test_the_folder_for_drafts_is_found_by_mark_or_by_name(listing: bytes, expected: str) -> None:
    with FakeImap({"LIST": listing + b"%TAG% OK done\r\n"}) as server, connect(server) as mailbox:
        assert mailbox.drafts_folder() == mailbox.existing_drafts() == expected


def test_a_sent_folder_that_is_missing_is_made_where_the_server_keeps_folders() -> None:
    answers: dict[str, Answer] = {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1 NAMESPACE\r\n%TAG% OK done\r\n",
        "LIST": b'* LIST () "." "INBOX"\r\n%TAG% OK done\r\n',
        "NAMESPACE": b'* NAMESPACE (("INBOX." ".")) NIL NIL\r\n%TAG% OK done\r\n',
        "CREATE": b"%TAG% OK done\r\n",
        "SUBSCRIBE": b"%TAG% NO not here\r\n",
    }
    with FakeImap(answers) as server, connect(server) as mailbox:
        assert mailbox.sent_folder() == "INBOX.Sent"
        assert any(line.split()[1:] == [b"CREATE", b'"INBOX.Sent"'] for line in server.lines)
