"""What receipt printers of known models print, by the name they give (``GS I`` 67).

A probe can ask what a printer answers, not how wide its head is. Widths and abilities are those of the makers' manuals
and of the capability profiles of python-escpos; what stands here as None is left as the site has it. Whether a printer
answers ``GS ( H`` is never looked up: models of one name differ, so it is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from fapiao.paper import PrinterProfile


@dataclass(frozen=True, slots=True)
class Head:
    """The head and knife of a model."""

    columns: int
    dots: int
    cutter: bool | None = None
    native_qr: bool | None = None
    raster: bool = True
    charset: str = ""
    """Only where it is narrower than what is assumed of an unknown printer."""


_EPSON_80 = Head(48, 576, cutter=True, native_qr=True)
_EPSON_180_DPI = Head(42, 512, cutter=True, native_qr=True)
_CLONE_58 = Head(32, 384, cutter=False, native_qr=False, charset="gb2312")
_MODELS: tuple[tuple[str, Head], ...] = (
    (r"TM-T88", _EPSON_180_DPI),
    (r"TM-(T20|T70|T81|T82|T83|T90|L90|M30|P80)", _EPSON_80),
    (r"TM-U2\d0", Head(40, 400, native_qr=False, raster=False)),
    (r"(POS|NT|ZJ|XP|GP|RP)?-?58", _CLONE_58),
    (r"SUNMI.?V2", Head(32, 384, cutter=False, native_qr=True)),
)
"""How a model's name begins, and its head."""


def head_of(model: str) -> Head | None:
    """Return the head of ``model``; None where it is not known."""
    return next((head for pattern, head in _MODELS if re.match(pattern, model, re.IGNORECASE)), None)


def fitted(profile: PrinterProfile, model: str) -> PrinterProfile:
    """Return ``profile`` with what is known of ``model``.

    Of two widths the narrower is right: a wide printer may hold a narrow roll, and a site may know better than we do.
    """
    head = head_of(model)
    if head is None:
        return profile
    return replace(
        profile,
        charset=head.charset or profile.charset,
        columns=min(profile.columns, head.columns),
        dots=min(profile.dots, head.dots),
        cutter=profile.cutter if head.cutter is None else head.cutter,
        native_qr=profile.native_qr if head.native_qr is None else head.native_qr,
        raster=head.raster,
    )
