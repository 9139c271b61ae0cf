"""What stays Chinese whoever reads it. Everything else that is Chinese is said (docs/languages.md).

Three reasons: the text is looked for (words of input, names of fields in files and on faces), it goes on paper or into a
record that is kept (invoices, receipts, manifests, tables for others), or it is data of the practice desk.
"""

from __future__ import annotations

from collections.abc import Iterable

KEPT: dict[str, str] = {
    "data/formats/face/captions.py": "*",
    "data/formats/face/evidence.py": "_STRUCTURE",
    "data/formats/face/fields.py": "*",
    "data/formats/face/lines.py": "*",
    "data/formats/face/rows.py": "*",
    "data/formats/face/tickets.py": "*",
    "data/formats/face/titles.py": "VARIANTS _CITIES _REGION _KINDS _TITLE _LOOKS _ROUND _spread",
    "data/formats/face/totals.py": "*",
    "data/formats/face/vehicles.py": "*",
    "data/formats/pdf/pieces.py": "*",
    "data/formats/kinds.py": "*",
    "data/formats/ofd/invoice.py": "_document_data",
    "data/formats/xml/special.py": "*",
    "data/formats/xml/xbrl.py": "_RAIL _AIR _rail _air",
    "data/search/grams.py": "*",
    "fapiao/amounts.py": "_DIGITS _SMALL _LARGE _VALUES _UNITS to_words _whole_words _section_words from_words",
    "fapiao/face.py": "_zero_tax",
    "fapiao/identity.py": "REGIONS",
    "fapiao/invoice.py": "_TITLES",
    "fapiao/policy.py": "_MARK",
    "fapiao/ports/faces.py": "*",
    "fapiao/privacy.py": "*",
    "fapiao/said.py": "LANGUAGES",
    "fapiao/stamp.py": "_SEALS",
    "fapiao/usecases/batch/manifest.py": "to_text save_manifest",
    "fapiao/usecases/batch/print_manifest.py": "_COLUMNS draw _cells",
    "fapiao/usecases/invoices/find.py": "_KIND_WORDS _STATUS_WORDS _PRINT_WORDS _period",
    "fapiao/usecases/paper/draw.py": "_PURPOSES",
    "fapiao/usecases/paper/loose_page.py": "foot_of",
    "fapiao/usecases/paper/sheet.py": "_ticket",
    "fapiao/usecases/printers/ruler_page.py": "_drawn",
    "fapiao/usecases/records/export.py": "exported export_records",
    "fapiao/usecases/records/history.py": "COLUMNS _FORMULA _cells",
    "printing/cells/lay.py": "*",
    "printing/cells/preview.py": "*",
    "printing/devices/ipp/device.py": "_refuse_unless_whole",
    "printing/devices/ipp/probe.py": "probed",
    "printing/layout/breaks.py": "*",
    "printing/layout/fields.py": "*",
    "printing/layout/goods.py": "*",
    "printing/layout/marks.py": "*",
    "printing/layout/place.py": "*",
    "printing/layout/rows.py": "*",
    "printing/ofd/fieldnames.py": "*",
    "printing/ofd/typefaces.py": "*",
    "printing/pdf/listpage.py": "*",
    "printing/pdf/pages.py": "title",
    "printing/pdf/pairs.py": "impose_pairs",
    "printing/pdf/ruler.py": "*",
    "printing/receipt/order.py": "*",
    "printing/receipt/trial.py": "*",
    "tui/practice.py": "*",
    "tui/practice_accounts.py": "*",
    "tui/practice_invoices.py": "*",
}
"""File to the names (functions, classes, constants) whose Chinese stays; ``*`` for all of it."""

LONG = frozenset(
    {
        # part of a cure, which is wrapped
        "ipp://主机:端口/路径、escpos+tcp://主机:9100、escpos+serial:///dev/串口?baud=9600、escpos+usb://厂商:产品、file:///文件夹",
        # a note of the command line's probe
        "不认识型号 {model}，宽度和切刀按登记的使用；不对就加 --columns --dots --cutter",
    }
)
"""Sentences that are wider than a line of the screen, though they do not look like cures."""


def is_kept(file: str, names: Iterable[str]) -> bool:
    """Tell whether Chinese under one of ``names`` in ``file`` stays."""
    kept = KEPT.get(file, "").split()
    return "*" in kept or any(name in kept for name in names)
