"""A proxy that cuts the line after so many bytes, for faults at every position of a session with a real server."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class CuttingProxy:
    """Hands connections on to a loopback port; each is cut once the server has sent ``after`` bytes (None: never)."""

    def __init__(self, port: int) -> None:
        self._target = port
        self.after: int | None = None
        self.passed = 0  # bytes from the server to the client of the last connection
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True, name="cutting-proxy")

    def __enter__(self) -> CuttingProxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _accept(self) -> None:
        """One connection after the other: a test has one client."""
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client, socket.create_connection(("127.0.0.1", self._target)) as server:
                upward = threading.Thread(target=_pump, args=(client, server), daemon=True)
                upward.start()
                with suppress(OSError):
                    self._answer(server, client)
                for side in (client, server):
                    with suppress(OSError):
                        side.shutdown(socket.SHUT_RDWR)
                upward.join(10)

    def _answer(self, server: socket.socket, client: socket.socket) -> None:
        self.passed = 0
        while self.after is None or self.passed < self.after:
            data = server.recv(65536 if self.after is None else min(65536, self.after - self.passed))
            if not data:
                return
            client.sendall(data)
            self.passed += len(data)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
