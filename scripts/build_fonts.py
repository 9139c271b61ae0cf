"""Build the vendored font subsets of ``printing/fonts/`` from their public sources.

Sources, fetched through the ordinary clients of this machine (``npm``, ``apt-get``):

* Song style: Noto Serif SC (SIL OFL 1.1), npm ``@expo-google-fonts/noto-serif-sc``
* Kai style: LXGW WenKai (SIL OFL 1.1), Debian ``fonts-lxgw-wenkai``
* Symbols: Noto Sans Symbols 2 (SIL OFL 1.1), npm ``@expo-google-fonts/noto-sans-symbols-2``
* Mono style: Liberation Mono (SIL OFL 1.1), Debian ``fonts-liberation2``
* rare characters (only with ``--rare``): the rest of the first two, and HanaMin (its own free licence or SIL OFL 1.1),
  Debian ``fonts-hanazono``
* characters: GB 2312 and GBK from the codecs, 通用规范汉字表 from Debian ``unicode-data`` (Unihan kTGH)

Needs ``fonttools``, which the product itself does not::

    python scripts/build_fonts.py [--sources FOLDER] [--rare FOLDER]

With ``--rare`` the pack of rare characters is written there too: Extensions A and B and what else the sources have. It is
too large to ship; a site points ``FAPIAO_FONTS`` to the folder.

With ``--sources`` already fetched packages in that folder are used again. The reserved names
of the sources do not appear in the results, as their licence asks; the licence texts are
written beside the fonts.
"""

import argparse
import bz2
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "printing" / "fonts"

NPM_PACKAGES = {
    "noto-serif-sc": "@expo-google-fonts/noto-serif-sc@0.4.3",
    "noto-sans-symbols-2": "@expo-google-fonts/noto-sans-symbols-2@0.4.1",
}
DEBIAN_PACKAGES = ("fonts-lxgw-wenkai", "fonts-liberation2", "unicode-data")

SONG_MEMBER = "package/400Regular/NotoSerifSC_400Regular.ttf"
SYMBOLS_MEMBER = "package/400Regular/NotoSansSymbols2_400Regular.ttf"
HANA_FILES = ("HanaMinA", "HanaMinB")
HANA_FOLDER = "usr/share/fonts/truetype/hanazono"
NPM_LICENCE = "package/LICENSE_FONT"
KAI_FILE = "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
MONO_FILE = "usr/share/fonts/truetype/liberation2/LiberationMono-Regular.ttf"
UNIHAN_FILE = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"

_TGH_LINE = re.compile(r"U\+([0-9A-F]+)\tkTGH\t")

RARE_NAMES = "㛃䶮𬭎𫖯㭎㼆䥽𠅤𬱖𫍣𬍛𪨶𬸚𬞟𬬮𫓧𬇙𬎆鿍"

LATIN_BLOCKS = ((0x0020, 0x007E), (0x00A0, 0x017F), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF))
EXTRA_SYMBOL_BLOCKS = ((0x2300, 0x23FF), (0x2400, 0x2426), (0x2580, 0x27BF), (0x2B00, 0x2BFF))
"""Drawn by the symbol font alone where the text fonts lack them."""

SYMBOL_BLOCKS = (
    (0x0020, 0x007E),
    (0x00A0, 0x017F),
    (0x0391, 0x03C9),
    (0x0401, 0x0451),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x20A0, 0x20BF),
    (0x2100, 0x214F),
    (0x2150, 0x218B),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x2300, 0x23FF),
    (0x2460, 0x24FF),
    (0x2500, 0x257F),
    (0x2580, 0x259F),
    (0x25A0, 0x25FF),
    (0x2600, 0x267F),
    (0x3000, 0x303F),
    (0x3040, 0x30FF),
    (0x3105, 0x312F),
    (0x3200, 0x33FF),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFFE6),
)


def fetch(folder: Path, debian_packages: tuple[str, ...] = DEBIAN_PACKAGES) -> None:
    """Put the source packages into *folder*, keeping those that are already there."""
    for name, package in NPM_PACKAGES.items():
        if not list(folder.glob(f"*{name}-[0-9]*.tgz")):
            subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
    for package in debian_packages:
        if not list(folder.glob(f"{package}_*.deb")):
            subprocess.run(["apt-get", "download", "-qq", package], cwd=folder, check=True)
        deb = next(folder.glob(f"{package}_*.deb"))
        unpacked = folder / f"x-{package}"
        if not unpacked.exists():
            subprocess.run(["dpkg-deb", "-x", str(deb), str(unpacked)], check=True)


def standard_characters(folder: Path) -> set[int]:
    """Return the 8,105 code points of 通用规范汉字表 (Unihan property kTGH)."""
    with bz2.open(folder / "x-unicode-data" / UNIHAN_FILE, "rt", encoding="utf-8") as lines:
        found = (_TGH_LINE.match(line) for line in lines)
        return {int(match[1], 16) for match in found if match}


def characters_in(codec: str) -> set[int]:
    """Return every code point beyond ASCII that ``codec`` (gb2312, gbk) can write."""
    found = set()
    for code in range(0x80, 0xFFFF):
        try:
            chr(code).encode(codec)
        except UnicodeEncodeError:
            continue
        found.add(code)
    return found


def common_characters(folder: Path) -> set[int]:
    """Return the characters both Chinese subsets carry, as far as their source has them."""
    symbols = characters_of(SYMBOL_BLOCKS)
    return symbols | characters_in("gb2312") | standard_characters(folder) | {ord(c) for c in RARE_NAMES}


def rename(font: TTFont, family: str) -> None:
    """Give *font* the name *family* everywhere, leaving copyright and licence as they are."""
    post_script = family.replace(" ", "")
    names = {1: family, 2: "Regular", 3: f"{post_script}-Regular", 4: family, 6: f"{post_script}-Regular"}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in {0, 5, 13, 14}]
    for name_id, text in names.items():
        table.setName(text, name_id, 3, 1, 0x409)
        table.setName(text, name_id, 1, 0, 0)


def build(source: Path, family: str, characters: set[int], target: Path) -> int:
    """Write the renamed subset of *source* to *target*; return how many code points it maps."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["vhea", "vmtx", "BASE", "VORG", "GSUB", "GPOS", "GDEF", "DSIG", "STAT"]
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    rename(font, family)
    font.save(target)
    return len(font.getBestCmap())


def write(source: Path, family: str, characters: set[int], licence: str, target: Path) -> None:
    """Build one subset with its licence beside it, and tell its size."""
    mapped = build(source, family, characters, target)
    target.with_suffix(".LICENSE.txt").write_text(licence.rstrip() + "\n", encoding="utf-8")
    print(f"{target.name}: {mapped} characters, {target.stat().st_size / 1e6:.2f} MB")


def write_rare(folder: Path, target: Path, song: Path, song_licence: str) -> None:
    """Write the pack: each font holds what those before it lack, the nearest to the face first."""
    target.mkdir(parents=True, exist_ok=True)
    done = {code for name in ("song", "more", "symbols") for code in TTFont(TARGET / f"{name}.ttf").getBestCmap()}
    hana = folder / "x-fonts-hanazono" / HANA_FOLDER
    kai = folder / "x-fonts-lxgw-wenkai" / KAI_FILE
    sources = [
        ("1-song", "Fapiao Rare Song", song, song_licence),
        ("2-kai", "Fapiao Rare Kai", kai, debian_licence(folder, "fonts-lxgw-wenkai")),
    ]
    for n, name in enumerate(HANA_FILES, 3):
        licence = debian_licence(folder, "fonts-hanazono")
        sources.append((f"{n}-{name.lower()}", f"Fapiao Rare {n}", hana / f"{name}.ttf", licence))
    for name, family, source, licence in sources:
        wanted = {code for code in TTFont(source).getBestCmap() if is_han(code)} - done
        write(source, family, wanted, licence, target / f"{name}.ttf")
        done |= wanted


def is_han(code: int) -> bool:
    """Tell whether ``code`` is a Chinese character or a part of one."""
    blocks = ((0x2E80, 0x2FDF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
    return any(first <= code <= last for first, last in blocks)


def debian_licence(folder: Path, package: str) -> str:
    """Return the copyright file of *package*, which holds the whole licence."""
    return (folder / f"x-{package}/usr/share/doc/{package}/copyright").read_text(encoding="utf-8")


def unpack(folder: Path, package: str, member: str) -> tuple[Path, str]:
    """Return the font file and the licence text of an npm package."""
    archive_path = next(folder.glob(f"*{package}-[0-9]*.tgz"))
    target = folder / Path(member).name
    with tarfile.open(archive_path) as archive:
        font, licence = archive.extractfile(member), archive.extractfile(NPM_LICENCE)
        if font is None or licence is None:
            raise SystemExit(f"{archive_path.name} lacks {member} or {NPM_LICENCE}")
        target.write_bytes(font.read())
        return target, licence.read().decode("utf-8")


def characters_of(blocks: tuple[tuple[int, int], ...]) -> set[int]:
    """Return every code point of ``blocks``."""
    return {code for first, last in blocks for code in range(first, last + 1)}


def main() -> None:
    """Fetch, subset, rename and write fonts and licences."""
    parser = argparse.ArgumentParser(description="Build the vendored font subsets.")
    parser.add_argument("--sources", type=Path, help="folder for the fetched packages")
    parser.add_argument("--rare", type=Path, help="folder for the pack of rare characters")
    arguments = parser.parse_args()
    chosen = arguments.sources
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        fetch(folder, DEBIAN_PACKAGES + (("fonts-hanazono",) if arguments.rare else ()))
        common = common_characters(folder)
        song, song_licence = unpack(folder, "noto-serif-sc", SONG_MEMBER)
        symbols, symbols_licence = unpack(folder, "noto-sans-symbols-2", SYMBOLS_MEMBER)
        kai = folder / "x-fonts-lxgw-wenkai" / KAI_FILE
        mono = folder / "x-fonts-liberation2" / MONO_FILE
        jobs = (
            ("song", "Fapiao Song", song, common, song_licence),
            ("more", "Fapiao Song More", song, characters_in("gbk") - common, song_licence),
            ("kai", "Fapiao Kai", kai, common, debian_licence(folder, "fonts-lxgw-wenkai")),
            ("mono", "Fapiao Mono", mono, characters_of(LATIN_BLOCKS), debian_licence(folder, "fonts-liberation2")),
            ("symbols", "Fapiao Symbols", symbols, characters_of(EXTRA_SYMBOL_BLOCKS), symbols_licence),
        )
        for name, family, source, characters, licence in jobs:
            write(source, family, characters, licence, TARGET / f"{name}.ttf")
        if arguments.rare:
            write_rare(folder, arguments.rare, song, song_licence)


if __name__ == "__main__":
    main()
