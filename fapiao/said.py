"""Sentences for people: said in Chinese where they arise, and remembered well enough to be said in another language.

A :class:`Said` is its Chinese text, so it is stored, compared, put into JSON and printed on papers like any other string;
it also keeps template and fields. :func:`in_words` says it again in the language of whoever reads this desk, at the moment
of drawing, so that store, ledger and papers stay Chinese whatever the reader's language (docs/languages.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gettext import NullTranslations

CATALOGUES = f"{__file__.rpartition('/')[0]}/locale"
DOMAIN = "fapiao"
CHINESE = "zh"
LANGUAGES = {CHINESE: "中文", "en": "English"}
"""What a reader may choose, each named in its own words."""


class Said(str):
    """A sentence with its template. Adding to it or cutting it gives plain text, which is never translated."""

    __slots__ = ("fields", "template")

    template: str
    fields: dict[str, Any]

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross a process boundary with template and fields."""
        return (said_again, (self.template, self.fields))


def say(template: str, /, **fields: Any) -> Said:
    """Return ``template`` filled with ``fields``. The first argument is a literal: the catalogue is made from the code."""
    said = Said(template.format(**fields) if fields else template)
    said.template, said.fields = template, fields
    return said


def said_again(template: str, fields: dict[str, Any]) -> Said:
    """Return a sentence that was said in another process."""
    return say(template, **fields)


def listed(texts: Iterable[str]) -> str:
    """Return ``texts`` as one that remembers them: first、second、third."""
    *before, last = [*texts] or [""]
    for text in reversed(before):
        last = say("{first}、{rest}", first=text, rest=last)
    return last


def in_turn(texts: Iterable[str]) -> str:
    """Return sentences as one that remembers them, each in its turn."""
    *before, last = [*texts] or [""]
    for text in reversed(before):
        last = say("{first}；{rest}", first=text, rest=last)
    return last


def spaced(texts: Iterable[str]) -> str:
    """Return the texts that say something as one line that remembers them, two blanks between."""
    *before, last = [text for text in texts if text] or [""]
    for text in reversed(before):
        last = say("{first}  {rest}", first=text, rest=last)
    return last


def plain_fields(text: str) -> dict[str, str | int]:
    """Return what ``text`` is filled with, as JSON can hold it; empty for plain text."""
    fields = text.fields if isinstance(text, Said) else {}
    return {name: value if isinstance(value, int) else str(value) for name, value in fields.items()}


def in_words(text: str) -> str:
    """Return ``text`` in the reader's language; plain text (names, numbers, what a person typed) as it is."""
    if not isinstance(text, Said):
        return text
    if _reader.language == CHINESE:
        return str(text)
    fields = {name: in_words(value) if isinstance(value, str) else value for name, value in text.fields.items()}
    translated = _reader.catalogue.gettext(text.template) if _reader.catalogue else text.template
    return translated.format(**fields) if fields else translated


def words(template: str, /, **fields: Any) -> str:
    """Say it in the reader's language at once: for what is drawn now and kept nowhere."""
    return in_words(say(template, **fields))


def joined(separator: str, texts: Iterable[str]) -> str:
    """Return ``texts`` in the reader's language, joined: a plain join would forget what was said."""
    return in_words(separator).join(in_words(text) for text in texts)


class _Reader:
    """Who reads this process: one desk is one process, so there is one language at a time."""

    def __init__(self) -> None:
        self.language = CHINESE
        self.catalogue: NullTranslations | None = None
        """What puts templates into the language; nothing is needed for Chinese."""


_reader = _Reader()


def read_in(language: str) -> None:
    """Choose the reader's language; one that has no catalogue means Chinese."""
    known = language if language in LANGUAGES else CHINESE
    if known == CHINESE:
        _reader.catalogue = None
    else:
        # Loaded by who reads another language: a Chinese desk does not wait for it before its first paint.
        from gettext import translation

        _reader.catalogue = translation(DOMAIN, CATALOGUES, [known], fallback=True)
    _reader.language = known


def reader_language() -> str:
    """Return the language this desk is read in."""
    return _reader.language
