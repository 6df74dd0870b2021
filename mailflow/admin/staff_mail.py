"""What a line of staff's must bring, in a sentence: said wherever somebody looks after the configuration."""

from __future__ import annotations

from mailflow.settings import Settings


def what_staff_need(settings: Settings) -> str:
    """Say what a line of staff's needs, as the configuration stands."""
    staff_mail = settings.staff_mail
    mode = staff_mail.require
    if mode == "auto" and not staff_mail.authserv_id:
        unless = ", unless a signature of their domain holds" if staff_mail.dkim else ""
        return f"Staff's notes need the reply to a notice, and what leaves or moves a case is confirmed{unless}"
    mode = "authenticated" if mode == "auto" else mode
    if mode == "authenticated" and not staff_mail.authserv_id:
        return "Staff's lines need the reply to a notice and a signature of their domain"
    or_else = ", or where it says nothing a signature of their domain" if staff_mail.dkim else ""
    return {
        "token": "Staff's lines need the reply to a notice",
        "authenticated": f"Staff's lines need the reply to a notice and the server's verdict{or_else}",
        "confirm": "Every line of staff's is confirmed",
    }[mode]


def why_never(settings: Settings) -> str | None:
    """Say why no line of staff's can ever be carried out; None where it can."""
    staff_mail = settings.staff_mail
    if staff_mail.require != "authenticated" or staff_mail.authserv_id or staff_mail.dkim:
        return None
    return (
        'require = "authenticated" wants a verdict, and neither authserv_id names who gives one nor are signatures '
        "checked: every line of staff's is refused. Name your server (mailflow check --mail finds out how it calls "
        'itself), take dkim = false away, or write require = "auto"'
    )
