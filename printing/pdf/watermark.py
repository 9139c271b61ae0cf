"""Where the practice desk's warning lies: large and pale across the face."""

from printing.fonts import chain
from printing.layout.display import MM_PER_POINT, Text
from printing.layout.sheets import Sheet

SIZE = 44
DEGREES = 24
ALPHA = 0.16


def centre(target: Sheet) -> tuple[float, float]:
    """Return the middle of the face on ``target``, mm from the top left corner."""
    return target.face[0] + target.place[0] / 2, target.face[1] + target.place[1] / 2


def words_at(words: str) -> Text:
    """Return ``words`` about their own middle."""
    left = -chain.width(words, "kai", SIZE) / 2
    return Text(left * MM_PER_POINT, SIZE / 3 * MM_PER_POINT, words, "kai", SIZE, field="mark")
