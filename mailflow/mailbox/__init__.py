"""IN: ``imap`` fetches mail, ``readers`` has it read in child processes, and ``parse`` is the reading."""
