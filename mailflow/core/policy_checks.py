"""What a policy must not say: names that nothing bears, stages that nothing reaches, appeals that go in circles.

The checks read the tables as they were written, not the finished model, so that they can be reported together with
wrong values of single keys. They therefore trust no shape: what is not as expected is the model's to report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mailflow.core.form_terms import USUAL_FIELDS
from mailflow.core.toml_lines import Path
from mailflow.core.written import did_you_mean

Problem = tuple[Path, str]


def contradictions(data: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return every contradiction within a policy's tables, each with its place and its remedy."""
    checks = (_empty, _stage_ids, _openings, _roles, _stage_names, _types, _circles, _unreachable, _pauses)
    return tuple(problem for check in (*checks, _form_fields, _form_asks, _sources) for problem in check(data))


def _stages(data: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for position, stage in enumerate(_list(data.get("stages"))):
        if isinstance(stage, Mapping):
            yield position, stage


def _ids(data: Mapping[str, Any]) -> list[str]:
    return [stage["id"] for _, stage in _stages(data) if isinstance(stage.get("id"), str)]


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _empty(data: Mapping[str, Any]) -> Iterator[Problem]:
    # Not left to the model: it takes a list whose only item is wrong for an empty one, and says so on top.
    places: list[tuple[Path, object]] = [(("stages",), data.get("stages"))]
    places += [(("appeal_keywords",), data.get("appeal_keywords"))]
    for position, stage in _stages(data):
        places += [(("stages", position, "handlers"), stage.get("handlers"))]
        places += [(("stages", position, "appeal", "keywords"), _table(stage.get("appeal")).get("keywords"))]
    for path, value in places:
        if isinstance(value, list | tuple) and not value:
            yield path, "must not be empty"


def _stage_ids(data: Mapping[str, Any]) -> Iterator[Problem]:
    ids = _ids(data)
    for position, stage in _stages(data):
        if stage.get("id") in ids[:position]:
            yield ("stages", position, "id"), f'two stages are called "{stage["id"]}"; give this one a name of its own'


def _openings(data: Mapping[str, Any]) -> Iterator[Problem]:
    opened = [position for position, stage in _stages(data) if stage.get("opens_by_email") is True]
    if not opened and _ids(data):
        yield ("stages",), 'an email opens no stage; write "opens_by_email = true" in the stage that it opens'
    for position in opened[1:]:
        what = "an email already opens an earlier stage; keep opens_by_email = true in one of them only"
        yield ("stages", position, "opens_by_email"), what


def _roles(data: Mapping[str, Any]) -> Iterator[Problem]:
    roles = _table(data.get("roles"))
    for path, name in _named_roles(data, roles):
        if isinstance(name, str) and name not in roles:
            yield path, f'"{name}" is no role of this policy; {did_you_mean(name, roles)}'
        elif isinstance(name, str) and path[-1] == "conflict" and path[1:2] == (name,):
            yield path, f'a complaint about the role "{name}" would go to the same role; name another one'


def _named_roles(data: Mapping[str, Any], roles: Mapping[str, Any]) -> Iterator[tuple[Path, object]]:
    """Every place that names a role."""
    for position, stage in _stages(data):
        for number, name in enumerate(_list(stage.get("handlers"))):
            yield ("stages", position, "handlers", number), name
        for number, task in enumerate(_list(stage.get("tasks"))):
            yield ("stages", position, "tasks", number, "for"), _table(task).get("for")
        for number, name in enumerate(_list(stage.get("meeting_with"))):
            yield ("stages", position, "meeting_with", number), name
        panel = _table(stage.get("panel"))
        for number, name in enumerate(_list(panel.get("roles"))):
            yield ("stages", position, "panel", "roles", number), name
        yield ("stages", position, "panel", "independent"), panel.get("independent")
        yield ("stages", position, "escalate_to"), stage.get("escalate_to") or None
        for type_, names in _table(stage.get("handlers_for_type")).items():
            for number, name in enumerate(_list(names)):
                yield ("stages", position, "handlers_for_type", type_, number), name
    for role, table in roles.items():
        for number, name in enumerate(_list(_table(table).get("instead"))):
            yield ("roles", role, "instead", number), name
        yield ("roles", role, "conflict"), _table(table).get("conflict")
    yield ("conflict",), data.get("conflict")
    yield ("safeguarding", "lead"), _table(data.get("safeguarding")).get("lead")
    yield ("report", "to"), _table(data.get("report")).get("to")
    for number, copy in enumerate(_list(data.get("copies"))):
        yield ("copies", number, "role"), _table(copy).get("role")


def _stage_names(data: Mapping[str, Any]) -> Iterator[Problem]:
    ids = _ids(data)
    named: list[tuple[Path, object]] = [
        (("stages", position, "appeal", "to"), _table(stage.get("appeal")).get("to"))
        for position, stage in _stages(data)
    ]
    named += [
        (("stages", position, "informs", "who_dealt_with"), _table(stage.get("informs")).get("who_dealt_with"))
        for position, stage in _stages(data)
    ]
    for key in ("bodies", "copies"):
        for number, table in enumerate(_list(data.get(key))):
            named += [((key, number, "stages", at), name) for at, name in enumerate(_list(_table(table).get("stages")))]
    asks_at = _list(_table(data.get("form")).get("asks_at"))
    named += [(("form", "asks_at", at), name) for at, name in enumerate(asks_at)]
    for path, name in named:
        if isinstance(name, str) and name not in ids:
            yield path, f'"{name}" is no stage of this policy; {did_you_mean(name, ids)}'


def _types(data: Mapping[str, Any]) -> Iterator[Problem]:
    types = _table(data.get("types"))
    for position, stage in _stages(data):
        named: list[tuple[Path, object]] = [
            (("handlers_for_type", n), n) for n in _table(stage.get("handlers_for_type"))
        ]
        for number, limit in enumerate(_list(stage.get("respond"))):
            for_type = enumerate(_list(_table(limit).get("for_type")))
            named += [(("respond", number, "for_type", at), name) for at, name in for_type]
        for path, name in named:
            if isinstance(name, str) and name not in types:
                what = f'"{name}" is no type of complaint of this policy; {did_you_mean(name, types)}'
                yield ("stages", position, *path), what


def _circles(data: Mapping[str, Any]) -> Iterator[Problem]:
    """An appeal leads to a later stage; one that leads back would never end."""
    ids = _ids(data)
    for position, stage in _stages(data):
        to = _table(stage.get("appeal")).get("to")
        if to in ids and stage.get("id") in ids and ids.index(to) <= ids.index(stage["id"]):
            what = f'an appeal against "{stage["id"]}" leads back to "{to}"; name a stage that stands after it'
            yield ("stages", position, "appeal", "to"), what


def _unreachable(data: Mapping[str, Any]) -> Iterator[Problem]:
    reached = [_table(stage.get("appeal")).get("to") for _, stage in _stages(data)]
    for position, stage in _stages(data):
        opened = ("opens_by_email", "opens_on_subject", "reached_by_staff")
        if stage.get("id") not in reached and not any(stage.get(key) for key in opened):
            what = (
                f'nothing leads to the stage "{stage.get("id")}"; name it in another stage\'s appeal.to, '
                "or write reached_by_staff = true where staff open it with #stage"
            )
            yield ("stages", position, "id"), what


def _pauses(data: Mapping[str, Any]) -> Iterator[Problem]:
    for position, stage in _stages(data):
        question = _table(stage.get("question"))
        if question.get("pauses") is True and "waits" not in question:
            what = (
                'a clock would stand still for ever; write how long an answer is waited for, such as waits = "2 weeks"'
            )
            yield ("stages", position, "question", "pauses"), what


def _form_fields(data: Mapping[str, Any]) -> Iterator[Problem]:
    fields = _list(_table(data.get("form")).get("fields"))
    names: set[str] = set()
    labels: dict[tuple[str, str], str] = {}
    for position, field in enumerate(map(_table, fields)):
        name, section = field.get("id"), field.get("section", "")
        if not isinstance(name, str) or not isinstance(section, str):
            continue
        if name in names:
            yield ("form", "fields", position, "id"), f'two fields are called "{name}"; give this one a name of its own'
        names.add(name)
        for key, at, label in _labels(field):
            first = labels.setdefault((section.casefold(), label.casefold()), name)
            if first != name:
                what = f'"{label}" is a label of "{first}" already; leave it to one of them, or give one a section'
                yield ("form", "fields", position, key, *at), what


def _labels(field: Mapping[str, Any]) -> Iterator[tuple[str, Path, str]]:
    if isinstance(field.get("label"), str):
        yield "label", (), field["label"]
    for number, synonym in enumerate(_list(field.get("synonyms"))):
        if isinstance(synonym, str):
            yield "synonyms", (number,), synonym


def _form_asks(data: Mapping[str, Any]) -> Iterator[Problem]:
    form = _table(data.get("form"))
    fields = form.get("fields")
    names = [field.id for field in USUAL_FIELDS] if fields is None else [_table(one).get("id") for one in _list(fields)]
    known = [name for name in names if isinstance(name, str)]
    for position, ask in enumerate(map(_table, _list(form.get("asks")))):
        for number, name in enumerate(_list(ask.get("fields"))):
            if isinstance(name, str) and name not in known:
                what = f'"{name}" is no field of this form; {did_you_mean(name, known)}'
                yield ("form", "asks", position, "fields", number), what


def _sources(data: Mapping[str, Any]) -> Iterator[Problem]:
    clauses = _table(data.get("clauses"))
    for path, source in _walk_sources(data, ()):
        if source and source not in clauses:
            yield path, f'"{source}" is no clause of this policy; {did_you_mean(source, clauses)}'


def _walk_sources(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "source" and isinstance(inner, str):
                yield (*path, key), inner
            elif not (path == () and key == "clauses"):
                yield from _walk_sources(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from _walk_sources(inner, (*path, position))
