"""The XML dialect of tax-control programs whose elements are named in pinyin initials (``FPHM`` = 发票号码)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.formats.kinds import is_guess, kind_of
from data.formats.values import block, day, digits, figure, line, money, party, payload, rate, red_link, tax_figure
from data.formats.xml.names import is_blank_by_nil
from fapiao.errors import UnusableIdentity
from fapiao.identity import check_identity
from fapiao.invoice import Invoice, Line
from fapiao.said import say

if TYPE_CHECKING:
    from data.formats.xml.node import Node

_NUMBERS = ("FPHM", "QDFPHM", "SDFPHM")
_ROWS = ("MX", "FYXM", "COMMON_FPKJ_XMXX", "XMXX", "GROUP", "SPXX")


def is_pinyin(root: Node) -> bool:
    """Tell whether this is the dialect."""
    return any(node.name.upper() in _NUMBERS for node in root.walk())


def read_pinyin(root: Node) -> Invoice:
    """Return the invoice. Raises UnusableIdentity, UnusableAmount."""
    numbers = {digits(n.text) for n in root.walk() if n.name.upper() == "FPHM" and n.text.strip()}
    if len(numbers) > 1:
        raise UnusableIdentity(say("XML 里有多个发票号码"), say("请把每张发票存成一个文件"))
    apart = [n for n in root.walk() if n.name.upper() in _ROWS and n.children]
    # An element of rows may hold rows of its own name, or of another one: the innermost are the rows.
    known = {id(n) for n in apart}
    rows = [n for n in apart if not any(id(inner) in known for inner in n.walk() if inner is not n)]
    rows = [n for n in rows if not is_blank_by_nil(n)]
    head = _texts(root, {id(n) for n in apart})

    def get(*names: str) -> str:
        return next((head[name] for name in names if name in head), "")

    identity = check_identity(get("FPDM"), get("FPHM", "QDFPHM", "SDFPHM"))
    remark = block(get("BZ"))
    blue, confirmation = red_link(remark)
    qr = payload(get("EWM"))
    title, issued_on = get("FPMC", "FPZLMC"), day(get("KPRQ"))
    return Invoice(
        number=identity.number,
        code=identity.code,
        kind=kind_of(identity.code, title, qr),
        kind_guessed=is_guess(identity.code, title, qr),
        issued_on=issued_on,
        gross=money(get("JSHJXX", "JSHJ", "KPHJJE"), say("价税合计")),
        net=money(get("HJJE", "HJBHSJE"), say("合计金额")),
        tax=money(get("HJSE", "KPHJSE"), say("合计税额")),
        gross_words=line(get("JSHJDX")),
        buyer=party(
            get("GFMC", "GMF_MC", "GHFMC"),
            get("GFSH", "GMF_NSRSBH", "GHFSBH"),
            get("GFDZDH", "GMF_DZDH"),
            get("GFYHZH", "GMF_YHZH"),
        ),
        seller=party(
            get("XFMC", "XSF_MC", "XHFMC"),
            get("XFSH", "XSF_NSRSBH", "XHFSBH"),
            get("XFDZDH", "XSF_DZDH"),
            get("XFYHZH", "XSF_YHZH"),
        ),
        lines=tuple(_line(row) for row in rows) or None,
        remark=remark,
        issuer=line(get("KPR")),
        payee=line(get("SKR")),
        checker=line(get("FHR")),
        check_code=digits(get("JYM")),
        machine_no=digits(get("JQBH", "JQBM")),
        cipher=block(get("MMQ", "FP_MW", "SKM")),
        qr=qr,
        red_of=blue,
        red_confirmation=confirmation,
        sources=() if issued_on or not get("KPRQ") else ((say("开票日期"), line(get("KPRQ"), 40)),),
    )


def _texts(root: Node, rows: set[int]) -> dict[str, str]:
    """Return the texts outside the rows, by upper-case name."""
    found: dict[str, str] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in rows:
            continue
        if not node.children and node.text.strip():
            found.setdefault(node.name.upper(), node.text)
        waiting.extend(reversed(node.children))
    return found


def _line(row: Node) -> Line:
    texts = _texts(row, set())

    def get(*names: str) -> str:
        return next((texts[name] for name in names if name in texts), "")

    return Line(
        name=line(get("SPMC", "XMMC", "HWMC")),
        spec=line(get("GGXH")),
        unit=line(get("DW", "JLDW"), 60),
        quantity=figure(get("SL", "SPSL", "XMSL")) if get("SLV") else figure(get("SPSL", "XMSL")),
        price=figure(get("DJ", "SPDJ", "XMDJ")),
        amount=money(get("JE", "XMJE"), say("行金额")),
        rate=rate(get("SLV") or get("SL")),
        tax=tax_figure(get("SE")),
    )
