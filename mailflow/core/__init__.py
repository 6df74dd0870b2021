"""The rules, as values and pure functions: no I/O, no clock, no library but pydantic. Start with ``decide/``."""
