"""python-escpos' Dummy, imported without the traces that its import leaves.

Importing it makes a folder under the system's temporary folder that nobody removes, and gives the root logger a handler
that writes to the terminal. Both are undone here, in the one place that imports it.
"""

import importlib
import logging
import tempfile
from functools import cache
from typing import Any


@cache
def _library() -> Any:
    root = logging.getLogger()
    handlers = list(root.handlers)
    previous = tempfile.tempdir
    try:
        with tempfile.TemporaryDirectory() as folder:
            tempfile.tempdir = folder
            return importlib.import_module("escpos.printer")
    finally:
        tempfile.tempdir = previous
        root.handlers[:] = handlers


def new() -> Any:
    """Return a Dummy: a printer that only gathers the bytes sent to it, in ``output``. The first call takes 0.2 s."""
    return _library().Dummy()
