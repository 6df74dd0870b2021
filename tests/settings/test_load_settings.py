"""``mailflow.toml``: what INTERFACE shows is read, and everything else is refused with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mailflow import policies
from mailflow.settings import OrganisationSettings, Settings, SettingsError, load_settings

TEXT = """\
[organisation]
name = "Libra Children Services"
admin = "admin@libra.example"
code = "LC"
policy = "libra-children-services"
time_zone = "Europe/London"
region = "GB-ENG"
closed = ["2026-12-24/2027-01-01", "2026-11-05"]
reply = "relay"
sending = "automatic"

[mailbox]
address = "complaints@libra.example"
since = "2026-11-01"
spool = "leave"
sent = "auto"
[mailbox.imap]
host = "127.0.0.1"
port = 10143
security = "none"
user = "complaints"
password = "hunter2"
[mailbox.smtp]
host = "127.0.0.1"
port = 10025
security = "none"

[staff_mail]
require = "auto"

[[staff]]
name = "Ada Coordinator"
address = "ada@libra.example"
roles = ["coordinator"]
away = ["2026-12-01/2026-12-14"]

[database]
url = "sqlite:///mailflow.db"
"""


def written(folder: Path, text: str = TEXT, name: str = "mailflow.toml") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, *changes: tuple[str, str]) -> Settings:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return load_settings(written(folder, text))


def problems(folder: Path, *changes: tuple[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        loaded(folder, *changes)
    return caught.value.problems


def only(settings: Settings) -> OrganisationSettings:
    return settings.organisation()


def test_the_configuration_of_the_interface_is_read(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    libra = only(settings)
    assert libra.organisation.code == "LC"
    assert libra.organisation.closed == (
        (date(2026, 12, 24), date(2027, 1, 1)),
        (date(2026, 11, 5), date(2026, 11, 5)),
    )
    assert libra.mailbox.since == date(2026, 11, 1)
    assert (libra.mailbox.imap.port, libra.mailbox.imap.security) == (10143, "none")
    assert libra.mailbox.imap.secret() == "hunter2"
    assert libra.mailbox.smtp.secret() is None
    assert libra.staff[0].away == ((date(2026, 12, 1), date(2026, 12, 14)),)
    assert libra.roles == {"coordinator"}
    assert settings.staff_mail.require == "auto"
    assert settings.database.url == f"sqlite:///{tmp_path}/mailflow.db"


def test_what_may_be_left_out_has_the_usual_value(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        ('[database]\nurl = "sqlite:///mailflow.db"\n', ""),
        ('[staff_mail]\nrequire = "auto"\n', ""),
        ('time_zone = "Europe/London"\nregion = "GB-ENG"\n', ""),
        ('spool = "leave"\nsent = "auto"\n', ""),
    )
    assert settings.database.url == f"sqlite:///{tmp_path}/mailflow.db"
    assert settings.staff_mail.authserv_id == ()
    assert (settings.attachments.forward, settings.attachments.clamd) == (True, None)
    assert only(settings).organisation.time_zone == "Europe/London"
    assert only(settings).mailbox.move_to is None


@pytest.mark.parametrize(("security", "imap", "smtp"), [("tls", 993, 465), ("starttls", 143, 587), ("none", 143, 25)])
def test_a_port_that_is_left_out_is_the_usual_one(tmp_path: Path, security: str, imap: int, smtp: int) -> None:
    wanted = f'security = "{security}"\n'
    settings = loaded(
        tmp_path,
        ('port = 10143\nsecurity = "none"\n', wanted),
        ('port = 10025\nsecurity = "none"\n', wanted),
    )
    assert (only(settings).mailbox.imap.port, only(settings).mailbox.smtp.port) == (imap, smtp)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('code = "LC"', 'cod = "LC"', 'organisation.cod (line 4): unknown key; did you mean "code"?'),
        ('code = "LC"', 'cod = "LC"', 'organisation.code (line 1): is missing; add a line that begins with "code ="'),
        ('code = "LC"', 'code = "lc"', "capital letters"),
        ('"libra-children-services"', '"libra"', 'policy (line 5): there is no policy "libra"; did you mean "libra-ch'),
        ('"libra-children-services"', '"own/libra.toml"', "there is no policy file"),
        ('"Europe/London"', '"Europe/Londn"', 'no time zone; did you mean "Europe/London"?'),
        ('"Europe/London"', '"../../etc/passwd"', "no time zone"),
        ('"GB-ENG"', '"England"', "write a code such as GB-ENG"),
        ('"2026-12-24/2027-01-01"', '"24.12.2026"', 'closed[1] (line 8): "24.12.2026" is not a day; write'),
        ('"2026-12-24/2027-01-01"', '"2027-01-01/2026-12-24"', "must end after it begins"),
        ('since = "2026-11-01"', 'since = "soon"', 'mailbox.since (line 14): "soon" is not a day'),
        ('reply = "relay"', 'reply = "relai"', 'reply (line 9): "relai" is not known here; did you mean "relay"?'),
        ('spool = "leave"', 'spool = "move"', 'write "leave", or "move:Filed"'),
        ('security = "none"\nuser', 'security = "ssl"\nuser', "mailbox.imap.security (line 20)"),
        ("port = 10143", 'port = "10143"', "must be a whole number, without quotes"),
        ("port = 10143", "port = 0", "greater than or equal to 1"),
        ('host = "127.0.0.1"\nport = 10143', 'host = "mail.example"\nport = 10143', "in the clear to mail.example"),
        ('password = "hunter2"\n', "", "mailbox.imap (line 17): has no way to log in"),
        ('password = "hunter2"\n', 'password = "x"\npassword_env = "X"\n', "has password and password_env; keep one"),
        ('user = "complaints"\n', "", "has password but no user"),
        ("admin@libra.example", "The Admin <admin@libra.example>", "is not a plain email address"),
        ("admin@libra.example", "complaints@libra.example", "must not be the complaints mailbox itself"),
        ("ada@libra.example", "Complaints@Libra.example", "staff[Ada Coordinator].address (line 33): must not be"),
        ('url = "sqlite:///mailflow.db"', 'url = "mysql://x"', "is not a database that mailflow knows"),
        ('url = "sqlite:///mailflow.db"', 'url = "postgresql://x"', "is not a database that mailflow knows"),
        ('require = "auto"', 'require = "none"', "staff_mail.require (line 29)"),
        ("[staff_mail]", "[staffmail]", 'staffmail (line 28): unknown key; did you mean "staff_mail"?'),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_its_place_and_remedy(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    found = problems(tmp_path, (old, new))
    assert any(problem in each and each.startswith("mailflow.toml: ") for each in found), found


def test_every_problem_comes_in_one_go(tmp_path: Path) -> None:
    found = problems(tmp_path, ('code = "LC"', 'cod = "LC"'), ("port = 10143", "port = 0"), ("[database]", "[databas]"))
    assert len(found) == 4


def test_a_secret_without_its_quotes_is_not_shown(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, ('password = "hunter2"', "password = 271828"))
    assert "must be a text in quotes" in problem
    assert "271828" not in problem


def test_a_secret_is_in_no_representation(tmp_path: Path) -> None:
    assert "hunter2" not in repr(loaded(tmp_path))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_a_loopback_host_needs_no_encryption(tmp_path: Path, host: str) -> None:
    assert only(loaded(tmp_path, ("127.0.0.1", host))).mailbox.imap.host == host


@pytest.mark.parametrize("host", ["127.0.0.1.example", "localhost.example", "10.0.0.1", "2130706433"])
def test_a_host_that_only_looks_like_loopback_needs_it(tmp_path: Path, host: str) -> None:
    assert any("in the clear" in each for each in problems(tmp_path, ("127.0.0.1", host)))


def test_two_people_with_one_address_are_refused(tmp_path: Path) -> None:
    second = '\n[[staff]]\nname = "Bo"\naddress = "ADA@libra.example"\nroles = ["chair"]\n\n[database]'
    (problem,) = problems(tmp_path, ("\n[database]", second))
    assert '"ADA@libra.example" is also Ada Coordinator\'s' in problem


def test_a_role_that_the_policy_does_not_have_is_told_with_the_nearest(tmp_path: Path) -> None:
    settings = loaded(tmp_path, ('roles = ["coordinator"]', 'roles = ["coordnator"]'))
    policy = policies.load("libra-children-services").policy
    assert policies.unknown_role_problems(only(settings), policy) == (
        'mailflow.toml: staff[Ada Coordinator].roles (line 34): "coordnator" is no role of the policy '
        'libra-children-services; did you mean "coordinator"? (allowed here: chair, committee_member, '
        "complaints_officer, coordinator, safeguarding_lead, senior_leader, senior_practitioner)",
    )


def test_a_policy_file_of_ones_own_lies_beside_the_configuration(tmp_path: Path) -> None:
    own = written(tmp_path, "", "own.toml")
    settings = loaded(tmp_path, ('"libra-children-services"', '"own.toml"'))
    assert only(settings).organisation.policy == str(own)


def test_a_file_that_is_no_toml_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read as TOML"):
        load_settings(written(tmp_path, "a = ["))
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9"')
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        load_settings(tmp_path / "latin.toml")


def test_a_file_that_windows_marked_as_utf_8_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mailflow.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert only(load_settings(path)).organisation.code == "LC"


ORGANISATION = TEXT[: TEXT.index("[staff_mail]")] + TEXT[TEXT.index("[[staff]]") : TEXT.index("[database]")]
MAIN = 'organisations = ["orgs/*.toml"]\n[database]\nurl = "sqlite:///all.db"\n'


def test_several_organisations_stand_in_files_of_their_own(tmp_path: Path) -> None:
    written(tmp_path, ORGANISATION, "orgs/libra.toml")
    other = ORGANISATION.replace('"LC"', '"CL"').replace("libra.example", "links.example")
    written(tmp_path, other.replace("libra-children-services", "childrens-links"), "orgs/links.toml")
    settings = load_settings(written(tmp_path, MAIN))
    assert [each.organisation.code for each in settings.organisations] == ["LC", "CL"]
    assert settings.organisation("cl").file.name == "links.toml"
    assert settings.database.url == f"sqlite:///{tmp_path}/all.db"
    with pytest.raises(SettingsError, match="say which by --org CODE: LC, CL"):
        settings.organisation()
    with pytest.raises(SettingsError, match='no organisation "XX"'):
        settings.organisation("XX")


def test_two_organisations_share_neither_code_nor_mailbox(tmp_path: Path) -> None:
    written(tmp_path, ORGANISATION, "orgs/a.toml")
    written(tmp_path, ORGANISATION, "orgs/b.toml")
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, MAIN))
    assert caught.value.problems == (
        'b.toml: organisation.code (line 4): "LC" is also used in a.toml; give each organisation its own',
        'b.toml: mailbox.address (line 13): "complaints@libra.example" is also used in a.toml; '
        "give each organisation its own",
    )


def test_problems_of_every_organisations_file_come_in_one_go(tmp_path: Path) -> None:
    written(tmp_path, ORGANISATION.replace('code = "LC"', ""), "orgs/a.toml")
    written(tmp_path, ORGANISATION.replace("port = 10143", "port = 0"), "orgs/b.toml")
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, MAIN))
    assert [each.partition(":")[0] for each in caught.value.problems] == ["a.toml", "b.toml"]


def test_an_organisation_beside_the_list_of_files_is_told_where_it_belongs(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="move it into one of the files"):
        load_settings(written(tmp_path, f"{MAIN}\n{ORGANISATION}"))


def test_a_pattern_that_matches_nothing_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no file matches"):
        load_settings(written(tmp_path, MAIN))


def test_laws_are_switched_on_by_name_each_once(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path)).organisation().organisation.laws == ()
    text = TEXT.replace('reply = "relay"', 'reply = "relay"\nlaws = ["eyfs", "lado", "eyfs"]')
    assert load_settings(written(tmp_path, text)).organisation().organisation.laws == ("eyfs", "lado")


def test_a_law_that_is_not_there_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    text = TEXT.replace('reply = "relay"', 'reply = "relay"\nlaws = ["eyf"]')
    with pytest.raises(SettingsError, match=r'there is no law "eyf"; did you mean "eyfs"'):
        load_settings(written(tmp_path, text))


@pytest.mark.parametrize("address", ["unix:/run/clamav/clamd.ctl", "tcp:127.0.0.1:3310", "tcp:[::1]:3310"])
def test_a_virus_scanner_is_named_by_its_socket(tmp_path: Path, address: str) -> None:
    settings = loaded(tmp_path, ("[database]", f'[attachments]\nclamd = "{address}"\n\n[database]'))
    assert settings.attachments.clamd == address


@pytest.mark.parametrize("address", ["", "/run/clamd.ctl", "unix:clamd.ctl", "tcp:3310", "tcp:host:0", "tcp:host:x"])
def test_what_is_no_address_of_a_virus_scanner_is_refused_with_one_that_is(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match=r"unix:/run/clamav/clamd\.ctl"):
        loaded(tmp_path, ("[database]", f'[attachments]\nclamd = "{address}"\n\n[database]'))
