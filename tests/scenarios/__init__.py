"""Stories that a complaints officer can read and that CI plays against a real mailbox and a real mail server."""
