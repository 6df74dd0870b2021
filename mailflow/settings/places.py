"""Where things lie: the configuration file, and the data that comes with mailflow."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

from mailflow.core.written import WrittenError

CONFIG_NAME = "mailflow.toml"


class SettingsError(WrittenError):
    """The configuration cannot be used. ``problems``: each a sentence with its file and key."""


def data_folder(kind: Literal["templates", "policies"]) -> Path:
    """Return the folder of the letters or of the policies: inside of an installed package, or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_data" / kind
    return installed if installed.is_dir() else package.parent / kind


def law_folder() -> Path:
    """Return the folder of the laws that an organisation can switch on."""
    return data_folder("policies") / "law"


def law_names() -> tuple[str, ...]:
    """Return the names of the laws that come with mailflow."""
    return tuple(sorted(path.stem for path in law_folder().glob("*.toml")))


def find_config(option: str | Path | None = None) -> Path:
    """Return the configuration file: the option, ``$MAILFLOW_CONFIG``, ``./mailflow.toml``, or the platform's place.

    Raises:
        SettingsError: Where there is none, with the places that were looked at.
    """
    for named, whence in ((option, "--config"), (os.environ.get("MAILFLOW_CONFIG"), "MAILFLOW_CONFIG")):
        if named:
            path = Path(named).expanduser()
            if path.is_file():
                return path.absolute()
            raise SettingsError([f"{path}: there is no such file, although {whence} names it; correct the path"])
    places = [Path.cwd() / CONFIG_NAME, platform_folder() / CONFIG_NAME]
    for path in places:
        if path.is_file():
            return path
    looked = " and ".join(str(path) for path in places)
    raise SettingsError(
        [f"there is no {CONFIG_NAME} (looked for {looked}); run mailflow init, or name one by --config"]
    )


def platform_folder() -> Path:
    """Return where this platform keeps the configuration of programs, for mailflow."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / "mailflow"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "mailflow"
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "mailflow"
