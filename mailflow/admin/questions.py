"""What ``mailflow init`` asks: each question only where no option answers it.

Questions go to the error stream, so that ``--json`` has the standard output to itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailflow import clock
from mailflow.admin.answers import Answers, Person, Server, code_of, people, person
from mailflow.admin.providers import PROVIDERS, Provider, provider_of
from mailflow.core.mail import is_plain_address
from mailflow.core.policy import Policy
from mailflow.core.written import did_you_mean
from mailflow.policies import PolicyError, available, load
from mailflow.settings.values import zone_name

_IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}
_SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the options answer; None where it is to be asked."""

    name: str | None
    code: str | None
    policy: str | None
    admin: str | None
    time_zone: str
    region: str
    address: str | None
    provider: str | None
    imap_host: str | None
    imap_port: int | None
    imap_security: str | None
    smtp_host: str | None
    smtp_port: int | None
    smtp_security: str | None
    user: str | None
    smtp_user: str | None
    password_file: Path | None
    staff: tuple[str, ...]


def answers_to(given: Given, target: Path) -> tuple[Answers, str | None]:
    """Ask what the options leave open.

    Returns:
        The answers, and the password where it is not in a file already.
    """
    name = ask("--name", given.name, "Name of the organisation")
    code = ask("--code", given.code, "Prefix of case references", default=code_of(name)).upper()
    policy_name, policy = _policy(given.policy)
    admin = ask("--admin", given.admin, "Who hears of what waits for a person (an address)", check=_address)
    address = ask("--address", given.address, "The complaints mailbox (an address)", check=_address)
    named = given.provider or provider_of(address)
    provider = PROVIDERS[named] if named else None
    if provider and provider.note and not given.password_file:
        click.echo(provider.note, err=True)
    user = given.user or ask("--user", given.user, "Login name at the mail server", default=address, unasked=True)
    own = target.with_name(f"{target.stem}.password")
    password_file = given.password_file.expanduser().absolute() if given.password_file else Path(own.name)
    answers = Answers(
        name=name,
        code=code,
        admin=admin,
        policy=policy_name,
        time_zone=_zone(given.time_zone),
        region=given.region,
        address=address,
        since=clock.now().astimezone(ZoneInfo(given.time_zone)).date(),
        imap=_imap(given, provider, user, str(password_file)),
        smtp=_smtp(given, provider, user, str(password_file)),
        staff=_staff(policy, given.staff),
    )
    if given.password_file:
        return answers, None
    return answers, ask("--password-file", None, f"Password of {user} (it is not shown)", hidden=True)


def ask(
    option: str,
    given: str | None,
    question: str,
    *,
    default: str | None = None,
    unasked: bool = False,
    check: Callable[[str], str] = str,
    hidden: bool = False,
) -> str:
    """Return what the option says, else what a person answers; a wrong answer is asked for again.

    ``unasked``: a script gets the default, as the help says.

    Raises:
        UsageError: The option is wrong, or there is nobody to ask.
    """
    if given is not None:
        return check(given)
    try:
        answer: str = click.prompt(question, default=default, value_proc=check, hide_input=hidden, err=True)
    except click.Abort as error:
        if isinstance(error.__context__, EOFError):
            if default is not None and unasked:
                return check(default)
            raise click.UsageError(f'There is nobody to answer "{question}". Give {option}.') from None
        raise
    return answer


def _address(text: str) -> str:
    if not is_plain_address(text):
        raise click.UsageError(f'"{text}" is not a plain address; write one such as complaints@office.example.')
    return text


def _zone(text: str) -> str:
    try:
        return zone_name(text)
    except ValueError as error:
        raise click.UsageError(f"--time-zone: {error}.") from None


def _policy(given: str | None) -> tuple[str, Policy]:
    names = available()
    if given is None:
        for number, name in enumerate(names, 1):
            click.echo(f"  {number}. {name} ({load(name).policy.organisation})", err=True)
    chosen = ask("--policy", given, "Policy (its number, its name, or the path of a file)", check=_policy_name)
    return chosen, load(chosen).policy


def _policy_name(text: str) -> str:
    names = available()
    if text.isdecimal() and 0 < int(text) <= len(names):
        return names[int(text) - 1]
    # Other than a name, it is a path from here, while the configuration would take it from its own folder.
    name = text if text in names else str(Path(text).expanduser().absolute()) if text.endswith(".toml") else text
    try:
        load(name)
    except PolicyError as error:
        raise click.UsageError(str(error)) from None
    return name


def _imap(given: Given, provider: Provider | None, user: str, password_file: str) -> Server:
    security = given.imap_security or "tls"
    return Server(
        host=_host(
            "--imap-host", given.imap_host, provider.imap_host if provider else None, "Server of the mailbox (IMAP)"
        ),
        port=given.imap_port or _IMAP_PORTS[security],
        security=security,
        user=user,
        password_file=password_file,
    )


def _smtp(given: Given, provider: Provider | None, user: str, password_file: str) -> Server:
    security = given.smtp_security or (provider.smtp_security if provider else "tls")
    usual = provider.smtp_port if provider and not given.smtp_security else _SMTP_PORTS[security]
    return Server(
        host=_host(
            "--smtp-host", given.smtp_host, provider.smtp_host if provider else None, "Server that sends (SMTP)"
        ),
        port=given.smtp_port or usual,
        security=security,
        user=user if given.smtp_user is None else given.smtp_user,
        password_file=password_file,
    )


def _host(option: str, given: str | None, known: str | None, question: str) -> str:
    return given or known or ask(option, None, question)


def _staff(policy: Policy, given: tuple[str, ...]) -> tuple[Person, ...]:
    held = [_held(policy, one) for one in given]
    filled = {role for role, _, _ in held}
    for role, stages in _in_charge(policy):
        if not filled & set(policy.role_chain(role)):
            question = f"{policy.title_of(role)}, who handles {stages} (Name <address>)"
            name, address = person(ask(f"--staff {role}=…", None, question, check=_person))
            held.append((role, name, address))
            filled.add(role)
    return people(held)


def _in_charge(policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield each role that handles a stage by itself, with the stages."""
    roles = dict.fromkeys(stage.handlers[0] for stage in policy.stages)
    for role in roles:
        yield role, " and ".join(stage.id for stage in policy.stages if stage.handlers[0] == role)


def _held(policy: Policy, text: str) -> tuple[str, str, str]:
    role, _, who = text.partition("=")
    if role not in policy.roles:
        raise click.UsageError(f'--staff: the policy has no role "{role}"; {did_you_mean(role, policy.roles)}')
    return (role, *person(_person(who)))


def _person(text: str) -> str:
    try:
        person(text)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return text
