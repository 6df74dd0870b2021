"""The configuration of the interface: its very text works, and what is wrong with one names file, key and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.world import STAFF, World, objects

WRONG = {
    "unknown key": ('closed = ["', 'closd = ["', ["organisation.closd", 'did you mean "closed"', "region, reply"]),
    "unknown value": ('reply = "relay"', 'reply = "relayed"', ["organisation.reply", "allowed here: note, relay"]),
    "wrong type": ('closed = ["2020-12-24/2021-01-01"]', "closed = 7", ["organisation.closed", "list"]),
    "unreachable policy": ('"libra-children-services"', '"libra"', ["organisation.policy", "libra-children-services"]),
    "in the clear": ('host = "127.0.0.1"', 'host = "imap.example.org"', ["mailbox.imap", "tls"]),
    "nobody chairs": ('["chair"]', '["senior_leader"]', ["staff", '"chair"', "stage-3"]),
}


def test_the_text_of_the_interface_works_as_it_stands(world: World) -> None:
    world.configure(closed='["2020-12-24/2021-01-01"]', require="auto")
    assert world.run("check").stderr == ""
    assert world.json("case", "list") == []
    world.once("2020-11-02 09:30")
    assert (world.folder / "mailflow.db").is_file(), "the default database lies beside the configuration"


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_ends_with_status_2_and_its_place(world: World, what: str) -> None:
    path = world.configure(closed='["2020-12-24/2021-01-01"]')
    old, new, says = WRONG[what]
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    for command in (("case", "list"), ("run", "--once")):
        done = world.run(*command, expect=2)
        assert done.stdout == ""
        assert all(word in done.stderr for word in ("mailflow.toml", "line", *says)), done.stderr


def test_check_cannot_use_a_configuration_with_an_unknown_key_and_says_so_on_stderr(world: World) -> None:
    path = world.configure()
    path.write_text(path.read_text().replace("code =", "cod ="))
    assert 'did you mean "code"?' in world.run("check", expect=2).stderr
    path.write_text(path.read_text().replace("cod =", "code =").replace('"GB-ENG" ', '"GB-XXX" '))
    for command in (("check",), ("run", "--once")):
        assert "mailflow.toml: organisation.region (line" in world.run(*command, expect=2).stderr


def test_some_commands_work_although_nobody_holds_a_role(world: World) -> None:
    world.configure(people={"Ada": ["coordinator"], "Ben": ["complaints_officer"]})
    (world.folder / "one.eml").write_bytes(b"From: a@mail.example\r\nSubject: x\r\n\r\nIt was late.\r\n")
    failed = [line for line in world.run("check", expect=1).stdout.splitlines() if line.startswith("failed")]
    assert len(failed) == 1 and '"chair"' in failed[0]
    world.run("policy", "show")
    world.run("message", "read", "one.eml")
    for command in (("message", "list"), ("letter", "list"), ("pen", "list"), ("audit", "verify")):
        world.run(*command, expect=2)


def test_a_role_that_nobody_holds_falls_to_the_next(world: World) -> None:
    world.configure(people={"Ben Officer": ["complaints_officer"], "Cleo Chair": ["chair"]})
    world.writes("P <p@mail.example>", "Late", "The bus was late.", "2020-11-02 09:30")
    world.once("2020-11-02 09:31")
    assert [one["address"] for one in world.case()["handlers"]] == ["ben@libra.example"]
    assert world.kinds("ben@libra.example") == ["handler-notice"]


def test_options_stand_before_and_after_the_command_and_the_environment_names_the_file(world: World) -> None:
    path = world.configure()
    options = ("--config", str(path), "--org", "LC", "--now", "2020-11-01T10:00:00+00:00", "--json")
    elsewhere = Path("/")
    for words in ((*options, "case", "list"), ("case", *options, "list"), ("case", "list", *options)):
        assert objects(world.run(*words, cwd=elsewhere).stdout) == []
    named = world.run("case", "list", "--json", cwd=elsewhere, env={"MAILFLOW_CONFIG": str(path)})
    assert objects(named.stdout) == []
    nobody = {"HOME": str(world.folder / "none"), "XDG_CONFIG_HOME": str(world.folder / "none")}
    assert "mailflow.toml" in world.run("case", "list", cwd=elsewhere, env=nobody, expect=2).stderr


def test_several_organisations_share_a_record(world: World) -> None:
    other = world.dovecot.add_user(f"{world.user}-links")
    world.configure(file="orgs/lc.toml")
    world.configure("childrens-links", file="orgs/cl.toml", code="CL", name="Children's Links", user=other)
    for file, address in (("lc", "complaints@libra.example"), ("cl", "complaints@links.example")):
        path = world.folder / "orgs" / f"{file}.toml"
        text = path.read_text().replace("complaints@libra.example", address)
        path.write_text(text[: text.index("[staff_mail]")] + text[text.index("[[staff]]") :])
    (world.folder / "mailflow.toml").write_text(
        'organisations = ["orgs/*.toml"]\n[staff_mail]\nrequire = "token"\n[database]\nurl = "sqlite:///record.db"\n'
    )
    world.writes("P <p@mail.example>", "Late", "The bus was late.", "2020-11-02 09:30")
    world.once("2020-11-02 09:31", "--org", "CL")
    assert world.json("case", "list") == []
    world.once("2020-11-02 09:31")
    assert [one["ref"] for one in world.json("--org", "LC", "case", "list")] == ["LC-2020-0001"]
    assert world.json("case", "list", "--org", "CL") == []
    assert "LC" in world.run("case", "list", "--org", "XX", expect=2).stderr
    assert (world.folder / "record.db").is_file()


def test_init_asks_nothing_where_all_is_said_and_what_it_wrote_works(world: World) -> None:
    secret = world.folder / "password"
    secret.write_text("secret\n")
    secret.chmod(0o600)
    words = ["init", "--name", "Libra", "--code", "LC", "--policy", "libra-children-services"]
    words += ["--admin", "admin@libra.example", "--address", "complaints@libra.example", "--user", world.user]
    words += ["--imap-host", "127.0.0.1", "--imap-port", str(world.dovecot.imap_port), "--imap-security", "none"]
    words += ["--smtp-host", "127.0.0.1", "--smtp-port", str(world.sink.port), "--smtp-security", "none"]
    words += ["--smtp-user", "", "--password-file", "password"]
    for name, roles in STAFF["libra-children-services"].items():
        words += ["--staff", f"{roles[0]}={name} <{name.split()[0].lower()}@libra.example>"]
    world.run(*words)
    written = world.folder / "mailflow.toml"
    assert written.stat().st_mode & 0o777 == 0o600
    text = written.read_text()
    world.run("check")
    world.run(*words, expect=1)
    assert written.read_text() == text, "what is there already is left as it is"
