"""The office of a story: its mailflow.toml, with one person for each role where the story names nobody."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from mailflow.core.policy import Policy
from mailflow.policies import load
from mailflow.simulate.stories import Story, StoryFailed

#: Keys of ``[organisation]`` that a story's ``set`` lines may give.
_OWN = ("reply", "sending", "closed", "laws", "meetings")
_MEMBER = re.compile(r"(.+?) <(\S+)>\s+([a-z_, ]+?)(?:\s+away (\S+))?")


def configuration(story: Story, *, mailbox: str, password: str, imap_port: int, smtp_port: int, url: str) -> str:
    """Return a mailflow.toml as any office has it, but for servers on this machine.

    Raises:
        StoryFailed: A line about staff cannot be read.
        PolicyError: The story's policy cannot be used.
    """
    rules = load(story.policy).policy
    extra = "\n".join(f"{key} = {value}" for key in _OWN if (value := story.setting(key)))
    since = (story.steps[0].at.astimezone(ZoneInfo(story.zone)) - timedelta(days=1)).date()
    stamps = story.setting("authserv_id")
    return f"""
[organisation]
name = {_text(rules.organisation)}
admin = "admin@office.example"
code = {story.setting("code") or '"LC"'}
policy = {_text(story.policy)}
time_zone = "{story.zone}"
region = "GB-ENG"
{extra}

[mailbox]
address = "{mailbox}"
since = "{since.isoformat()}"
[mailbox.imap]
host = "127.0.0.1"
port = {imap_port}
security = "none"
user = "{mailbox}"
password = "{password}"
[mailbox.smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"

[staff_mail]
require = "{story.setting("require") or "token"}"
{f"digest = {value}" if (value := story.setting("digest")) else ""}
{f"authserv_id = {stamps}" if stamps else ""}

[database]
url = "{url}"
{staff(story, rules)}
"""


def staff(story: Story, rules: Policy) -> str:
    """Return the [[staff]] tables: ``staff Ada <ada@x.example> coordinator, chair away 2026-12-01/2026-12-14``."""
    people: list[tuple[str, str, list[str], str]] = []
    for line in story.head.get("staff", ()):
        match = _MEMBER.fullmatch(line)
        if not match:
            example = "staff Ada <ada@office.example> coordinator, chair away 2026-12-01/2026-12-14"
            raise StoryFailed(f'{story.name}: no such member of staff: "{line}"; write for example "{example}"')
        people.append((match[1], match[2], [role.strip() for role in match[3].split(",")], match[4] or ""))
    held = {role for _, _, roles, _ in people for role in roles}
    for role in rules.roles:
        if role not in held:
            people.append((role.replace("_", " ").title(), f"{role}@office.example", [role], ""))
    return "\n".join(
        f"[[staff]]\nname = {_text(name)}\naddress = {_text(address)}\nroles = {_text(roles)}\n"
        + (f'away = ["{away}"]\n' if away else "")
        for name, address, roles, away in people
    )


def _text(value: object) -> str:
    # JSON's texts and lists of texts are TOML's too, where no character is spelt out as a pair.
    return json.dumps(value, ensure_ascii=False)
