"""The commands, one file for each group. Start reading in ``root.py``.

``asked.py`` has the options that every command takes, ``terminal.py`` how text reaches a person, ``record.py`` how the
record is opened for reading. The modules that hold commands import only these and click: a command loads what it
needs when it is called, so that ``--help`` and shell completion stay quick.
"""
