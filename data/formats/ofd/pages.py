"""What the pages of an OFD say, read by ofdkit in the child process: a small file can hold minutes of work for it."""

from __future__ import annotations

from typing import Any

import ofdkit  # type: ignore[import-untyped]

from data.formats.sandbox.limits import OFD_PAGES

_MOST_RUNS = 20_000


def read(data: bytes) -> dict[str, Any]:
    """Return pages of runs ``[text, x, y, size, width, object id, from template]`` and the document's own data."""
    try:
        document = ofdkit.open(data)
    except (ofdkit.OFDError, ValueError, OSError):
        return {"error": "damaged"}
    pages = []
    for page in document.pages[:OFD_PAGES]:
        try:
            runs = [
                [r.text, r.x, r.y, r.size, r.width, r.object_id or "", r.from_template] for r in page.runs[:_MOST_RUNS]
            ]
            pages.append({"id": page.id or "", "top": page.box[1], "height": page.height, "runs": runs})
        except (ofdkit.OFDError, ValueError):
            pages.append({"id": page.id or "", "top": 0.0, "height": 0.0, "runs": []})
    return {"pages": pages, "custom": dict(document.info.custom_data)}
