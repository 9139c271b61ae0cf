"""Where a full line breaks: numbers and words stay whole, closing punctuation never begins a line."""

_CLOSING = frozenset("，。、；：！？）】》”’,.;:!?)]}%")
_IN_WORDS = frozenset("-_.,/:@")
_LONGEST_WORD = 24


def _in_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in _IN_WORDS)


def carried(line: str, character: str) -> int:
    """Return how many characters at the end of the full ``line`` go down to the next together with ``character``."""
    count = 0
    if _in_word(character):
        while count < len(line) and _in_word(line[-1 - count]):
            count += 1
    elif character in _CLOSING:
        count = 1
    return count if count < len(line) and count <= _LONGEST_WORD else 0
