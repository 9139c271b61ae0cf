"""Invented invoices in the ways of many producers, and papers that are none: a small cut of ``make bench-read``."""

from __future__ import annotations

import random

import pytest

from bench.read import holds, measure, table
from data.formats.readers import FileReaders
from scripts.specimens.made import Specimen, pdf_specimens, specimens
from scripts.specimens.others import other_specimens
from scripts.specimens.pdfs import STYLES


@pytest.fixture(scope="module")
def readers() -> FileReaders:
    return FileReaders()


@pytest.mark.parametrize("style", [style.name for style in STYLES])
def test_every_kind_is_read_in_the_style_of(readers: FileReaders, style: str) -> None:
    found = [s for s in pdf_specimens(0, seed=11) if s.name.startswith(f"{style}-")]

    scores = measure(found, readers)

    assert scores["pdf"].notes == []


@pytest.mark.parametrize("form", ["ofd", "xml"])
def test_every_dialect_is_read(readers: FileReaders, form: str) -> None:
    scores = measure((s for s in specimens(seed=12) if s.format == form), readers)

    assert scores[form].notes == []


def test_no_paper_that_is_no_invoice_is_taken_for_one(readers: FileReaders) -> None:
    found = [Specimen("other", name, data, {}) for name, data in other_specimens(random.Random(13))]

    scores = measure(found, readers)

    assert len(found) == 60
    assert holds(scores), table(scores)


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = ([s.data for s in specimens(seed=14)][:120] for _ in range(2))

    assert first == second


def test_a_wrong_field_without_a_finding_is_counted(readers: FileReaders) -> None:
    good = next(iter(pdf_specimens(0, seed=15)))
    wrong = Specimen(good.format, good.name, good.data, good.facts | {"seller.name": "别的公司"})

    scores = measure([wrong], readers)

    assert scores["pdf"].fields["silent"] == 1
    assert not holds(scores)
