"""A site's own corrections of the layouts, as a small TOML: where the face lies, how it looks, what it leaves out.

::

    [overlay]
    name = "3号台激光打印机"
    printer = "A4-前台"            # for which printer and paper it is meant; empty = any
    paper = "a4-upper"
    base = ["digital"]            # the layouts whose styles and fields it changes; absent = all

    [page]
    offset = [1.5, -0.8]          # mm, right and down
    scale = 1.0
    margins = [6, 6, 6, 6]        # mm: left, top, right, bottom; the face is moved and shrunk into them

    [style]
    label = { size = 8.5 }        # merges: font and colour stay

    [field]
    issuer = { shift = [0.0, 0.5] }
    remark = { hide = true }

Tables merge over the base, scalars and arrays replace. Fields that make the invoice are never hidden.
"""

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache, partial

from fapiao.errors import BadInput
from fapiao.paper import Paper
from fapiao.said import say
from printing.layout.lines import line_of
from printing.layout.load import FACES, FORM, GOODS, raw
from printing.layout.section import Section, Table

LAYOUTS = (*FACES, FORM, GOODS)
OBLIGATORY = frozenset(
    {
        "title", "number", "code", "date", "buyer_name", "buyer_id", "seller_name", "seller_id",
        "net", "tax", "gross", "gross_words", "check_code",
    }
)  # fmt: skip
_CURE = say("请改正该文件，或恢复自带的版式")
_FARTHEST = 150.0
_SCALES = (0.5, 1.5)
_WIDEST_MARGIN = 80.0
_SIZES = (4.0, 40.0)
_MERGED = ("style", "field", "roll")


@dataclass(frozen=True, slots=True)
class Overlay:
    """A checked overlay. Lengths in mm."""

    name: str = ""
    printer: str = ""
    paper: str = ""
    base: tuple[str, ...] = ()
    offset: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    margins: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Left, top, right, bottom."""
    table: Table = field(default_factory=dict, compare=False)
    """What is merged over a layout: style, field, roll."""
    text: str = ""
    file: str = ""

    def applies_to(self, layout: str) -> bool:
        """Tell whether styles and fields of ``layout`` are changed."""
        return bool(self.table) and (not self.base or layout in self.base)


@lru_cache(maxsize=64)
def overlay(text: str, file: str = "overlay.toml") -> Overlay:
    """Return the overlay that ``text`` says; an empty text changes nothing. Raises BadInput naming file and line."""
    table = load(text, file)
    if not text.strip():
        return Overlay()
    root = Section(file, "", table, partial(line_of, text))
    head = root.section("overlay", {})
    page = root.section("page", {})
    base = head.texts("base") if "base" in head.table else ()
    for name in base:
        if name not in LAYOUTS:
            raise head.wrong("base", say("没有版式“{name}”", name=name))
    paper = head.text("paper", "")
    if paper and paper not in {known.value for known in Paper}:
        raise head.wrong("paper", say("没有纸张“{paper}”", paper=paper))
    found = Overlay(
        name=head.text("name", ""),
        printer=head.text("printer", ""),
        paper=paper,
        base=base,
        offset=_offset(page),
        scale=page.within("scale", *_SCALES, 1.0),
        margins=_margins(page),
        table={key: root.section(key).table for key in _MERGED if key in table},
        text=text,
        file=file,
    )
    _check_styles(root, base)
    _check_fields(root, base)
    head.take("version", 1)
    for key in _MERGED:
        root.take(key, {})
    for section in (head, page, root):
        section.done()
    return found


def load(text: str, file: str) -> Table:
    """Parse TOML. Raises BadInput naming file and line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(say("版式文件 {file} 不是合格的 TOML：{error}", file=file, error=str(error)), _CURE) from error


def _offset(page: Section) -> tuple[float, float]:
    if "offset" not in page.table:
        return (0.0, 0.0)
    x, y = page.point("offset")
    if max(abs(x), abs(y)) > _FARTHEST:
        raise page.wrong("offset", say("超出 ±{most:.0f} mm", most=_FARTHEST))
    return x, y


def _margins(page: Section) -> tuple[float, float, float, float]:
    if "margins" not in page.table:
        return (0.0, 0.0, 0.0, 0.0)
    left, top, right, bottom = page.numbers("margins", 4)
    if min(left, top, right, bottom) < 0 or max(left, top, right, bottom) > _WIDEST_MARGIN:
        raise page.wrong("margins", say("应在 0 到 {most:.0f} mm 之间", most=_WIDEST_MARGIN))
    return left, top, right, bottom


def _known(base: tuple[str, ...], kind: str) -> set[str]:
    return {name for layout in base or LAYOUTS for name in raw(layout)[kind]}


def _check_styles(root: Section, base: tuple[str, ...]) -> None:
    styles = root.section("style", {})
    for name in styles.table:
        if name not in _known(base, "style"):
            raise styles.wrong(name, say("没有这种字样"))
        style = styles.section(name)
        sizes = style.numbers("sizes") if "sizes" in style.table else ()
        for size in (*sizes, *([style.number("size")] if "size" in style.table else [])):
            if not _SIZES[0] <= size <= _SIZES[1]:
                raise style.wrong(
                    "size", say("字号应在 {least:.0f} 到 {most:.0f} 磅之间", least=_SIZES[0], most=_SIZES[1])
                )
        style.take("font", "")
        style.take("color", "")
        style.done()


def _check_fields(root: Section, base: tuple[str, ...]) -> None:
    fields = root.section("field", {})
    for name in fields.table:
        if name not in _known(base, "field"):
            raise fields.wrong(name, say("没有这个项目"))
        chosen = fields.section(name)
        if chosen.flag("hide", default=False) and name in OBLIGATORY:
            raise chosen.wrong("hide", say("必印项目不能隐藏"))
        if "shift" in chosen.table:
            chosen.point("shift")
        chosen.done()
