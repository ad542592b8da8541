"""Duplicates, completeness and cleaning: how good the data is, and what to do about it."""
