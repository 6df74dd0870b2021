"""Handing letters over: what was accepted, what was not, and what nobody knows, against real servers and bad ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailflow.letters.smtp import Lost, Post, PostUnavailable, Refused, Unknown
from tests.letters.servers import ADDRESSED, OURS, RAW, THEIRS, Listening, Scripted, post_to, send
from tests.support.smtp import Fault, Phase, PostfixSink, SmtpSink


@pytest.fixture
def postfix() -> Iterator[PostfixSink]:
    if PostfixSink.PROGRAM is None:
        pytest.skip("smtp-sink is not installed (Debian: postfix)")
    with PostfixSink() as sink:
        yield sink


def test_a_letter_arrives_byte_for_byte(sink: SmtpSink) -> None:
    with post_to(sink.port) as post:
        assert send(post).startswith("250 ")
    (letter,) = sink.envelopes
    assert (letter.sender, letter.recipients, letter.raw) == (OURS, (THEIRS,), RAW)


def test_many_letters_go_over_one_connection(sink: SmtpSink) -> None:
    with post_to(sink.port) as post:
        for number in range(20):
            send(post, to=f"p{number}@mail.example")
    assert len(sink.envelopes) == 20
    assert sink.connections == 1


@pytest.mark.parametrize("tells", [False, True], ids=["one by one", "the next with the dot"])
def test_letters_to_a_pipelining_server_arrive(postfix: PostfixSink, tells: bool) -> None:
    with post_to(postfix.port) as post:
        for _ in range(20):
            post.offer(OURS, THEIRS, RAW)
            assert post.finish((OURS, THEIRS) if tells else None).startswith("250 ")


def test_bounces_may_go_nowhere(sink: SmtpSink) -> None:
    with post_to(sink.port) as post:
        post.offer("", THEIRS, RAW)
        post.finish()
    assert sink.envelopes[0].sender in ("", "<>")  # aiosmtpd's way to say nobody


@pytest.mark.parametrize("phase", [Phase.MAIL, Phase.RCPT, Phase.DATA])
@pytest.mark.parametrize(("reply", "permanent"), [("451 4.3.0 later", False), ("550 5.1.1 nobody", True)])
def test_a_refusal_says_its_phase_and_whether_it_is_for_good(
    sink: SmtpSink, phase: Phase, reply: str, permanent: bool
) -> None:
    sink.fail(Fault(at=phase, reply=reply))
    with post_to(sink.port) as post:
        with pytest.raises(Refused) as refused:
            send(post)
        assert refused.value.phase == phase.value.upper()
        assert refused.value.permanent is permanent
        assert refused.value.code == int(reply[:3])
        assert refused.value.about_us is (phase is Phase.MAIL)
        send(post)  # the session goes on
    assert len(sink.envelopes) == 1
    assert sink.connections == 1


@pytest.mark.parametrize(
    ("reply", "about_us"),
    [
        ("550 5.1.1 no such user", False),
        ("552 5.2.2 mailbox full", False),
        ("550 5.7.1 rejected as spam", False),
        ("550 5.1.1 <relay@mail.example>: relay@mail.example is nobody", False),
        ("554 5.7.1 <p@x>: Relay access denied", True),
        ("550 5.4.5 Daily user sending limit exceeded", True),
        ("530 5.7.0 Authentication required", True),
        ("550 5.7.60 client does not have permissions to send as this sender", True),
    ],
)
def test_a_refusal_that_every_letter_would_meet_is_about_us(sink: SmtpSink, reply: str, about_us: bool) -> None:
    sink.fail(Fault(at=Phase.RCPT, reply=reply))
    with post_to(sink.port) as post, pytest.raises(Refused) as refused:
        send(post)
    assert refused.value.about_us is about_us


@pytest.mark.parametrize("phase", [Phase.MAIL, Phase.RCPT, Phase.DATA])
def test_a_connection_lost_before_the_dot_means_not_accepted(sink: SmtpSink, phase: Phase) -> None:
    sink.fail(Fault(at=phase))
    with post_to(sink.port) as post:
        with pytest.raises(Lost):
            send(post)
        send(post)  # a new session by itself
    assert len(sink.envelopes) == 1


@pytest.mark.parametrize("keeps", [True, False])
def test_a_connection_lost_after_the_dot_means_that_nobody_knows(sink: SmtpSink, keeps: bool) -> None:
    sink.fail(Fault(at=Phase.DOT, keeps=keeps))
    with post_to(sink.port) as post, pytest.raises(Unknown):
        send(post)
    assert len(sink.envelopes) == keeps


@pytest.mark.parametrize(
    ("reply", "permanent"), [("451 4.3.0 later", False), ("554 5.6.0 no", True), ("421 bye", False)]
)
def test_a_no_after_the_dot_means_not_accepted(sink: SmtpSink, reply: str, permanent: bool) -> None:
    sink.fail(Fault(at=Phase.DOT, reply=reply))
    with post_to(sink.port) as post:
        with pytest.raises(Refused) as refused:
            send(post)
        assert (refused.value.phase, refused.value.permanent) == (".", permanent)
        send(post)
    assert len(sink.envelopes) == 1


def test_no_answer_to_the_dot_in_time_means_that_nobody_knows(sink: SmtpSink) -> None:
    sink.fail(Fault(at=Phase.DOT, hangs=True))
    with post_to(sink.port, post={"final_s": 0.2}) as post, pytest.raises(Unknown, match="Timeout"):
        send(post)


def test_no_answer_before_the_dot_in_time_means_not_accepted(sink: SmtpSink) -> None:
    sink.fail(Fault(at=Phase.RCPT, hangs=True))
    with post_to(sink.port, post={"command_s": 0.2}) as post, pytest.raises(Lost):
        send(post)


@pytest.mark.parametrize(
    "answer", [b"garbage\r\n", b"25\r\n", b"999 x\r\n", b"250-a\r\n" * 200, b"x" * 9000, b"354 again\r\n", b"2"]
)
def test_an_answer_to_the_dot_that_is_none_means_that_nobody_knows(answer: bytes) -> None:
    with Scripted(*ADDRESSED, answer, None) as bad:
        post = post_to(bad.port, post={"final_s": 0.5})
        post.offer(OURS, THEIRS, RAW)
        with pytest.raises(Unknown):
            post.finish()
        post.close()


def test_a_goodbye_that_waits_when_the_dot_is_written_means_not_accepted() -> None:
    with Scripted(*ADDRESSED, b"421 4.3.2 shutting down\r\n", None) as bad:
        post = post_to(bad.port)
        post.offer(OURS, THEIRS, RAW)
        with pytest.raises(Refused) as refused:
            post.finish()
        assert refused.value.code == 421
        post.close()


@pytest.mark.parametrize("answer", [b"250 go\r\n", b"garbage\r\n", b"251-" + b"x" * 9000])
def test_a_server_that_loses_the_thread_has_accepted_nothing(answer: bytes) -> None:
    with Scripted(*ADDRESSED[:-1], answer, None) as bad, pytest.raises(Lost):
        post_to(bad.port).offer(OURS, THEIRS, RAW)


def test_a_pipelining_server_that_wants_a_letter_for_nobody_gets_none() -> None:
    greeted = (b"220 x\r\n", b"250-x\r\n250 PIPELINING\r\n")
    with Scripted(*greeted, b"250 ok\r\n550 5.1.1 nobody\r\n354 go\r\n", b"") as bad:
        with pytest.raises(Refused) as refused:
            post_to(bad.port).offer(OURS, THEIRS, RAW)
        assert refused.value.phase == "RCPT"
    assert bad.heard.endswith(b"DATA\r\n")


NEXT = "q.brook@mail.example"
_GO = b"250 ok\r\n250 ok\r\n354 go\r\n"
_DATA, _DOT = b"\r\nDATA\r\n", b"\r\n.\r\n"
_FIRST = ((b"\r\n", b"250-x\r\n250 PIPELINING\r\n"), (_DATA, _GO))


def told_of_next(port: int, **times: float) -> Post:
    """Hand over a letter and tell of the next one with its dot."""
    post = post_to(port, post=times)
    post.offer(OURS, THEIRS, RAW)
    assert post.finish((OURS, NEXT)).startswith("250 ")
    return post


def test_the_next_envelope_goes_with_the_dot_and_its_letter_after_the_answer() -> None:
    with Listening(*_FIRST, (_DATA, b"250 ok\r\n" + _GO), (_DOT, b"250 ok\r\n")) as good:
        post = told_of_next(good.port)
        assert good.heard.endswith(f".\r\nMAIL FROM:<{OURS}>\r\nRCPT TO:<{NEXT}>\r\nDATA\r\n".encode())
        post.offer(OURS, NEXT, RAW)
        assert post.finish().startswith("250 ")
        post.close()
    assert (good.heard.count(_DATA), good.heard.count(_DOT)) == (2, 2)


def test_a_refused_letter_takes_nothing_from_the_one_told_of_with_its_dot() -> None:
    with Listening(*_FIRST, (_DATA, b"550 5.7.1 no\r\n" + _GO), (_DOT, b"250 ok\r\n")) as fussy:
        post = post_to(fussy.port)
        post.offer(OURS, THEIRS, RAW)
        with pytest.raises(Refused):
            post.finish((OURS, NEXT))
        assert send(post, to=NEXT).startswith("250 ")
        post.close()


@pytest.mark.parametrize(
    ("answers", "phase"),
    [
        (b"451 4.7.1 later\r\n503 no\r\n503 no\r\n", "MAIL"),
        (b"250 ok\r\n550 5.1.1 nobody\r\n503 no\r\n", "RCPT"),
        (b"250 ok\r\n550 5.1.1 nobody\r\n354 go\r\n", "RCPT"),
    ],
)
def test_a_refused_envelope_that_went_with_a_dot_is_its_own_letters_refusal(answers: bytes, phase: str) -> None:
    with Listening(*_FIRST, (_DATA, b"250 ok\r\n" + answers), (b"QUIT\r\n", b"221 bye\r\n")) as fussy:
        post = told_of_next(fussy.port)
        with pytest.raises(Refused) as refused:
            post.offer(OURS, NEXT, RAW)
        assert refused.value.phase == phase
        post.close()
    assert fussy.heard.count(_DOT) == 1, "the second letter was never given"


@pytest.mark.parametrize("comes", ["another letter", "too long a rest", "the end of the session"])
def test_nothing_is_said_to_a_server_that_waits_for_the_letter_it_was_told_of(comes: str) -> None:
    with Listening(*_FIRST, (_DATA, b"250 ok\r\n" + _GO)) as waiting:
        post = told_of_next(waiting.port, **({"idle_s": 0} if comes == "too long a rest" else {}))
        if comes == "the end of the session":
            post.close()
        else:
            # Only a new connection will do, and this server takes one.
            with pytest.raises(PostUnavailable):
                post.offer(OURS, THEIRS if comes == "another letter" else NEXT, RAW)
    assert waiting.heard.endswith(_DATA)


def test_a_server_without_pipelining_is_told_of_one_letter_at_a_time(sink: SmtpSink) -> None:
    with post_to(sink.port) as post:
        for to, then in ((THEIRS, NEXT), (NEXT, None)):
            post.offer(OURS, to, RAW)
            post.finish((OURS, then) if then else None)
    assert [one.recipients for one in sink.envelopes] == [(THEIRS,), (NEXT,)]


def test_a_letter_taken_back_is_not_accepted(sink: SmtpSink) -> None:
    with post_to(sink.port) as post:
        post.offer(OURS, THEIRS, RAW)
        post.cancel()
        send(post)
    assert len(sink.envelopes) == 1


def test_closing_after_an_offer_writes_no_dot(sink: SmtpSink) -> None:
    post = post_to(sink.port)
    post.offer(OURS, THEIRS, RAW)
    post.close()
    with post_to(sink.port) as after:
        send(after)
    assert len(sink.envelopes) == 1


def test_a_kept_session_that_the_server_ended_is_opened_again(sink: SmtpSink) -> None:
    with post_to(sink.port) as post:
        send(post)
        sink.fail(Fault(at=Phase.MAIL))
        send(post)
        sink.fail(Fault(at=Phase.MAIL, reply="421 4.7.0 too many letters"))
        send(post)
    assert len(sink.envelopes) == 3
    assert sink.connections == 3


def test_a_server_that_drops_every_session_is_not_asked_for_ever(sink: SmtpSink) -> None:
    with post_to(sink.port) as post:
        send(post)
        sink.fail(Fault(at=Phase.MAIL, times=None))
        with pytest.raises(Lost):
            send(post)
    assert sink.connections == 2


def test_an_idle_session_is_tried_before_it_is_used(sink: SmtpSink) -> None:
    with post_to(sink.port, post={"idle_s": 0}) as post:
        send(post)
        send(post)
    assert sink.connections == 1
    assert len(sink.envelopes) == 2


def test_an_idle_session_that_died_is_opened_again() -> None:
    with Scripted(*ADDRESSED, b"250 ok\r\n", None) as dying:
        post = post_to(dying.port, post={"idle_s": 0})
        send(post)
        with pytest.raises(PostUnavailable):  # the script serves one connection; a second one was tried
            send(post)


@pytest.mark.parametrize("raw", [b"a\nb\r\n", b"a\rb\r\n", b"a\r\n.\nMAIL FROM:<eve@evil.example>\r\n", b"a\r\n.\r"])
def test_a_bare_line_end_never_leaves(sink: SmtpSink, raw: bytes) -> None:
    with post_to(sink.port) as post, pytest.raises(ValueError, match="bare line end"):
        post.offer(OURS, THEIRS, raw)
    assert sink.envelopes == ()


@pytest.mark.parametrize(
    "address", ["", "x", "a@b.example> SIZE=1", "a@b.example>\r\nRCPT TO:<eve@evil.example", "ä@b.example"]
)
def test_an_envelope_address_that_is_not_plain_never_leaves(sink: SmtpSink, address: str) -> None:
    with post_to(sink.port) as post:
        with pytest.raises(ValueError, match="plain"):
            post.offer(OURS, address, RAW)
        if address:
            with pytest.raises(ValueError, match="plain"):
                post.offer(address, THEIRS, RAW)
    assert Phase.MAIL.value not in sink.commands
