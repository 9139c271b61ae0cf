"""The paper drawn small in cells: where the face lies, where the marks stand, where it is cut."""

from fapiao.ports.faces import FaceJob, Thumbnail
from fapiao.said import words
from fapiao.text import fit, width
from printing.layout.sheets import Sheet, sheet

_LEAST_COLUMNS, _LEAST_ROWS = 12, 6


def thumbnail(job: FaceJob, columns: int, rows: int) -> Thumbnail:
    """Return the paper of ``job`` in ``columns`` x ``rows`` cells. Raises FaceError for a paper without a layout."""
    columns, rows = max(columns, _LEAST_COLUMNS), max(rows, _LEAST_ROWS)
    return Thumbnail(tuple(_roll(columns, rows) if job.paper.is_roll else _page(sheet(job.paper), columns, rows)))


def _page(target: Sheet, columns: int, rows: int) -> list[str]:
    inner = columns - 2
    lines = [" " * inner for _ in range(rows - 2)]

    def row(mm: float) -> int:
        return min(len(lines) - 1, max(0, int(mm / target.size[1] * len(lines))))

    top, bottom = row(target.face[1] + 1), row(target.face[1] + target.place[1] - 1)
    mark, cut = row(target.band[1] + 1), row(target.cut) if target.cut else -1
    below = target.band[1] > target.face[1]
    if below:
        cut = max(cut, mark + 1) if cut >= 0 else cut
        bottom = min(bottom, mark - 1)
    else:
        mark = max(mark, cut + 1)
        top = max(top, mark + 1)
    middle = (top + bottom) // 2 if bottom > top + 1 else top
    face = words("票面")
    for n in range(top, bottom + 1):
        edge = "─" if n in {top, bottom} else " "
        left, right = ("╭", "╮") if n == top else ("╰", "╯") if n == bottom else ("│", "│")
        before = (inner - 2 - width(face)) // 2
        after = inner - 2 - width(face) - before
        text = edge * before + face + edge * after if n == middle else edge * (inner - 2)
        lines[n] = left + text + right
    lines[mark] = fit(" " + words("补打标记"), inner)
    if 0 <= cut < len(lines):
        lines[cut] = "✂" + "┄" * (inner - 1)
    return [f"┌{'─' * inner}┐", *(f"│{line}│" for line in lines), f"└{'─' * inner}┘"]


def _roll(columns: int, rows: int) -> list[str]:
    inner = min(columns - 2, 18)
    face, mark = words("票面"), words("补打标记")
    body = [face, "", words("二维码"), "", mark]
    room = rows - 2
    chosen = (body if room >= len(body) else [face, mark])[:room]
    lines = [fit(text, inner, align="center") for text in chosen]
    lines += [" " * inner] * (room - len(lines))
    return [f"╭{'╌' * inner}╮", *(f"│{line}│" for line in lines), f"✂{'┄' * inner}┄"]
