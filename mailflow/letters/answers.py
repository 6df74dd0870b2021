"""What can become of a letter at the mail server, in four exceptions; the fifth answer is acceptance."""

from __future__ import annotations

import re

#: Refusals that say that we, not the recipient, are the problem: not logged in, no relaying, a daily limit.
_ABOUT_US_CODES = frozenset({421, 530, 534, 535, 538})
_ABOUT_US_TEXT = re.compile(
    r"\b5\.4\.5\b|\b[45]\.7\.(?:8|9|57|60|64)\b|\brelay(?:ing)?\b|authentication (?:is )?required|must authenticate"
    r"|not authenticated|sending limit",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<[^>]*>|\S+@\S+")  # a recipient may be called relay@…


class PostUnavailable(Exception):
    """No session could be had; nothing was offered.

    ``account`` is True where our own configuration is at fault, so that waiting will not help.
    """

    def __init__(self, message: str, *, account: bool = False) -> None:
        super().__init__(message)
        self.account = account


class Refused(Exception):
    """The server answered no: the letter was definitely not accepted.

    Attributes:
        code: The reply code, 400 to 599.
        text: The server's words, for the record, not for a log.
        permanent: A 5xx: the same letter will be refused again.
        about_us: The refusal is about our account or our server: other letters would fare alike, so none has failed.
        phase: ``MAIL``, ``RCPT``, ``DATA`` or ``.``.
    """

    def __init__(self, code: int, text: str, *, phase: str) -> None:
        super().__init__(f"the mail server answered {code} at {phase}")
        self.code = code
        self.text = text
        self.phase = phase
        self.permanent = code >= 500
        # Our sender address is the same in every letter, so a refusal of it is never this letter's own fault.
        self.about_us = (
            phase == "MAIL" or code in _ABOUT_US_CODES or bool(_ABOUT_US_TEXT.search(_ADDRESS.sub("", text)))
        )


class Lost(Exception):
    """The connection went before the final dot was written: the letter was definitely not accepted."""


class Unknown(Exception):
    """The final dot was written and no answer came that can be read: the letter may or may not have been accepted."""
