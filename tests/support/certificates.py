"""Certificates for servers on loopback: a good one, and the ways in which one can be wrong."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import trustme


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Files of one server certificate. ``ca`` is for ``SSL_CERT_FILE`` of the clients that shall trust it."""

    ca: Path
    chain: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        """Return what a server made with Python presents this certificate by."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.chain, self.key)
        return context


def make_certificate(folder: Path, *names: str, expired: bool = False) -> Certificate:
    """Write a certificate for the names (loopback's own, where none is given) and the authority that signed it."""
    authority = trustme.CA()
    past = datetime(2001, 1, 1, tzinfo=UTC) if expired else None
    issued = authority.issue_cert(*(names or ("localhost", "127.0.0.1")), not_after=past)
    folder.mkdir(parents=True, exist_ok=True)
    files = Certificate(ca=folder / "ca.pem", chain=folder / "chain.pem", key=folder / "key.pem")
    authority.cert_pem.write_to_path(str(files.ca))
    files.chain.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(files.key))
    return files
