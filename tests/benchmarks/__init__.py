"""Measurements. None of them is a test: they print figures and always succeed."""
