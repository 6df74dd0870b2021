"""mailflow runs a published complaints policy on a mailbox.

How a message travels, with the file of each step:

    mailbox/imap/        lists and fetches what lies in the INBOX
    flow/receive.py      keeps its bytes, durable, before anything else          ← read this first
    mailbox/readers.py   reads it in a child process: text, attachments, who wrote it
    flow/understand.py   a person or a machine? which case? what is new in it?
    core/decide/         facts to record, letters to send, and why               ← the rules; pure
    flow/record.py       writes facts, state and letters in one transaction      ← the one writer
    letters/             words, bytes, and the mail server, phase by phase
    flow/deliver.py      posts the letters, and records what their leaving means

How time travels: ``flow/tick.py`` wakes the cases that asked for it; ``core/decide/on_time.py`` says what is due.
One turn (``turns.py``) is mail, then the clock, then the post; ``rota.py`` says whose turn it is.
``wiring.py`` puts the parts together.
"""
