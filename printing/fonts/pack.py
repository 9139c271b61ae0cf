"""The optional pack of rare characters: fonts in a folder of the site, asked after all vendored ones."""

import os
from functools import cache
from importlib.resources import files
from pathlib import Path

FOLDER = "FAPIAO_FONTS"
"""Environment variable with the folder that ``scripts/build_fonts.py --rare`` made."""
_OWN = "rare"


@cache
def rare() -> dict[str, Path]:
    """Return the fonts of the pack by name, in the order of their file names; none where there is no pack."""
    folder = Path(os.environ.get(FOLDER) or str(files("printing.fonts").joinpath(_OWN)))
    try:
        found = sorted(folder.glob("*.ttf"))
    except OSError:
        return {}
    return {f"{_OWN}-{file.stem}": file for file in found}
