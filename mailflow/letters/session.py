"""A connection to the mail server, greeted, secured and logged in; the only home of smtplib."""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl

from mailflow.letters.answers import PostUnavailable
from mailflow.settings import ServerSettings, SettingsError


def connect(
    server: ServerSettings, local_hostname: str, timeout_s: float, tls: ssl.SSLContext | None
) -> tuple[socket.socket, bool]:
    """Return a greeted, secured, logged-in connection, and whether it takes pipelining.

    Raises:
        PostUnavailable: The server is out of reach, or refuses us.
    """
    where = f"{server.host}:{server.port}"
    try:
        password = server.secret() if server.user is not None else None
    except SettingsError as error:
        raise PostUnavailable(str(error), account=True) from error
    context = tls or (None if server.security == "none" else ssl.create_default_context())
    smtp: smtplib.SMTP
    if server.security == "tls":
        smtp = smtplib.SMTP_SSL(local_hostname=local_hostname, timeout=timeout_s, context=context)
    else:
        smtp = smtplib.SMTP(local_hostname=local_hostname, timeout=timeout_s)
    try:
        # The name that the certificate is checked against; smtplib takes it from its constructor alone, which would
        # connect at once and hide a greeting that refuses us.
        smtp._host = server.host  # type: ignore[attr-defined]
        code, _ = smtp.connect(server.host, server.port)
        if code != 220:
            raise PostUnavailable(f"The mail server {where} greets with {code}. mailflow will try again.")
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.user is not None:
            _log_in(smtp, server, password, where)
        assert smtp.sock is not None
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (OSError, PostUnavailable) as error:  # smtplib's own errors are OSErrors
        smtp.close()
        raise _unavailable(error, where) from error
    if smtp.file is not None:
        smtp.file.close()  # it would keep the connection open after the socket is closed
    return smtp.sock, smtp.has_extn("pipelining")


def _unavailable(error: Exception, where: str) -> PostUnavailable:
    """Say what stopped a session from being opened, and what to do."""
    match error:
        case PostUnavailable():
            return error
        case smtplib.SMTPNotSupportedError():
            lacks = "log-in" if "AUTH" in str(error) else "STARTTLS"
            remedy = "Correct port and security under [mailbox.smtp]."
            return PostUnavailable(f"The mail server {where} offers no {lacks}. {remedy}", account=True)
        case ssl.SSLCertVerificationError():
            doubt = f"The certificate of the mail server {where} is not to be trusted ({error.verify_message})."
            remedy = "Write the host by the name in its certificate; nothing was sent."
            return PostUnavailable(f"{doubt} {remedy}", account=True)
        case ssl.SSLError() if not isinstance(error, ssl.SSLEOFError):
            remedy = 'Is security = "tls" or "starttls" right for this port?'
            return PostUnavailable(f"No secured connection to {where} ({error.reason}). {remedy}", account=True)
        case _:
            what = type(error).__name__
            return PostUnavailable(f"The mail server {where} is out of reach ({what}). mailflow will try again.")


def _log_in(smtp: smtplib.SMTP, server: ServerSettings, password: str | None, where: str) -> None:
    """Log in. ``ServerSettings`` refuses a connection in the clear to any other machine."""
    user = server.user or ""
    if password is None:
        raise PostUnavailable("[mailbox.smtp] has a user and no password. Add one, or remove the user.", account=True)
    try:
        if user.isascii() and password.isascii():
            smtp.login(user, password)
            return
        # smtplib encodes ASCII only; AUTH PLAIN is UTF-8 (RFC 4616).
        code, _ = smtp.docmd("AUTH", "PLAIN " + base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii"))
        if code >= 400:
            raise smtplib.SMTPAuthenticationError(code, b"")
    except smtplib.SMTPAuthenticationError as error:
        raise PostUnavailable(
            f"The mail server {where} refuses the log-in ({error.smtp_code}). Check user and password; "
            "many providers want an app password.",
            account=error.smtp_code >= 500,
        ) from None
