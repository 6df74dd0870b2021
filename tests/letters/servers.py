"""A mail server to hand letters to, bad ones that follow a script, and a letter."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from typing import Any

from mailflow.letters.smtp import Post
from mailflow.settings import ServerSettings

OURS = "complaints@libra.example"
THEIRS = "p.rivers@mail.example"
RAW = b"From: complaints@libra.example\r\nSubject: x\r\n\r\n.first line with a dot\r\n..two\r\nlast\r\n"


def server(port: int, **changes: Any) -> ServerSettings:
    return ServerSettings(**{"host": "127.0.0.1", "port": port, "security": "none", **changes})


def post_to(port: int, *, post: dict[str, Any] | None = None, **changes: Any) -> Post:
    return Post(
        server(port, **changes), local_hostname="libra.example", **{"command_s": 5, "final_s": 5, **(post or {})}
    )


def send(post: Post, raw: bytes = RAW, to: str = THEIRS) -> str:
    post.offer(OURS, to, raw)
    return post.finish()


class Scripted:
    """A server that answers each thing said to it by the next line of its script; None hangs up."""

    def __init__(self, *answers: bytes | None) -> None:
        self.answers = answers
        self.heard = b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Scripted:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.close()
        self._thread.join(5)

    def _serve(self) -> None:
        with contextlib.suppress(OSError), self._listening.accept()[0] as connection:
            self._listening.close()  # one connection only
            connection.settimeout(5)
            for answer in self.answers:
                if answer is None:
                    return
                connection.sendall(answer)
                if not (said := connection.recv(65536)):
                    return
                self.heard += said
            while said := connection.recv(65536):
                self.heard += said


class Listening(Scripted):
    """A server that waits until what was said to it ends as its script has it, and answers then."""

    def __init__(self, *turns: tuple[bytes, bytes]) -> None:
        super().__init__(b"220 x\r\n")
        self._turns = turns

    def _serve(self) -> None:
        with contextlib.suppress(OSError), self._listening.accept()[0] as connection:
            self._listening.close()  # one connection only
            connection.settimeout(5)
            connection.sendall(self.answers[0] or b"")
            for end, answer in self._turns:
                said = b""
                while not said.endswith(end):
                    if not (more := connection.recv(65536)):
                        return
                    said += more
                    self.heard += more
                connection.sendall(answer)
            while said := connection.recv(65536):
                self.heard += said


GREETED = (b"220 x\r\n", b"250 x\r\n")
ADDRESSED = (*GREETED, b"250 mail\r\n", b"250 rcpt\r\n", b"354 go\r\n")
