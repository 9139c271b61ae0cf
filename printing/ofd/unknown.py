"""What a drawing met and cannot draw: gathered in words, so that nothing is left out in silence."""

from __future__ import annotations

from fapiao.text import clean

_MOST = 40
_WORD = 40


class Unknown:
    """The words, each once, in the order in which they were met."""

    def __init__(self) -> None:
        self._words: dict[str, None] = {}

    def add(self, word: str) -> None:
        """Note one construct."""
        if len(self._words) < _MOST:
            known = clean(word, limit=_WORD)
            # As it was said where nothing in it had to go, so that it can be said in another language.
            self._words[word if known == word else known] = None

    @property
    def words(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(self._words)
