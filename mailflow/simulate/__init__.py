"""What would happen: stories played in fast time, and open cases held against another policy.

A story (``stories.py``) is a plain text that a complaints officer can read. ``player.py`` plays it on whatever servers
it is handed: those in memory (``memory.py``) for ``mailflow policy simulate``, real ones in the project's own tests.
"""
