"""Copies that only the holder of a key can open: by age (age-encryption.org/v1) or, see ``openpgp.py``, by ``gpg``.

What is sealed begins with a line that bears the SHA-256 of the copy, so that what comes out is what went in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mailflow.store import openpgp
from mailflow.store.errors import StoreUnavailable

#: Its types are its own affair.
Recipient = Any
Identity = Any

_AGE: Final = b"age-encryption.org/v1\n"
_HEAD: Final = b"mailflow backup 1 sha256 "
_SECRET: Final = "AGE-SECRET-KEY-"


@dataclass(frozen=True, slots=True)
class Seal:
    """How copies are encrypted. ``suffix``: what the name of such a file ends in."""

    suffix: str
    _encrypt: Callable[[bytes], bytes]

    def __call__(self, content: bytes) -> bytes:
        """Encrypt a copy.

        Raises:
            StoreUnavailable: The key cannot be used.
        """
        digest = hashlib.sha256(content).hexdigest().encode("ascii")
        return self._encrypt(_HEAD + digest + b"\n" + content)


def is_sealed(start: bytes) -> bool:
    """Say whether a file is an encrypted one, by its first bytes."""
    return start.startswith(_AGE) or openpgp.is_encrypted(start)


def seal_of(key: str) -> Seal:
    """Return how to encrypt to a key: age's or SSH's, or a file with such keys on its lines, or with one of OpenPGP.

    Raises:
        StoreUnavailable: It is no public key.
    """
    is_key = key.startswith(("age1", "ssh-"))
    if not is_key and not Path(key).is_file():
        raise StoreUnavailable(f'there is no key file "{key}"; correct the path, or write a key such as "age1…"')
    if not is_key and openpgp.has_key(Path(key)):
        return Seal(".gpg", lambda content: openpgp.encrypt(content, Path(key)))
    recipients = _recipients(key, [key] if is_key else _lines(Path(key)))
    return Seal(".age", lambda content: _by_age(content, recipients))


def _recipients(key: str, lines: list[str]) -> list[Recipient]:
    _require_library()
    from pyrage import RecipientError, ssh, x25519

    found: list[Recipient] = []
    for line in lines:
        if line.startswith(_SECRET):
            raise StoreUnavailable(f"{key} holds a secret key; name the public one, which begins with age1")
        try:
            found.append((ssh if line.startswith("ssh-") else x25519).Recipient.from_str(line))
        except RecipientError:
            msg = f'"{line[:20]}…" is no public key; write one that begins with age1, ssh-ed25519 or ssh-rsa'
            raise StoreUnavailable(msg) from None
    if not found:
        raise StoreUnavailable(f"there is no public key in {key}")
    return found


def _by_age(content: bytes, recipients: list[Recipient]) -> bytes:
    import pyrage

    sealed: bytes = pyrage.encrypt(content, recipients)
    return sealed


def unseal(sealed: bytes, identity: Path | None) -> bytes:
    """Decrypt a copy.

    Args:
        sealed: What a ``Seal`` returned.
        identity: A file with a secret age key, an SSH private key, or a secret OpenPGP key; None takes the user's own
            key ring, which only OpenPGP has.

    Raises:
        StoreUnavailable: The key does not open it, or it is not whole.
    """
    if not sealed.startswith(_AGE):
        plain = openpgp.decrypt(sealed, identity)
    elif identity is None:
        raise StoreUnavailable("the backup is encrypted; name the file with the secret key: --identity KEYFILE")
    else:
        plain = _age_opened(sealed, identity)
    head, _, content = plain.partition(b"\n")
    if head != _HEAD + hashlib.sha256(content).hexdigest().encode("ascii"):
        raise StoreUnavailable("what was decrypted is no whole backup of mailflow's; nothing was changed")
    return content


def _age_opened(sealed: bytes, identity: Path) -> bytes:
    _require_library()
    import pyrage

    try:
        plain: bytes = pyrage.decrypt(sealed, _identities(identity))
    except pyrage.DecryptError as error:
        msg = f"the backup cannot be decrypted with {identity}: it was made for another key, or is damaged"
        raise StoreUnavailable(msg) from error
    return plain


def _identities(path: Path) -> list[Identity]:
    from pyrage import IdentityError, ssh, x25519

    try:
        secrets = [line for line in _lines(path) if line.startswith(_SECRET)]
        if secrets:
            return [x25519.Identity.from_str(line) for line in secrets]
        return [ssh.Identity.from_buffer(path.read_bytes())]
    except IdentityError:
        msg = f"{path} holds no secret key: name the file that age-keygen wrote, or an SSH private key"
        raise StoreUnavailable(msg) from None


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _require_library() -> None:
    try:
        import pyrage  # noqa: F401
    except ModuleNotFoundError:
        msg = "encrypted backups need a library that is not installed; run: pip install 'mailflow-complaints[age]'"
        raise StoreUnavailable(msg) from None
