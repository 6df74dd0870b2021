"""Which configuration file is taken, and where the data lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.settings import CONFIG_NAME, SettingsError, data_folder, find_config, places, platform_folder


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a working folder without any configuration."""
    monkeypatch.delenv("MAILFLOW_CONFIG", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def file(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_the_option_goes_before_all_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILFLOW_CONFIG", str(file(tmp_path / "other.toml")))
    file(tmp_path / CONFIG_NAME)
    assert find_config(file(tmp_path / "named.toml")) == tmp_path / "named.toml"


def test_the_variable_goes_before_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILFLOW_CONFIG", "other.toml")
    file(tmp_path / CONFIG_NAME)
    file(tmp_path / "other.toml")
    assert find_config() == tmp_path / "other.toml"


def test_the_working_folder_goes_before_the_platforms(tmp_path: Path) -> None:
    theirs = file(platform_folder() / CONFIG_NAME)
    assert find_config() == theirs
    assert find_config() != file(tmp_path / CONFIG_NAME)
    assert find_config() == tmp_path / CONFIG_NAME


def test_a_named_file_that_is_not_there_is_not_passed_over(tmp_path: Path) -> None:
    file(tmp_path / CONFIG_NAME)
    with pytest.raises(SettingsError, match="although --config names it"):
        find_config(tmp_path / "gone.toml")


def test_without_any_file_the_places_and_a_remedy_are_told() -> None:
    with pytest.raises(SettingsError, match="run mailflow init"):
        find_config()


def test_an_installed_package_has_its_data_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "mailflow" / "_data" / "policies"
    inside.mkdir(parents=True)
    monkeypatch.setattr(places, "__file__", str(tmp_path / "mailflow" / "settings" / "places.py"))
    assert data_folder("policies") == inside
    assert data_folder("templates") == tmp_path / "templates"


def test_the_policies_lie_in_the_data_folder() -> None:
    assert (data_folder("policies") / "libra-children-services.toml").is_file()
