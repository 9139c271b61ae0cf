"""A cut of ``make bench-mutants``: damaged files are read or refused, and nothing of it is unforeseen."""

from __future__ import annotations

from data.formats.readers import FileReaders
from data.formats.sandbox.parent import Sandbox
from scripts.mutants import run


def test_damaged_files_are_read_or_refused():
    sandbox = Sandbox()

    figures = run(150, 7, FileReaders(sandbox))
    sandbox.close()

    assert figures.faults == []
    assert (figures.files, figures.raised, figures.strange) == (150, 0, 0)
    assert 0 < figures.accepted < 150


def test_a_judge_counts_what_was_accepted_and_should_not_have_been():
    seen = []

    figures = run(20, 7, FileReaders(), judge=lambda reading, what: bool(seen.append((reading.path, what)) or True))

    assert figures.contradictions == figures.accepted == len(seen) > 0
