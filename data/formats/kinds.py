"""The kind of an invoice from what a source says: its title, its code, its QR payload."""

from __future__ import annotations

from fapiao.errors import BadInput
from fapiao.identity import kind_of_code, parse_qr
from fapiao.invoice import Kind

_TITLES = (
    ("电子发票（增值税专用发票）", Kind.DIGITAL_SPECIAL),
    ("电子发票（普通发票）", Kind.DIGITAL_ORDINARY),
    ("铁路电子客票", Kind.RAIL),
    ("航空运输电子客票", Kind.AIR),
    ("增值税电子专用发票", Kind.E_SPECIAL),
    ("增值税电子普通发票", Kind.E_ORDINARY),
    ("机动车销售统一发票", Kind.VEHICLE),
    ("二手车销售统一发票", Kind.USED_VEHICLE),
)
_PAPER_TITLES = (("增值税专用发票", Kind.PAPER_SPECIAL), ("增值税普通发票", Kind.PAPER_ORDINARY))
_ROLL = "卷票"


def kind_of(code: str, title: str, qr: str = "") -> Kind:
    """Return the kind; a code speaks first, then the printed title, then the QR payload."""
    coded = kind_of_code(code) if code else None
    if coded:
        return coded
    bare = "".join(title.split()).replace("(", "（").replace(")", "）")
    for name, kind in _TITLES:
        if name in bare:
            return kind
    for name, kind in _PAPER_TITLES:
        if name in bare:
            if not code:
                return Kind.DIGITAL_PAPER_SPECIAL if kind is Kind.PAPER_SPECIAL else Kind.DIGITAL_PAPER_ORDINARY
            return Kind.ROLL if _ROLL in bare else kind
    from_qr = _kind_of_qr(qr)
    if from_qr is not None:
        return from_qr
    return Kind.PAPER_SPECIAL if len(code) == 10 else (Kind.E_ORDINARY if code else Kind.DIGITAL_ORDINARY)


def is_guess(code: str, title: str, qr: str = "") -> bool:
    """Tell whether :func:`kind_of` would fall back to what is usual, because nothing states the kind."""
    bare = "".join(title.split()).replace("(", "（").replace(")", "）")
    stated = any(name in bare for name, _ in (*_TITLES, *_PAPER_TITLES))
    return not (stated or (code and kind_of_code(code)) or _kind_of_qr(qr))


def _kind_of_qr(qr: str) -> Kind | None:
    """Return what a payload's type states; None where it has none that is known."""
    if not qr:
        return None
    try:
        facts = parse_qr(qr)
    except BadInput:
        return None
    return facts.kind if facts.knows_type else None
