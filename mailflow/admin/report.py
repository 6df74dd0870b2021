"""``mailflow report``: what happened in a period, for people who would rather look than read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Failure, Misconfigured, command, pass_asked
from mailflow.admin.progress import progress
from mailflow.admin.terminal import one_line, say, say_json

if TYPE_CHECKING:
    from mailflow.admin.record import Chosen, Record
    from mailflow.core.office import Office
    from mailflow.reports.figures import History, Period

_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(dir_okay=False, writable=True)


@command("report")
@click.option("--from", "first", metavar="DAY", type=_DAY, help="The first day, such as 2026-01-01.")
@click.option("--to", "last", metavar="DAY", type=_DAY, help="The last day; today where it is left out.")
@click.option("--html", metavar="FILE", type=_FILE, help="Write a page with charts, for a browser or to print.")
@click.option("--pdf", metavar="FILE", type=_FILE, help="Write the page as a PDF (needs the extra pdf).")
@click.option("--csv", metavar="FILE", type=_FILE, help="Write a table for a spreadsheet.")
@click.option("--xlsx", metavar="FILE", type=_FILE, help="Write the table as a spreadsheet (needs the extra xlsx).")
@click.option("--ofsted", is_flag=True, help="The record instead: each complaint, its outcome and actions, no names.")
@click.option("--handler", metavar="ADDRESS", help="Only cases that this member of staff had a part in.")
@click.option("--reason", metavar="WHY", help="Why a report by a person's name is made; it is put on record.")
@pass_asked
def report(
    asked: Asked,
    first: datetime | None,
    last: datetime | None,
    html: str | None,
    pdf: str | None,
    csv: str | None,
    xlsx: str | None,
    ofsted: bool,
    handler: str | None,
    reason: str | None,
) -> None:
    """What happened in a period: counts, times, outcomes, themes, broken promises, lessons, actions.

    Without --from it begins with the year, which the policy may let begin on another day. Nobody is named, and small
    numbers are hidden with all that would tell them. Two reports whose days overlap tell more together than each does:
    hand out only one of them. With --ofsted single complaints are listed, for those alone who have a right to it.
    """
    from mailflow.admin.record import open_record

    days = (first.date() if first else None, last.date() if last else None)
    with open_record(asked) as record:
        if len(record.chosen) != 1:
            codes = ", ".join(one.code for one in record.chosen)
            raise Misconfigured(f"a report is about one organisation; say which with --org: {codes}")
        made = _Made(record, record.chosen[0], days, handler, reason)
    forms = made.record_forms() if ofsted else made.forms()
    if not ofsted:
        _warn_of(made.mailed)
    written = [(path, form) for path, form in ((html, "html"), (pdf, "pdf"), (csv, "csv"), (xlsx, "xlsx")) if path]
    for path, form in written:
        Path(path).write_bytes(_bytes_of(forms[form]()))
        if not asked.json:
            say(f"{path}: written")
    if asked.json:
        say_json(forms["json"]())
    elif not written:
        say(str(forms["text"]()).rstrip())


def _warn_of(mailed: Sequence[Period]) -> None:
    from mailflow.reports.told import period_in_words

    for one in mailed:
        click.echo(
            f"mailflow: a report of {period_in_words(one)} was mailed, and shares days with this one. Who has both can "
            "subtract one from the other: keep this one to yourself, or ask for those very days.",
            err=True,
        )


def _bytes_of(made: object) -> bytes:
    return made if isinstance(made, bytes) else str(made).encode()


def _pdf(html: str) -> bytes:
    from mailflow.reports.pdf import PdfUnavailable, pdf_of

    try:
        return pdf_of(html)
    except PdfUnavailable as error:
        raise Failure(str(error)) from error


def _sheet(rows: Sequence[Sequence[str]], name: str) -> bytes:
    from mailflow.reports.sheet import SheetUnavailable, sheet_of

    try:
        return sheet_of(rows, name)
    except SheetUnavailable as error:
        raise Failure(str(error)) from error


class _Made:
    """What was asked for, counted while the record was open; its forms are made when they are wanted."""

    def __init__(
        self,
        record: Record,
        chosen: Chosen,
        days: tuple[date | None, date | None],
        handler: str | None,
        reason: str | None,
    ) -> None:
        from mailflow.reporting import cases_of, histories, overlapping
        from mailflow.reports.periods import period_of
        from mailflow.wiring import office_of

        self.now = clock.now()
        self.office: Office = office_of(record.settings, chosen.settings, chosen.policy, self.now)
        rules = self.office.policy.report
        try:
            self.period: Period = period_of(*days, rules, self.office.calendar.day_of(self.now))
        except ValueError as error:
            raise click.UsageError(f"{error}") from None
        with record.store.reading() as reader:
            with progress("Counting cases", None, "Nothing was written.") as step:
                self.all: Sequence[History] = histories(reader, chosen.code, step)
            self.mailed: Sequence[Period] = overlapping(reader, chosen.code, self.period)
        self.found, self.about = self.all, ""
        if handler is not None:
            officer = _officer(self.office, handler, reason)
            self.found, self.about = cases_of(self.all, officer), officer
            _put_on_record(record, chosen, self, reason)

    def forms(self) -> dict[str, Callable[[], object]]:
        """Return how each form of the report is made."""
        from mailflow.reporting import report as told_of
        from mailflow.reports import forms, overview

        told = told_of(self.found, self.period, self.office, self.now, self.about, everybody=self.all)
        return {
            "text": lambda: forms.text(told),
            "json": lambda: forms.as_json(told),
            "csv": lambda: forms.table(told),
            "xlsx": lambda: _sheet(forms.rows(told), "Complaints"),
            "html": lambda: overview.page(told),
            "pdf": lambda: _pdf(overview.page(told)),
        }

    def record_forms(self) -> dict[str, Callable[[], object]]:
        """Return how each form of the record of complaints is made."""
        from mailflow.reporting import names_in
        from mailflow.reports import record

        office, whom = self.office, (self.office.name, self.period)
        names = names_in(self.all, office)
        found = record.entries(self.found, self.period, office.policy, office.calendar, names)
        return {
            "text": lambda: record.as_text(found, *whom),
            "json": lambda: record.as_json(found),
            "csv": lambda: record.as_table(found),
            "xlsx": lambda: _sheet(record.rows(found), "Record of complaints"),
            "html": lambda: record.as_page(found, *whom),
            "pdf": lambda: _pdf(record.as_page(found, *whom)),
        }


def _officer(office: Office, handler: str, reason: str | None) -> str:
    """Return the address of a member of staff, or refuse a report by their name (CL-4.3)."""
    wanted = handler.casefold()
    found = next((one for one in office.staff if wanted in (one.key, one.name.casefold())), None)
    if found is None:
        known = ", ".join(one.address for one in office.staff)
        raise Failure(f"{one_line(handler)} is no member of staff; write one of: {known}.")
    rule = office.policy.report.names_need_reason if office.policy.report else ""
    if rule and not (reason or "").strip():
        raise Failure(
            f"The policy allows no report by a member of staff's name without a reason ({rule}); nothing was read out. "
            'Say why, and it is put on record: --reason "…".'
        )
    return found.address


def _put_on_record(record: Record, chosen: Chosen, made: _Made, reason: str | None) -> None:
    """Note on each case that is counted that it was looked at by somebody's name, and why."""
    if not (reason or "").strip():
        return
    from mailflow.reporting import put_on_record
    from mailflow.wiring import desks

    why = f"counted in a report of {made.about}'s cases: {' '.join(str(reason).split())}"
    refs = [one.case.ref for one in made.found if made.period.holds(one.case.first_received_at, made.office.calendar)]
    with desks(record.settings, made.now, chosen.code) as laid:
        put_on_record(laid[0], refs, made.now, why)
