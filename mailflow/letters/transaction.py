"""One letter over an open connection, phase by phase: MAIL, RCPT, DATA, the body, and at last the dot.

Until ``dot`` every failure means that the server has accepted nothing (``Lost``, ``Refused``). From there on silence
means that nobody knows (``Unknown``).

A server that takes pipelining is told of the next letter together with the dot of this one (RFC 2920, section 3.1),
which spares a round trip for each letter. It answers in order, and ``address`` hears then what it says.
"""

from __future__ import annotations

from mailflow import faults
from mailflow.letters.answers import Lost, Refused, Unknown
from mailflow.letters.line import Line, Silence

_FAULTS = {"MAIL": "O4", "RCPT": "O5", "DATA": "O6"}


class Transaction:
    """The SMTP commands of a letter. Any exception but ``Refused`` leaves the connection useless."""

    def __init__(self, line: Line, *, pipelining: bool, command_s: float, body_s: float, final_s: float) -> None:
        self._line = line
        self._pipelining = pipelining
        self._command_s = command_s
        self._body_s = body_s
        self._final_s = final_s
        self._reset_first = False
        #: Sender and recipient of the letter that the server was told of with the last dot, and has yet to be given.
        self.announced: tuple[str, str] | None = None

    def address(self, envelope_from: str, to: str) -> None:
        """Give MAIL, RCPT and DATA: in one write where the server takes that (RFC 2920), else one by one."""
        commands = _commands(envelope_from, to)
        if self._reset_first:
            commands.insert(0, ("RSET", "RSET"))
        self._reset_first = False
        announced, self.announced = self.announced, None
        assert announced in (None, (envelope_from, to)), "the server waits for another letter"
        if self._pipelining:
            if announced is None:
                self._say("\r\n".join(command for _, command in commands))
            replies = [(phase, *self._hear_of(phase)) for phase, _ in commands]
        else:
            replies = []
            for phase, command in commands:
                self._say(command)
                replies.append((phase, *self._hear_of(phase)))
                if replies[-1][1] >= 400:
                    break
        refusal = next((reply for reply in replies if reply[1] >= 400), None)
        waits_for_letter = replies[-1][0] == "DATA" and replies[-1][1] == 354
        if refusal is None and not waits_for_letter:
            raise Lost("the mail server lost the thread of the conversation")
        if refusal is not None:
            phase, code, text = refusal
            if waits_for_letter:
                # It refused the recipient and still waits for a letter. A dot now would be an empty one.
                self._line.drop()
            self._reset_first = True
            raise Refused(code, text, phase=phase)

    def body(self, raw: bytes) -> None:
        """Write the letter with its leading dots doubled and its last line end, without the final dot."""
        stuffed = raw.replace(b"\r\n.", b"\r\n..")
        if stuffed.startswith(b"."):
            stuffed = b"." + stuffed
        if not stuffed.endswith(b"\r\n"):
            stuffed += b"\r\n"
        try:
            self._line.write(stuffed, within_s=self._body_s)
        except Silence as silence:
            raise Lost(f"the connection was lost within the letter ({silence})") from silence

    def dot(self, then: tuple[str, str] | None = None) -> str:
        """Write the final dot and return the server's words of acceptance. ``then``: whose letter comes next."""
        end = b".\r\n"
        if then is not None and self._pipelining:
            end += b"".join(command.encode("ascii") + b"\r\n" for _, command in _commands(*then))
            self.announced = then
        try:
            self._line.write(end, within_s=self._command_s)
            faults.hit("O9")
            code, text = self._line.reply(within_s=self._final_s)
        except Silence as silence:
            raise Unknown(f"no answer to the final dot ({silence})") from silence
        if code >= 400:
            raise Refused(code, text, phase=".")
        if code >= 300:
            raise Unknown(f"the answer to the final dot was {code}")
        return f"{code} {text}".rstrip()

    def noop(self) -> None:
        """Ask for a sign of life."""
        self._say("NOOP")
        if self._hear()[0] >= 400:
            raise Lost("the mail server ends the session")

    def _say(self, commands: str) -> None:
        try:
            self._line.write(commands.encode("ascii") + b"\r\n", within_s=self._command_s)
        except Silence as silence:
            raise Lost(f"the connection was lost ({silence})") from silence

    def _hear_of(self, phase: str) -> tuple[int, str]:
        reply = self._hear()
        faults.hit(_FAULTS.get(phase, ""))
        return reply

    def _hear(self) -> tuple[int, str]:
        try:
            return self._line.reply(within_s=self._command_s)
        except Silence as silence:
            raise Lost(f"no answer from the mail server ({silence})") from silence


def _commands(envelope_from: str, to: str) -> list[tuple[str, str]]:
    return [("MAIL", f"MAIL FROM:<{envelope_from}>"), ("RCPT", f"RCPT TO:<{to}>"), ("DATA", "DATA")]
