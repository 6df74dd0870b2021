"""``mailflow backup``: a whole copy, or none."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pyrage import x25519

from mailflow.settings import load_settings
from mailflow.store import Store, connecting
from tests.admin.conftest import Folder
from tests.admin.test_retention import PAST, played

__all__ = ["played"]


def test_a_copy_that_was_restored_is_the_record_as_it_was(played: Folder) -> None:
    before = played.json("case", "show", "LC-2026-0001", "--now", PAST), played.json("audit", "verify")
    copy = played.path / "copy.db"
    assert "verified: LC" in played.done("backup", str(copy))
    played.done("case", "note", "LC-2026-0002", "--text", "later", "--yes", "--now", PAST)
    played.done("restore", str(copy), "--replace", "--now", PAST)
    assert (played.json("case", "show", "LC-2026-0001", "--now", PAST), played.json("audit", "verify")) == before


def test_a_copy_is_one_file_for_its_owner_alone(played: Folder) -> None:
    told = played.json("backup", str(played.path / "copy.db"))
    (copy,) = played.path.glob("copy.db*")
    assert (copy.stat().st_mode & 0o777, copy.stat().st_size) == (0o600, told["bytes"])


def test_a_copy_is_made_while_somebody_writes_and_has_only_what_was_committed(
    played: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = (one for one in connecting._PRAGMAS if "busy_timeout" not in one)
    monkeypatch.setattr(connecting, "_PRAGMAS", ("busy_timeout = 200", *others))
    with Store.open(load_settings(played.config).database.url) as store, store.writing() as writer:
        writer.keep_policy("f" * 64, "unfinished", "unfinished")
        result = played.ask("backup", str(played.path / "copy.db"))
        assert result.exit_code == 0 and "mailflow status and a later purge will not know of it" in result.stderr
    with closing(sqlite3.connect(played.path / "copy.db")) as copy, copy:
        assert copy.execute("SELECT count(*) FROM policy WHERE name = 'unfinished'").fetchone() == (0,)


def test_nothing_is_written_over(played: Folder) -> None:
    (played.path / "copy.db").write_text("an older one")
    result = played.ask("backup", str(played.path / "copy.db"))
    assert result.exit_code == 1 and "is there already" in result.stderr
    assert (played.path / "copy.db").read_text() == "an older one"


def test_a_record_that_does_not_hold_leaves_no_copy(played: Folder) -> None:
    with closing(sqlite3.connect(played.path / "mailflow.db")) as database, database:
        database.execute("UPDATE event SET data = '{}' WHERE n = 2")
    result = played.ask("backup", str(played.path / "copy.db"))
    assert result.exit_code == 1 and "the data of event 2" in result.stderr
    assert not list(played.path.glob("copy.db*"))


def test_what_a_killed_backup_left_is_no_backup_and_in_nobodys_way(played: Folder) -> None:
    (played.path / "copy.db.part").write_text("half of it")
    played.done("backup", str(played.path / "copy.db"))
    assert [one.name for one in played.path.glob("copy.db*")] == ["copy.db"]


def keys(folder: Folder, name: str = "key") -> tuple[str, Path]:
    """A public key, and the file with its secret."""
    secret = x25519.Identity.generate()
    path = folder.path / f"{name}.txt"
    path.write_text(f"# created by age-keygen\n{secret}\n")
    return str(secret.to_public()), path


def test_an_encrypted_copy_shows_nothing_and_comes_back_with_its_key_alone(played: Folder) -> None:
    public, secret = keys(played)
    copy = played.path / "copy.age"
    told = played.json("backup", str(copy), "--to-key", public)
    assert told["encrypted"] and copy.stat().st_mode & 0o777 == 0o600
    sealed = copy.read_bytes()
    assert b"SQLite format 3" not in sealed and b"p@mail.example" not in sealed
    assert sorted(one.name for one in played.path.glob("copy*")) == ["copy.age"]
    before = played.json("audit", "verify")
    assert "is encrypted" in played.ask("restore", str(copy), "--replace").stderr
    _, other = keys(played, "other")
    assert "cannot be decrypted" in played.ask("restore", str(copy), "--replace", "--identity", str(other)).stderr
    played.done("restore", str(copy), "--replace", "--identity", str(secret))
    assert played.json("audit", "verify") == before


def test_the_recipient_of_the_configuration_is_who_every_backup_is_encrypted_to(played: Folder) -> None:
    public, _ = keys(played)
    (played.path / "admin.pub").write_text(f"{public}\n")
    text = played.config.read_text(encoding="utf-8")
    played.config.write_text(f'{text}\n[backup]\nrecipient = "admin.pub"\n', encoding="utf-8")
    played.done("backup", str(played.path / "copy.age"))
    assert (played.path / "copy.age").read_bytes().startswith(b"age-encryption.org/v1\n")


def test_an_encrypted_copy_that_was_cut_or_changed_is_refused(played: Folder) -> None:
    public, secret = keys(played)
    copy = played.path / "copy.age"
    played.done("backup", str(copy), "--to-key", public)
    whole = copy.read_bytes()
    for damaged in (whole[:-100], whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:]):
        copy.write_bytes(damaged)
        result = played.ask("restore", str(copy), "--replace", "--identity", str(secret))
        assert result.exit_code == 1 and "damaged" in result.stderr
    assert played.json("audit", "verify")[0]["sound"]


@pytest.fixture
def key_ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A key ring of gpg's with one key; its path is short enough for the socket of gpg's agent."""
    with tempfile.TemporaryDirectory(prefix="gpg-") as folder:
        monkeypatch.setenv("GNUPGHOME", folder)
        gpg("--quick-generate-key", "Keeper <keeper@example.org>", "future-default", "default", "never")
        yield Path(folder)
        subprocess.run(["gpgconf", "--kill", "all"], check=True)


def gpg(*arguments: str) -> bytes:
    asked = ["gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "", *arguments]
    return subprocess.run(asked, check=True, capture_output=True).stdout


@pytest.fixture
def openpgp(played: Folder, key_ring: Path) -> tuple[Path, Path]:
    """The files with the public and with the secret key."""
    public, secret = played.path / "keeper.asc", played.path / "secret.asc"
    public.write_bytes(gpg("--armor", "--export"))
    secret.write_bytes(gpg("--armor", "--export-secret-keys"))
    return public, secret


def test_a_copy_encrypted_to_an_openpgp_key_comes_back_with_its_key_ring_or_with_the_key_alone(
    played: Folder, openpgp: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    public, secret = openpgp
    copy = played.path / "copy.gpg"
    assert played.json("backup", str(copy), "--to-key", str(public))["encrypted"]
    sealed = copy.read_bytes()
    assert b"SQLite format 3" not in sealed and b"p@mail.example" not in sealed
    assert gpg("--decrypt", str(copy)).startswith(b"mailflow backup 1 sha256 "), "any gpg opens it"
    before = played.json("audit", "verify")
    played.done("restore", str(copy), "--replace")
    assert played.json("audit", "verify") == before
    empty = tmp_path / "empty"
    empty.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(empty))
    refused = played.ask("restore", str(copy), "--replace")
    assert refused.exit_code == 1 and "--identity KEYFILE" in refused.stderr
    for aside in played.path.glob("mailflow.db.before-*"):
        aside.unlink()
    played.done("restore", str(copy), "--replace", "--identity", str(secret))
    assert played.json("audit", "verify") == before


def test_an_openpgp_copy_that_was_cut_or_changed_is_refused(played: Folder, openpgp: tuple[Path, Path]) -> None:
    copy = played.path / "copy.gpg"
    played.done("backup", str(copy), "--to-key", str(openpgp[0]))
    whole = copy.read_bytes()
    for damaged in (whole[:-100], whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:]):
        copy.write_bytes(damaged)
        result = played.ask("restore", str(copy), "--replace")
        assert result.exit_code == 1 and "damaged" in result.stderr
    assert played.json("audit", "verify")[0]["sound"]


def test_an_openpgp_key_that_cannot_encrypt_or_is_secret_makes_no_copy(
    played: Folder, openpgp: tuple[Path, Path]
) -> None:
    _, secret = openpgp
    (fingerprint,) = re.findall(rb"^fpr:+([0-9A-F]{40}):", gpg("--with-colons", "--list-keys", "keeper"), re.M)[:1]
    gpg("--yes", "--delete-secret-keys", fingerprint.decode())
    gpg("--yes", "--delete-keys", fingerprint.decode())
    gpg("--quick-generate-key", "Signer <signer@example.org>", "ed25519", "sign", "never")
    signs = played.path / "signs.asc"
    signs.write_bytes(gpg("--armor", "--export"))
    for key, why in ((secret, "secret key"), (signs, "not for encryption")):
        result = played.ask("backup", str(played.path / "copy.gpg"), "--to-key", str(key))
        assert result.exit_code == 1 and why in result.stderr and not list(played.path.glob("copy*"))


def test_without_gpg_an_openpgp_key_is_refused_with_the_remedy(
    played: Folder, openpgp: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path))
        result = played.ask("backup", str(played.path / "copy.gpg"), "--to-key", str(openpgp[0]))
    assert result.exit_code == 1 and "package gnupg" in result.stderr and not list(played.path.glob("copy*"))


@pytest.mark.parametrize("key", ["age1nonsense", "AGE-SECRET-KEY-1", "no-such-file"])
def test_what_is_no_public_key_is_refused_and_no_copy_is_left(played: Folder, key: str) -> None:
    if key.startswith("AGE"):
        (played.path / "secret.txt").write_text(f"{key}\n")
        key = str(played.path / "secret.txt")
    result = played.ask("backup", str(played.path / "copy.age"), "--to-key", key)
    assert result.exit_code == 1 and not list(played.path.glob("copy*"))
