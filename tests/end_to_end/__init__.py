"""The program as its users run it: processes, a real mailbox, a real mail server."""
