"""What the code says: templates inside ``say(...)`` and ``words(...)``, and Chinese that stands outside them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.words.kept import is_kept

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("fapiao", "ofd", "data", "printing", "screens", "tui")
SAID = "fapiao/said.py"
SAYING = frozenset({"say", "words"})
CHINESE = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]")
"""Ideographs and full-width punctuation; an ideographic blank alone says nothing."""
_LOOKING = frozenset(
    {"startswith", "endswith", "removeprefix", "removesuffix", "replace", "translate", "strip", "lstrip", "rstrip"}
    | {"split", "rsplit", "partition", "rpartition", "count", "find", "index", "get", "compile", "match", "fullmatch"}
    | {"search", "sub", "escape", "after", "value"}
)
"""Methods that look for a text in another one; what they are given is never shown."""
_WRAPPED_KEYWORDS = frozenset({"cure", "help", "description", "meaning"})
_CURE = re.compile(r"cure|help|paragraph", re.IGNORECASE)
_LINES_OF_ANY_WIDTH = ("tui/commands/", "tui/arguments.py")
_WRAPPING = frozenset({"wrap", "wrapped", "paragraph"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template where the code says it."""

    template: str
    file: str
    line: int
    wrapped: bool
    """True for cures, help and paragraphs, which screens break into lines."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A text with Chinese that no catalogue can translate."""

    file: str
    node: ast.expr

    @property
    def shown(self) -> str:
        """Where it stands and what it says."""
        return f"{self.file}:{self.node.lineno}: {ast.unparse(self.node)[:60]}"


class Source:
    """One file of the program, walked with parents."""

    def __init__(self, path: Path, root: Path = ROOT) -> None:
        self.file = path.relative_to(root).as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)
        self._saying = SAYING if self.file == SAID else _imported(self.tree) & SAYING
        self._parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def sentences(self) -> Iterator[Sentence]:
        """Return what is said here. Raises ValueError for a template that is no literal: none can extract it."""
        for node in ast.walk(self.tree):
            if (
                not isinstance(node, ast.Call)
                or _called(node) not in self._saying
                or isinstance(node.func, ast.Attribute)
            ):
                continue
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield Sentence(first.value, self.file, node.lineno, self._is_wrapped(node))
            elif self.file != SAID:
                raise ValueError(f"{self.file}:{node.lineno}: the template is not a literal")

    def unsaid(self) -> Iterator[Unsaid]:
        """Return the texts with Chinese that are shown to somebody and not said."""
        for node in ast.walk(self.tree):
            if not _is_chinese(node) or self._is_inside_text(node) or self._is_docstring(node):
                continue
            if not self._is_said(node) and not self._is_looked_for(node) and not is_kept(self.file, self._names(node)):
                assert isinstance(node, ast.expr)
                yield Unsaid(self.file, node)

    def _above(self, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
        """Yield each parent with the child one came from."""
        while node in self._parents:
            parent = self._parents[node]
            yield parent, node
            node = parent

    def _is_inside_text(self, node: ast.AST) -> bool:
        return isinstance(self._parents.get(node), ast.JoinedStr)

    def _is_docstring(self, node: ast.AST) -> bool:
        return isinstance(self._parents.get(node), ast.Expr)

    def _is_said(self, node: ast.AST) -> bool:
        parent = self._parents.get(node)
        return (
            isinstance(parent, ast.Call)
            and isinstance(parent.func, ast.Name)
            and parent.func.id in self._saying
            and node in parent.args[:1]
        )

    def _is_looked_for(self, node: ast.AST) -> bool:
        for parent, child in self._above(node):
            if isinstance(parent, ast.Compare | ast.Set | ast.Subscript | ast.match_case):
                return True
            if isinstance(parent, ast.Dict):
                return child in parent.keys
            if isinstance(parent, ast.Call):
                looking = parent.args[:1] if _called(parent) == "get" else parent.args
                return isinstance(parent.func, ast.Attribute) and child in looking and _called(parent) in _LOOKING
            if isinstance(parent, ast.stmt):
                return False
        return False

    def _names(self, node: ast.AST) -> Iterator[str]:
        for parent, _ in self._above(node):
            if isinstance(parent, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                yield parent.name
            elif isinstance(parent, ast.Assign | ast.AnnAssign):
                targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
                yield from (target.id for target in targets if isinstance(target, ast.Name))

    def _is_wrapped(self, node: ast.AST) -> bool:
        if self.file.startswith(_LINES_OF_ANY_WIDTH):
            return True
        for parent, child in self._above(node):
            if isinstance(parent, ast.keyword) and parent.arg:
                return bool(_CURE.search(parent.arg)) or parent.arg in _WRAPPED_KEYWORDS
            if isinstance(parent, ast.Call) and child in parent.args:
                raised = isinstance(self._parents.get(parent), ast.Raise | ast.Return) or _called(parent) == "__init__"
                place = parent.args.index(child)
                return (
                    _called(parent) in _WRAPPING
                    or (_called(parent) == "Finding" and place == 3)
                    or (raised and place == 1 and _called(parent) not in {"Finding", "DeviceStatus"})
                )
            if isinstance(parent, ast.Assign):
                return any(isinstance(t, ast.Name) and _CURE.search(t.id) is not None for t in parent.targets)
        return False


def _imported(tree: ast.Module) -> set[str]:
    """Return what the file takes from :mod:`fapiao.said`; another ``words`` is another word."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "fapiao.said")
    return {alias.name for node in found for alias in node.names}


def _called(call: ast.Call) -> str:
    function = call.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _is_chinese(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        texts = [str(part.value) for part in node.values if isinstance(part, ast.Constant)]
        # 2025年03月07日 is how invoices write a day, in any language.
        return any(CHINESE.search(text) for text in texts) and not set("".join(texts)) <= set("年月日")
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value) is not None


def sources(root: Path = ROOT) -> Iterator[Source]:
    """Return the files of the program, in order."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            yield Source(path, root)
