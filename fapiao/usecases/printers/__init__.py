"""Printers: what they are, how they are, and how faces lie on their papers."""
