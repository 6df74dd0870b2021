"""``mailflow worker`` as a command: what it refuses. What it does stands in ``tests/end_to_end/test_workers.py``."""

from __future__ import annotations

from tests.admin.conftest import Folder


def test_on_sqlite_it_says_what_to_use_instead(folder: Folder) -> None:
    result = folder.ask("worker")
    assert result.exit_code == 2
    assert "workers need PostgreSQL" in result.stderr and "use mailflow run" in result.stderr
    assert not list(folder.path.glob("*.db")), "nothing was made"


def test_it_cannot_be_asked_for_one_organisation(folder: Folder) -> None:
    result = folder.ask("worker", "--org", "LC")
    assert result.exit_code == 2
    assert "mailflow run --org CODE" in result.stderr


def test_a_folder_for_health_that_is_not_there_is_told(folder: Folder) -> None:
    result = folder.ask("worker", "--health", "nowhere")
    assert result.exit_code == 1
    assert "there is no such folder" in result.stderr
