"""The record from the outside: a changed event is found out, and a letter that failed can be sent again."""

from __future__ import annotations

import sqlite3

from tests.acceptance.world import World, objects
from tests.support.smtp import Fault, Phase


def test_a_tampered_record_is_found_out(world: World) -> None:
    world.configure()
    world.writes("P <p@mail.example>", "Late", "The bus was late.", "2020-11-02 09:30")
    world.once("2020-11-02 09:31")
    world.run("audit", "verify")
    record = sqlite3.connect(world.folder / "mailflow.db")
    record.execute("UPDATE event SET data = replace(data, '2020-11-30', '2020-12-30') WHERE kind = 'deadline-set'")
    record.commit()
    record.close()
    done = world.run("audit", "verify", "--json", expect=1)
    assert [one["sound"] for one in objects(done.stdout)] == [False] and "LC-2020-0001" in done.stderr


def test_a_refused_letter_is_told_to_the_admin_and_goes_when_it_is_tried_again(world: World) -> None:
    world.configure()
    world.sink.fail(Fault(at=Phase.RCPT, reply="550 5.1.1 no such user", recipient="p@mail.example"))
    world.writes("P <p@mail.example>", "Late", "The bus was late.", "2020-11-02 09:30")
    world.once("2020-11-02 09:31")
    failed = [one for one in world.json("letter", "list") if one["status"] == "failed"]
    assert [(one["kind"], one["to"], one["sent_at"]) for one in failed] == [
        ("acknowledgement", ["p@mail.example"], None)
    ]
    assert "undeliverable" in world.case()["tags"] and world.sink.to("admin@libra.example")
    number = str(failed[0]["id"])
    world.run("letter", "retry", number, "--now", "2020-11-02T10:00:00+00:00")
    world.once("2020-11-02 10:01")
    assert world.kinds("p@mail.example") == ["acknowledgement"]
    met = {one["what"]: one["met_at"] for one in world.case()["deadlines"]}
    assert met["acknowledge"] == "2020-11-02T10:01:00+00:00", "met when it left"


def test_the_policies_can_be_looked_at_without_a_configuration(world: World) -> None:
    names = {one["name"] for one in world.json("policy", "list")}
    assert names >= {"little-footsteps", "big-bums-little-bums", "stepping-stones", "childrens-links"}
    assert [one["ok"] for one in world.json("policy", "check", "stepping-stones")] == [True]
    assert world.json("policy", "schema")["$schema"].startswith("https://json-schema.org/")
    own = world.folder / "own.toml"
    policies = world.run("policy", "show", "libra-children-services").stdout
    assert all(stage in policies for stage in ("informal", "stage-1", "stage-2", "stage-3"))
    own.write_text('name = "own"\nstages = 3\n')
    wrong = world.run("policy", "check", str(own), expect=2)
    assert "own.toml: stages (line 2)" in wrong.stderr
