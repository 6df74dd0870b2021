"""Copies that only the holder of an OpenPGP key can open, by way of ``gpg``, which whoever has such a key has too.

It is called with arguments of ours alone, and to encrypt without anybody's key ring: the key comes from its file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mailflow.store.errors import StoreUnavailable

_PUBLIC: Final = b"-----BEGIN PGP PUBLIC KEY BLOCK-----"
_SECRET: Final = b"-----BEGIN PGP PRIVATE KEY BLOCK-----"
#: A message begins with a session key for one recipient: packet 1 in its old and its new form (RFC 9580 section 4.2).
_ENCRYPTED: Final = (b"\x84", b"\x85", b"\x86", b"\xc1")
_QUIET: Final = ("gpg", "--no-options", "--quiet", "--no-tty", "--batch")


def is_encrypted(start: bytes) -> bool:
    """Say whether a file is encrypted to an OpenPGP key, by its first bytes."""
    return start.startswith(_ENCRYPTED)


def has_key(path: Path) -> bool:
    """Say whether a file has an OpenPGP key in the armour that ``gpg --armor --export`` writes.

    Raises:
        StoreUnavailable: It is a secret one.
    """
    content = path.read_bytes()
    if _SECRET in content:
        msg = f"{path} holds a secret key; name the file with the public one (gpg --armor --export)"
        raise StoreUnavailable(msg)
    return _PUBLIC in content


def encrypt(content: bytes, key: Path) -> bytes:
    """Encrypt to the public key in a file.

    Raises:
        StoreUnavailable: The key cannot be used: it has expired, was revoked, or cannot encrypt.
    """
    with _own_home() as home:
        arguments = (*_QUIET, "--homedir", home, "--trust-model", "always", "--compress-algo", "none")
        done = _run((*arguments, "--recipient-file", str(key), "--encrypt"), content)
    if done.returncode != 0 or not is_encrypted(done.stdout[:1]):
        msg = f"nothing can be encrypted to the key in {key}: it has expired, was revoked, or is not for encryption"
        raise StoreUnavailable(msg)
    return done.stdout


def decrypt(sealed: bytes, identity: Path | None) -> bytes:
    """Decrypt what ``encrypt`` returned.

    Args:
        sealed: The bytes.
        identity: A file with the secret key (``gpg --export-secret-keys``); None for the key ring of whoever runs this.
            ``gpg`` asks for its passphrase where it has one.

    Raises:
        StoreUnavailable: There is no key that opens it, or it is not whole.
    """
    if identity is None:
        done = _run(("gpg", "--quiet", "--decrypt"), sealed, told=_with_terminal())
        where = "your key ring; name the file with the secret key (--identity KEYFILE), or take it into the key ring"
    else:
        where = str(identity)
        with _own_home() as home:
            imported = _run((*_QUIET, "--homedir", home, "--import", str(identity)), b"")
            if imported.returncode != 0:
                raise StoreUnavailable(f"{identity} holds no OpenPGP key: name what gpg --export-secret-keys wrote")
            done = _run(("gpg", "--no-options", "--quiet", "--homedir", home, "--decrypt"), sealed, _with_terminal())
    if done.returncode != 0:
        msg = f"the backup cannot be decrypted with {where}: it was made for another key, or is damaged"
        raise StoreUnavailable(msg)
    return done.stdout


@contextmanager
def _own_home() -> Iterator[str]:
    """Yield a folder of ``gpg``'s own that is gone afterwards, with the agent that it starts there."""
    with tempfile.TemporaryDirectory(prefix="mailflow-gpg-") as home:
        try:
            yield home
        finally:
            _run(("gpgconf", "--homedir", home, "--kill", "all"), b"")


def _with_terminal() -> dict[str, str]:
    """Return the environment in which ``gpg`` finds the terminal to ask for a passphrase."""
    return {**os.environ, "GPG_TTY": os.ttyname(sys.stdin.fileno())} if sys.stdin.isatty() else dict(os.environ)


def _run(
    arguments: Sequence[str], content: bytes, told: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(arguments, input=content, capture_output=True, check=False, env=told)
    except FileNotFoundError:
        msg = "backups that are encrypted to an OpenPGP key need gpg, which is not installed (package gnupg)"
        raise StoreUnavailable(msg) from None
