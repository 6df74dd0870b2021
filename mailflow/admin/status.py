"""``mailflow status``: one screen that says whether all goes well, and what waits for whom."""

from __future__ import annotations

import click

from mailflow import clock
from mailflow.admin.asked import Asked, command, pass_asked
from mailflow.admin.terminal import say_json


@command("status")
@click.option("--exit-code", "tells", is_flag=True, help="End with status 1 where something is amiss, for monitoring.")
@pass_asked
def status(asked: Asked, tells: bool) -> None:
    """Whether mail flows, what is late, what waits for whom, what could not be sent; nobody who complained is named.

    It looks at the record alone and asks no server. Of several organisations a table, the worst first; --org CODE shows
    one of them whole. With --exit-code the status is 1 where mail does not flow, something is late, a letter could not
    leave, or a message is not accounted for; what merely waits for a person is not amiss.
    """
    from mailflow.admin.disk import disk_of
    from mailflow.admin.record import open_record
    from mailflow.admin.state import as_json, state_of
    from mailflow.admin.status_screen import screen, table_of

    now = clock.now()
    with open_record(asked) as record:
        one_alone = len(record.chosen) == 1
        with record.store.reading() as reader:
            states = [state_of(reader, chosen, now, thoroughly=one_alone) for chosen in record.chosen]
        disk = disk_of(record.settings)
    if asked.json:
        say_json(
            [{**as_json(one), "disk": {"free_bytes": disk.free, "database_bytes": disk.database}} for one in states]
        )
    elif one_alone:
        screen(states[0], disk)
    else:
        table_of(states, disk)
    if tells and (disk.is_tight or any(one.trouble for one in states)):
        raise click.exceptions.Exit(1)
