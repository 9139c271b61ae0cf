"""``contains(column, piece)`` in SQL, the same on both engines: no wildcards, no case rules of LIKE."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Position(FunctionElement[int]):
    """Where the second text begins in the first, from 1; 0 where it does not occur."""

    type = Integer()
    inherit_cache = True


@compiles(_Position, "sqlite")
def _sqlite(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"instr({compiler.process(element.clauses, **kw)})"


@compiles(_Position, "postgresql")
def _postgresql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **kw)})"


def contains(column: ColumnElement[str], piece: ColumnElement[str]) -> ColumnElement[bool]:
    """``piece`` occurs in ``column``, character by character."""
    return _Position(column, piece) > 0
