"""What every paper says outside its face: serial, code, time, operator, desk; which copy; what it is not.

One list of words for pages, rolls and previews, so that no sink can forget one (docs/papers.md).
"""

from dataclasses import dataclass
from datetime import timedelta, timezone

from fapiao.invoice import Media
from fapiao.ports.faces import FaceJob, Mark
from fapiao.said import say
from fapiao.stamp import Stamp
from printing.layout.compile import aligned, baseline
from printing.layout.display import MM_PER_POINT, Code, Item, Rule, Text
from printing.layout.fit import fit
from printing.layout.model import Style
from printing.layout.sheets import Sheet
from printing.layout.stamp import on_page

SHANGHAI = timezone(timedelta(hours=8))
TRAINING = "培训 · 非发票"
TYPESET = "本件依据发票数据排版"
DRAWN = "按OFD绘制"
"""The pages of an OFD look as this program draws them, with its own fonts for those that the file only names."""
_SEPARATOR = " · "
_STYLE = Style("song", (7.5, 7, 6.5, 6, 5.5, 5))
_STRONG = Style("kai", (10, 9, 8, 7))
_SLIP_GAP = 2.0
"""mm of white left of the slip code; four of its modules are less than one."""
_CUT_COLOUR = "#999999"


@dataclass(frozen=True, slots=True)
class Marks:
    """The words of the mark, in the order in which they are read."""

    training: str
    copy: str
    """补打 第n次, or empty on a first paper or where the policy switches it off."""
    foot: tuple[str, ...]
    """Serial, code, time, operator, desk; stands on every paper."""
    notices: tuple[str, ...]
    """Typeset notice, purpose, state, scale."""
    remark: str
    slip: str = ""
    """The code that any desk scans back; empty on previews."""
    stamp: Stamp | None = None
    """The site's own, such as 与原件一致."""


def local_time(mark: Mark) -> str:
    """Return the time of the paper in Asia/Shanghai, to the second."""
    return f"{mark.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def marks(job: FaceJob, *, typeset: bool, scale: float = 1.0) -> Marks:
    """Return the words for ``job``; a ``scale`` other than 1 is told on the paper."""
    mark = job.mark
    return Marks(
        training=TRAINING if mark.training else "",
        copy=mark.text.replace("{n}", str(mark.copy_no)) if mark.again and mark.enabled else "",
        foot=(mark.serial, f"码 {mark.code}", local_time(mark), mark.operator, mark.desk),
        notices=_notices(job, typeset=typeset, scale=scale),
        remark=f"附加说明：{job.remark}" if job.remark else "",
        slip=mark.slip,
        stamp=job.stamp,
    )


def _notices(job: FaceJob, *, typeset: bool, scale: float) -> tuple[str, ...]:
    found = []
    if job.mark.purpose:
        found.append(job.mark.purpose)
    if job.invoice.voided:
        found.append("作废发票")
    if typeset:
        found.append(TYPESET)
    elif job.original_media is Media.OFD:
        found.append(DRAWN)
    if scale != 1:
        found.append(f"缩放 {scale * 100:.0f}%")
    return tuple(found)


def band(words: Marks, sheet: Sheet) -> list[Item]:
    """Return the marks in their band on ``sheet``: the foot line with the notices, and a second line below."""
    left, top, right, bottom = sheet.band
    code: list[Item] = []
    if words.slip:
        side = bottom - top
        code = [Code(right - side, top, side, words.slip)]
        right -= side + _SLIP_GAP
    if words.stamp:
        dots = on_page(words.stamp, right, top, bottom - top)
        code.append(dots)
        right = dots.x - _SLIP_GAP
    notices = _SEPARATOR.join(words.notices)
    notice_width = Text(0, 0, notices, _STYLE.font, _STYLE.size).width if notices else 0.0
    half = (bottom - top) / 2
    items: list[Item] = code
    x = left
    for strong in filter(None, (words.training, words.copy)):
        size = next(s for s in _STRONG.sizes if s * MM_PER_POINT <= half)
        text = Text(x, baseline(top, size), strong, _STRONG.font, size, "#000000", "mark")
        items.append(text)
        x += text.width + 2.5
    items += _line(_SEPARATOR.join(words.foot), x, top + 0.5, right - notice_width - 3 - x, half, "mark")
    if notices:
        start = aligned(right, notices, _STYLE, "right")
        items.append(Text(start, baseline(top + 0.5, _STYLE.size), notices, _STYLE.font, _STYLE.size, field="notice"))
    if words.remark:
        items += _line(words.remark, left, top + half + 0.4, right - left, half, "job remark")
    return items


def _line(text: str, x: float, y: float, width: float, height: float, field: str) -> list[Item]:
    fitted = fit(
        text, _STYLE.font, _STYLE.sizes, width, height, say("附加说明") if field == "job remark" else say("页脚")
    )
    first = baseline(y, fitted.size)
    return [
        Text(x, first + n * fitted.pitch, line, _STYLE.font, fitted.size, field=field)
        for n, line in enumerate(fitted.lines)
    ]


def cut_line(sheet: Sheet) -> list[Item]:
    """Return the dashed line along which a half sheet is cut."""
    if not sheet.cut:
        return []
    return [Rule(4, sheet.cut, sheet.size[0] - 4, sheet.cut, 0.15, _CUT_COLOUR, dash=True)]
