"""The paths: how a message travels (``receive``), how time travels (``tick``), how letters leave (``deliver``)."""
