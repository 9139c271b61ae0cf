"""An OFD written anew with every XML in plain UTF-8, for readers that know no other encoding."""

from __future__ import annotations

import io
import zipfile

from ofd.package import Package
from ofd.refused import Refused
from ofd.text import declared, plain


def in_utf8(package: Package) -> bytes | None:
    """Return the package with its XML in UTF-8; None where it already is."""
    changed = {name: new for name, old in package.members.items() if (new := _rewritten(name, old)) is not old}
    if not changed:
        return None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in (package.members | changed).items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def _rewritten(name: str, data: bytes) -> bytes:
    if not name.casefold().endswith(".xml") or _is_utf8(data):
        return data
    try:
        return plain(data).encode()
    except (Refused, UnicodeError):
        return data


def _is_utf8(data: bytes) -> bool:
    """Tell whether it is UTF-8 and does not say that it is something else."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return 0 not in data[:2] and declared(data) in {"", "utf-8", "utf8"}
