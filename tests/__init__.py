"""The same tree as ``mailflow/``, the same names; what the tests stand on is in ``support/``."""
