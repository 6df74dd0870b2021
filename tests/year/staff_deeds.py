"""What each line of staff's mail must lead to: one function for each."""

from __future__ import annotations

from tests.year.act import Act
from tests.year.almanac import after, day_of, last_second, spelled
from tests.year.owed import Task
from tests.year.reckoning import Reckoning


def _done(r: Reckoning, a: Act) -> None:
    r.moves(a.at)
    if a.sender in r.told:
        r.alarm_is_taken = True
    r.tell("directive-done", a.sender)


def refused(r: Reckoning, a: Act) -> None:
    r.moves(a.at)
    r.tell("directive-error", a.sender)


def outcome(r: Reckoning, a: Act) -> None:
    r.outcome = a.word
    r.had_a_part(decided=a.sender)
    _done(r, a)
    if not r.family:
        r.close(a.at)
        return
    window, step = r.window(), r.step
    days = [r.first]
    if step.window and a.word != "withdrawn":
        days.append(window.due if r.thinks_again and window else after(r.now, step.window[0]))
    r.write("outcome", *days)
    r.thinks_again = False


def extend(r: Reckoning, a: Act) -> None:
    assert a.day is not None
    new = last_second(day_of(a.day))
    moved = r.running("respond") or r.running("meet")
    for one in moved:
        if one.due < new:
            one.due, one.anchor, one.set_at, one.mark, one.told = new, a.at, a.at, -1, None
            one.is_told_above = one.is_told_family = False
    _done(r, a)
    r.write("interim-update", new)


def timescale(r: Reckoning, a: Act) -> None:
    assert a.day is not None
    new = last_second(day_of(a.day))
    r.fix("respond", "SS-3.2", new, a.at, a.at)
    _done(r, a)
    r.write("interim-update", new)


def question(r: Reckoning, a: Act) -> None:
    _done(r, a)
    r.write("question", *(one.due for one in r.running("respond", "statutory")[:1]))


def relay(r: Reckoning, a: Act) -> None:
    r.moves(a.at)
    r.write("relay")


def disclose(r: Reckoning, a: Act) -> None:
    _done(r, a)
    r.write("relay")


def noted(r: Reckoning, a: Act) -> None:
    """``#note``, ``#lesson``, ``#relation``, ``#party``: kept, and nobody but the author hears of it."""
    _done(r, a)


def written(r: Reckoning, a: Act) -> None:
    r.wants_written = True
    _done(r, a)


def assign(r: Reckoning, a: Act) -> None:
    assert a.person is not None
    r.handlers.append(a.person)
    r.assigned.append(a.person)
    r.had_a_part(a.person)
    for one in (each for each in r.tasks if each.source == "LC-4.3"):
        one.is_done = True
    r.notify([a.person])
    _done(r, a)


def stage(r: Reckoning, a: Act) -> None:
    r.begin(a.word, a.at, "directive")
    _done(r, a)


def type_(r: Reckoning, a: Act) -> None:
    """Set the type: the limits that belong to it hold, and whom the policy names for it deals with it."""
    old, r.type = r.type, a.word
    if r.status == "open" and not r.outcome:
        running = {one.source: one for one in r.running("respond")}
        for one in r.step.answers:
            if one.of_type in ("", r.type) and one.source not in running:
                r.promise("respond", one.source, one.within, r.first if one.from_complaint else r.since, a.at)
            elif one.of_type and one.of_type == old != r.type and one.source in running:
                running[one.source].ended = True
        if r.roles(old) != r.roles() and not r.sealed:
            before = [one.address for one in r.handlers]
            named = r.town.acting(r.roles(), a.at, r.shut_out)
            r.handlers = [*named, *(one for one in r.assigned if one not in named)]
            r.notify([one for one in named if one.address not in before])
            r.had_a_part(*r.handlers)
    _done(r, a)


def about(r: Reckoning, a: Act) -> None:
    """``#about`` the person who was named, or nobody: then it is handed back."""
    before = {one.address for one in r.handlers}
    if a.person is None:
        r.sealed, r.shut_out, r.is_about = set(), set(), False
    else:
        r.sealed = r.shut_out = {a.person.address}
        r.is_about = True
        if r.step.about_task:
            r.owe(r.step.about_task[0], r.step.roles[0], after(a.at, r.step.about_task[1]))
    now = r.town.acting(r.roles(), a.at, r.sealed)
    r.handlers = [*now, *(one for one in r.assigned if one not in now and one.address not in r.sealed)]
    r.notify([one for one in r.handlers if one.address not in before])
    r.had_a_part(*r.handlers)
    _done(r, a)


def refer(r: Reckoning, a: Act) -> None:
    r.outcome = "referred"
    _done(r, a)
    if r.family:
        r.write("referral")
    else:
        r.close(a.at)


def feedback(r: Reckoning, a: Act) -> None:
    for one in r.promises.values():
        one.ended = one.ended or (one.runs and one.stage == r.stage)
    _done(r, a)
    r.close(a.at)
    r.write("thanks")


def shut(r: Reckoning, a: Act) -> None:
    """``#close``."""
    _done(r, a)
    r.close(a.at)


def accept(r: Reckoning, a: Act) -> None:
    r.begin(r.step.to, a.at, "late-appeal")
    _done(r, a)


def decline(r: Reckoning, a: Act) -> None:
    _done(r, a)
    r.write("appeal-declined")
    r.close(a.at)


def say_appeal(r: Reckoning, a: Act) -> None:
    asked, window = r.doubt, r.window()
    assert asked is not None
    if window is None or asked <= window.due:
        r.appealed(asked)
    r.begin(r.step.to, a.at, "appeal", asked)
    _done(r, a)


def say_none(r: Reckoning, a: Act) -> None:
    r.doubt = None
    _done(r, a)


def panel(r: Reckoning, a: Act) -> None:
    r.panel = list(r.town.of("committee_member"))
    r.had_a_part(*r.panel)
    r.notify(r.panel)
    _done(r, a)


def meeting(r: Reckoning, a: Act) -> None:
    """``#meeting``: an invitation to each; ``word``: ``cancelled``, or empty. A meeting called off is owed again."""
    day = a.day or r.meets_on
    assert day is not None
    r.meets_on = None if a.word else day
    _done(r, a)
    if a.word:
        for one in [each for each in r.promises.values() if (each.what, each.stage) == ("meet", r.stage) and each.met]:
            r.fix("meet", one.source, one.due, one.anchor, a.at)
    r.write("meeting-invitation", day)
    beside = r.town.acting(("complaints_lead",), a.at) if r.step.meet else []
    those = {one.address for one in (*(r.panel or r.handlers), *beside)} - r.sealed - r.shut_out
    r.tell("meeting-invitation", *those, dates=frozenset({spelled(day)}))


def mediation(r: Reckoning, a: Act) -> None:
    """``#party`` and ``#mediation``: an invitation to each side."""
    assert a.day is not None
    r.party = a.word
    _done(r, a)
    r.write("meeting-invitation", a.day, stage="none")
    r.tell("meeting-invitation", r.party, dates=frozenset({spelled(a.day)}))


def action(r: Reckoning, a: Act) -> None:
    assert a.day is not None
    r.tasks.append(Task(source="promised", owner=a.sender, due=last_second(day_of(a.day))))
    _done(r, a)


def done(r: Reckoning, a: Act) -> None:
    """``#done``; ``word``: its number."""
    r.tasks[int(a.word) - 1].is_done = True
    _done(r, a)


def safeguarding(r: Reckoning, a: Act) -> None:
    r.raise_alarm(a.at, len(r.posts))
    _done(r, a)


ALL = (
    refused,
    outcome,
    extend,
    timescale,
    question,
    relay,
    disclose,
    noted,
    written,
    assign,
    stage,
    type_,
    about,
    refer,
    feedback,
    shut,
    accept,
    decline,
    say_appeal,
    say_none,
    panel,
    meeting,
    mediation,
    action,
    done,
    safeguarding,
)
