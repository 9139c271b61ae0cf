"""The layout model: one TOML file per face, compiled once, placed per invoice into a display list."""

from pathlib import Path


def check(path: Path) -> tuple[str, ...]:
    """Return warnings about the layout or overlay file ``path``. Raises BadInput naming file and line."""
    from printing.layout.checkfile import check_file

    return check_file(path)
