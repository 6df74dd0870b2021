"""Copies that only the holder of a key can open: age (age-encryption.org/v1), to one or more public keys.

What is sealed begins with a line that bears the SHA-256 of the copy, so that what comes out is what went in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from mailflow.store.errors import StoreUnavailable

#: Its types are its own affair.
Recipient = Any
Identity = Any

_AGE: Final = b"age-encryption.org/v1\n"
_HEAD: Final = b"mailflow backup 1 sha256 "
_SECRET: Final = "AGE-SECRET-KEY-"


def is_sealed(start: bytes) -> bool:
    """Say whether a file is an encrypted one, by its first bytes."""
    return start.startswith(_AGE)


def recipients_of(key: str) -> list[Recipient]:
    """Return the public keys that a text names: a key itself, or a file with one on each line.

    Raises:
        StoreUnavailable: It names none.
    """
    _require_library()
    from pyrage import RecipientError, ssh, x25519

    lines = [key] if key.startswith(("age1", "ssh-")) else _lines(Path(key))
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


def seal(content: bytes, recipients: Sequence[Recipient]) -> bytes:
    """Encrypt a copy."""
    import pyrage

    digest = hashlib.sha256(content).hexdigest().encode("ascii")
    sealed: bytes = pyrage.encrypt(_HEAD + digest + b"\n" + content, list(recipients))
    return sealed


def unseal(sealed: bytes, identity: Path) -> bytes:
    """Decrypt a copy.

    Args:
        sealed: What ``seal`` returned.
        identity: A file with a secret age key, or an SSH private key.

    Raises:
        StoreUnavailable: The key does not open it, or it is not whole.
    """
    _require_library()
    import pyrage

    try:
        plain: bytes = pyrage.decrypt(sealed, _identities(identity))
    except pyrage.DecryptError as error:
        msg = f"the backup cannot be decrypted with {identity}: it was made for another key, or is damaged"
        raise StoreUnavailable(msg) from error
    head, _, content = plain.partition(b"\n")
    if head != _HEAD + hashlib.sha256(content).hexdigest().encode("ascii"):
        raise StoreUnavailable("what was decrypted is no whole backup of mailflow's; nothing was changed")
    return content


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
