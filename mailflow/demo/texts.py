"""What the people of the story write, and what the narrator says."""

from __future__ import annotations

OPENING = """\
This is mailflow at work for Libra Children Services, in fast time: the three stages of its complaints policy, from \
the first mail to the last answer. A mail server runs inside of this process; mailflow reads and sends through it by \
IMAP and SMTP, as it would anywhere. Nobody in the story uses anything but mail.
What stands behind a bar is mail as its reader has it. An arrow shows a date and how it was counted."""

COMPLAINT = """\
Hello,

On Saturday the handover at the centre was late again, by 25 minutes. It is the
third time since September. My son was crying in the corridor and nobody could
tell me where the worker was.

I would like to know why this keeps happening, and what you will do about it.

P. Rivers"""

NOTICE = "At the same minute the notice goes to the coordinator, whom the policy names for the first stage."

ABSENCE = """\
Thank you for your mail. I am away until Thursday 5 November and will read it
then."""

NOBODY_ANSWERS = (
    "mailflow keeps it with the case and answers nothing: a machine wrote it. (Two machines that thank each other "
    "would go on all night.)"
)

FIRST_OUTCOME = """\
#outcome partly upheld

Dear P. Rivers,

thank you for telling us. I have spoken with everybody who was on duty.

Findings: The handover on 31 October began 25 minutes late, because the worker
was still with another family. That two earlier ones were late as well I could
not confirm; our log has them on time.

Actions: From this week a second worker is on the rota for Saturdays. You will
be rung if we are ever more than five minutes late.

I am sorry for what this was like for your son."""

FIRST_APPEAL = """\
I do not accept this. Your log is wrong about the other two times: I have the
photographs of the clock in the hall, and I want somebody else to look at them."""

LINES = "the lines that can be written, as in the first notice"

BEFORE_EXTENDING = (
    "It came at 08:00, on the second working day before the date; the office closes for Christmas on the 24th. The "
    "officer sees that he will not be ready, and says so to the family through mailflow:"
)

OVERDUE = "Two reminders came before the date, and on the morning after it the notice that it was missed."

EXTEND = """\
#extend 15 January 2027

I have your photographs and have asked the centre for its door records, which I
will only get after the holidays. I do not want to answer you without them."""

INCOMPLETE = """\
#outcome not upheld

Dear P. Rivers,

Reasons: The door records show that the team was there on time on both days. The
clock in the hall was 20 minutes fast until November; we have the invoice for
its repair."""

NOTHING_LEFT = "So far nothing has gone to the family. He adds what is missing and replies to that:"

SECOND_OUTCOME = f"""{INCOMPLETE}

Actions: The clock is repaired. From now on the team writes down each handover
with the time of the door record, and you can see it whenever you ask."""

SECOND_APPEAL = """\
The door records say when the team came in, not when I was given my son. Please
let the committee look at this."""

PANEL = "#panel Cleo Marsh, Dee Lawson, Evan Price"

LAST_OUTCOME = """\
#outcome upheld

Dear P. Rivers,

the committee has read everything that you and the centre have sent us.

Reasons: You are right that a door record does not say when a handover began.
Three people who waited that day remember it as you do. We should have asked
them at the beginning.

Actions: Handovers are signed with the time by both sides from now on. The
coordinator will meet you, if you wish, to say sorry in person. This answer is
later than we promised; I apologise for that too."""

AFTER_THE_END = """\
I am glad about the decision, but I still think that somebody should lose their
job over this."""

RECORD = """\
Case {ref}: {messages} mails came in and {events} events are on record, each chained to the one before it by its hash. \
The chain was walked just now and holds, and the case told anew from its events is the case as it stands.
Had a letter not been sent as it is told here, this tour would have stopped with an error."""
