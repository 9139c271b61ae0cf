"""The objects of a font in a PDF: one Type 0 font with the glyphs that a document draws (PDF 32000-1, 9.7 and 9.10)."""

import zlib
from collections.abc import Iterable

from printing.fonts.faces import FACES
from printing.pdf.cidfont import CidFont, cid_font
from printing.pdf.file import PdfFile, deflated
from printing.pdf.operators import resource

_LEVEL = 1
"""Outlines hardly get smaller by more work."""
_DEFAULT = 1000
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
_MAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_MAP_BLOCK = 100
"""Entries that one block may hold."""


def add_font(file: PdfFile, name: str, glyphs: Iterable[str]) -> int:
    """Add the font ``name`` with ``glyphs``, each as the character of its number; return the number of the font."""
    font = cid_font(name)
    codes = sorted(map(ord, glyphs))
    data = font.subset(codes)
    program = file.add_stream(deflated(data, _LEVEL), f"/Length1 {len(data)}")
    base = f"{_tag(codes)}+{FACES.get(name, resource(name)).replace(' ', '')}"
    source = font.source
    ascent, descent = (round(part * 1000 / source.em) for part in (source.ascent, source.descent))
    box = " ".join(str(round(part * 1000 / source.em)) for part in source.box)
    descriptor = file.add(
        f"<< /Type /FontDescriptor /FontName /{base} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 /Ascent {ascent} "
        f"/Descent {descent} /CapHeight {ascent} /StemV 80 /FontFile2 {program} 0 R >>"
    )
    below = file.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{base} /FontDescriptor {descriptor} 0 R /DW {_DEFAULT} "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap /Identity "
        f"/W [{_widths(font, codes)}] >>"
    )
    meanings = file.add_stream(deflated(_meanings(font, codes).encode("ascii"), _LEVEL))
    return file.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /Identity-H /DescendantFonts [{below} 0 R] "
        f"/ToUnicode {meanings} 0 R >>"
    )


def _tag(codes: list[int]) -> str:
    """Return six letters that differ where the glyphs do."""
    rest = zlib.crc32(",".join(map(str, codes)).encode("ascii"))
    return "".join(_LETTERS[rest // 26**n % 26] for n in range(6))


def _widths(font: CidFont, codes: list[int]) -> str:
    widths = ((code, font.width(code)) for code in codes)
    return " ".join(f"{code} [{width:.7g}]" for code, width in widths if width != _DEFAULT)


def _meanings(font: CidFont, codes: list[int]) -> str:
    """Return the map from glyphs to characters."""
    entries = [
        f"<{code:04x}> <{chr(font.characters[code]).encode('utf-16-be').hex()}>\n"
        for code in codes
        if code in font.characters
    ]
    blocks = [entries[at : at + _MAP_BLOCK] for at in range(0, len(entries), _MAP_BLOCK)]
    return _MAP_HEAD + "".join(f"{len(b)} beginbfchar\n{''.join(b)}endbfchar\n" for b in blocks) + _MAP_TAIL
