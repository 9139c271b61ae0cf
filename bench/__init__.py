"""Measurements, each beside its floor in the same run. ``make bench`` prints a table and writes ``results.json``."""
