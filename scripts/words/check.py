"""What is wrong with a catalogue, one sentence each."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator

from fapiao.text import width
from scripts.words.found import Sentence
from scripts.words.kept import LONG

LINE = 78
"""Cells of a message on a screen of 80."""
SAMPLE = 8
"""Cells that a field is taken to fill, unless its name says otherwise."""
_SAMPLES = {
    **dict.fromkeys(("full_no", "number", "number2", "invoice", "code"), 20),
    **dict.fromkeys(("path", "url", "folder", "device", "address", "where", "file"), 16),
    **dict.fromkeys(("n", "count", "copy_no", "seq", "line", "page", "day", "hours", "serial", "batch_id", "id"), 4),
    **dict.fromkeys(("columns", "dots", "wanted", "pages", "lines", "papers", "good", "missing", "unknown"), 4),
}


def faults(said: Iterable[Sentence], translations: dict[str, str]) -> Iterator[str]:
    """Return what is missing, left over, wrong in its fields, or too wide for its line."""
    where: dict[str, Sentence] = {}
    for sentence in said:
        known = where.get(sentence.template)
        where[sentence.template] = sentence if known is None or known.wrapped else known
    for template, sentence in where.items():
        at = f"{sentence.file}:{sentence.line}"
        if not translations.get(template):
            yield f"{at}: not in the catalogue: {template}"
            continue
        yield from _wrong_fields(at, template, translations[template])
        if sentence.wrapped or template in LONG:
            continue
        for text in (template, translations[template]):
            if sample_width(text) > LINE:
                yield f"{at}: {sample_width(text)} cells on a line of {LINE}: {text}"
    yield from (f"nobody says it any more: {template}" for template in translations if template not in where)


def _wrong_fields(at: str, template: str, translation: str) -> Iterator[str]:
    try:
        wanted, given = fields(template), fields(translation)
    except ValueError as error:
        yield f"{at}: {error}: {translation}"
        return
    if wanted != given:
        yield f"{at}: fields {sorted(wanted ^ given)} differ: {translation}"


def fields(template: str) -> set[str]:
    """Return the names of the fields of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def sample_width(template: str) -> int:
    """Return how many cells the template takes with fields of a usual width."""
    return sum(
        width(text) + (_SAMPLES.get(name, SAMPLE) if name and not form else SAMPLE if name else 0)
        for text, name, form, _ in string.Formatter().parse(template)
    )
