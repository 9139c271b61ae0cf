"""A receipt that tries a head: its width, its own characters and what has to be drawn, a symbol, the knife.

Each line of characters says whether the head printed it or we drew it, so a head that lacks a set it is said to have
shows itself: the line that should be text is garbage, the drawn one below it is not.
"""

from collections.abc import Iterator

from fapiao.paper import Paper, PrinterProfile
from fapiao.said import say
from printing.cells.lay import centred, packed, printable, wrap
from printing.fonts import chain
from printing.receipt import charset, compose
from printing.receipt.order import Cut, Part, Printed, Symbol

TITLE = "测试小票 · 不是发票"
_SAMPLES = (
    ("ASCII", "ABCxyz 0123456789 -+"),
    ("GB2312", "价税合计 ￥壹佰圆整"),
    ("GBK", "喆堃镕玥 髙閠"),
    ("GB18030", "䶮㛃 𬭎𠅤"),
)
"""Characters that a set has and the set before it lacks; of the last, no head is trusted with one."""
_TENS = 10


def receipt(paper: Paper, profile: PrinterProfile, code: str, foot: str) -> tuple[bytes, float]:
    """Return the ESC/POS bytes and the length in mm of a test receipt. Raises FaceError for what the head cannot print."""
    found: list[Part] = []
    for line in _lines(paper, profile):
        chain.check(line.text, "kai", TITLE)
        found.append(line)
    found.append(Symbol(code))
    found.append(Printed("=" * profile.columns))
    for text in packed(foot.split(" · "), profile.columns):
        chain.check(text, "kai", TITLE)
        found.append(Printed(printable(text), field=say("页脚")))
    return compose.composed([*found, Cut()], profile)


def _lines(paper: Paper, profile: PrinterProfile) -> Iterator[Printed]:
    columns = profile.columns
    yield Printed(centred(TITLE, columns), tall=True, field=say("标题"))
    yield Printed(_ruler(columns), field=say("标尺"))
    yield Printed("1" + "-" * (columns - 2) + "1", field=say("标尺"))
    known = f"{paper.label} {columns} 列 {profile.dots} 点 字符集 {profile.charset}"
    for text in wrap(known, columns):
        yield Printed(text, field=say("说明"))
    for name, sample in _SAMPLES:
        for text in wrap(_sample(name, sample, profile), columns):
            yield Printed(text, field=name)
    for text in wrap("两行标尺应各占满一行；文字行若是乱码，请改字符集", columns):
        yield Printed(text, field=say("说明"))


def _sample(name: str, sample: str, profile: PrinterProfile) -> str:
    own = charset.encoded(sample, profile.charset) is not None
    if not own and not (profile.raster or profile.bands):
        return f"{name} 不能画图，打不了"
    return f"{name} {'文字' if own else '画出'} {sample}"


def _ruler(columns: int) -> str:
    """Return digits that count the columns, a full ten by its own figure: ``.........1.........2``."""
    return "".join(str(n // _TENS % 10) if n % _TENS == 0 else "." for n in range(1, columns + 1))
