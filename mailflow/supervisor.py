"""What the daemon tells systemd, where systemd has started it (``deploy/``)."""

from __future__ import annotations

import os
import socket


def notify(state: str) -> None:
    """Tell systemd how we are (sd_notify); does nothing elsewhere."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.sendall(state.encode())
