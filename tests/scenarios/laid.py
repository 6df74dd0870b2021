"""The office of a story: its mailflow.toml, with one person for each role where the story names nobody."""

from __future__ import annotations

import re

from mailflow.core.policy import Policy
from mailflow.policies import load
from tests.scenarios.stories import Story
from tests.support.dovecot import PASSWORD


def configuration(story: Story, imap_port: int, smtp_port: int, mailbox: str) -> str:
    """Return a mailflow.toml as INTERFACE shows it, with one person for each role where the story names nobody."""
    rules = load(story.policy).policy
    extra = "\n".join(line for line in story.head.get("set", ()) if line.startswith(("reply", "sending", "closed")))
    require = next((line.split()[-1] for line in story.head.get("set", ()) if line.startswith("require")), "token")
    stamps = "\n".join(line for line in story.head.get("set", ()) if line.startswith("authserv_id"))
    return f"""
[organisation]
name = "{rules.organisation}"
admin = "admin@office.example"
code = "LC"
policy = "{story.policy}"
time_zone = "Europe/London"
region = "GB-ENG"
{extra}

[mailbox]
address = "{mailbox}"
since = "2020-01-01"
[mailbox.imap]
host = "127.0.0.1"
port = {imap_port}
security = "none"
user = "{mailbox}"
password = "{PASSWORD}"
[mailbox.smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"

[staff_mail]
require = "{require}"
{stamps}
{staff(story, rules)}
"""


def staff(story: Story, rules: Policy) -> str:
    """Return the [[staff]] tables: ``staff Ada <ada@x.example> coordinator, chair away 2026-12-01/2026-12-14``."""
    people: list[tuple[str, str, list[str], str]] = []
    for line in story.head.get("staff", ()):
        match = re.fullmatch(r"(.+?) <(\S+)>\s+([a-z_, ]+?)(?:\s+away (\S+))?", line)
        assert match, f"{story.name}: no such member of staff: {line}"
        people.append((match[1], match[2], [role.strip() for role in match[3].split(",")], match[4] or ""))
    held = {role for _, _, roles, _ in people for role in roles}
    for role in rules.roles:
        if role not in held:
            people.append((role.replace("_", " ").title(), f"{role}@office.example", [role], ""))
    return "\n".join(
        f'[[staff]]\nname = "{name}"\naddress = "{address}"\nroles = {roles!r}\n'.replace("'", '"')
        + (f'away = ["{away}"]\n' if away else "")
        for name, address, roles, away in people
    )
