"""Turn screens saved as SVG into PNGs, so that they can be looked at and shown in the README.

    python scripts/svg_png.py OUT_FOLDER SCREEN.svg...

The web font that Textual names is replaced by an installed monospace CJK font, in the size whose half em is as wide as
Textual's cell: cairosvg knows no ``textLength``, and the cells stay in line all the same. Needs cairosvg (a development
requirement) and the Debian package fonts-noto-cjk.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import cairosvg

FONT = "Noto Sans Mono CJK SC"
_WEB_FONT = re.compile(r"@font-face\s*\{[^}]*\}", re.DOTALL)
_FAMILY = re.compile(r"font-family:[^;]*;")
_SIZE = re.compile(r"font-size: 20px;")
_BASELINE = re.compile(r'y="([\d.]+)" textLength')
_LOWER = 1.8
"""A Chinese glyph that fills its cell stands that much too high on the baseline of a smaller one."""
CELL = 12.2
"""Width of a cell in Textual's SVG, in its units."""
PIXELS = 12
"""Width of a cell in the picture: whole pixels, for cairo rounds each advance to them."""


def to_png(svg: Path, folder: Path) -> Path:
    """Write ``svg`` as a PNG into ``folder``; return its path."""
    text = _WEB_FONT.sub("", svg.read_text(encoding="utf-8"))
    text = _FAMILY.sub(f"font-family: '{FONT}';", text).replace("font-variant-east-asian: full-width;", "")
    text = _SIZE.sub(f"font-size: {2 * CELL}px;", text)
    text = _BASELINE.sub(lambda found: f'y="{float(found[1]) + _LOWER:g}" textLength', text)
    target = folder / f"{svg.stem}.png"
    cairosvg.svg2png(bytestring=text.encode(), write_to=str(target), background_color="#000", scale=PIXELS / CELL)
    return target


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:]:
        print(to_png(Path(name), out))
