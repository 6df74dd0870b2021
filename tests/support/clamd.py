"""A clamd that knows one virus: INSTREAM and PING over a local socket."""

from __future__ import annotations

import socket
import struct
import threading
from pathlib import Path
from types import TracebackType


class FakeClamd:
    """Listens while the block runs. ``sizes``: of each file that it was asked about."""

    def __init__(self, path: Path, *, virus: bytes) -> None:
        self.address = f"unix:{path}"
        self.sizes: list[int] = []
        self._virus = virus
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(path))
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> FakeClamd:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line, line.makefile("rb") as asked:
                self._answer(line, _until_nul(asked.read), asked.read)

    def _answer(self, line: socket.socket, command: bytes, read: object) -> None:
        assert callable(read)
        if command == b"zPING":
            line.sendall(b"PONG\0")
            return
        assert command == b"zINSTREAM"
        data = b""
        while (length := struct.unpack(">I", read(4))[0]) > 0:
            data += read(length)
        self.sizes.append(len(data))
        line.sendall(b"stream: Test.Virus FOUND\0" if self._virus in data else b"stream: OK\0")


def _until_nul(read: object) -> bytes:
    assert callable(read)
    out = b""
    while not out.endswith(b"\0"):
        one = read(1)
        if not one:
            break
        out += one
    return out[:-1]
