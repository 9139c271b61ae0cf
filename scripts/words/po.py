"""The catalogue as a file: .po for people, .mo for gettext; both come out the same from the same sentences."""

from __future__ import annotations

import ast
import re
import struct
from pathlib import Path

_HEAD = (
    "Project-Id-Version: fapiao-desk\n"
    "Language: {language}\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
)
_ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', re.MULTILINE)
_MAGIC = 0x950412DE


def read_po(text: str) -> dict[str, str]:
    """Return template to translation, without the head; an empty translation is one that is missing."""
    found = {_unquoted(template): _unquoted(said) for template, said in _ENTRY.findall(text)}
    found.pop("", None)
    return found


def write_po(language: str, sentences: dict[str, tuple[str, str]]) -> str:
    """Return the file; ``sentences`` is template to where it is said and its translation, kept in that order."""
    parts = [
        'msgid ""\nmsgstr ""\n' + "".join(f"{_quoted(line)}\n" for line in _lines(_HEAD.format(language=language)))
    ]
    for template, (where, said) in sentences.items():
        parts.append(f"#: {where}\nmsgid {_quoted(template)}\nmsgstr {_quoted(said)}\n")
    return "\n".join(parts)


def mo_bytes(language: str, translations: dict[str, str]) -> bytes:
    """Return the compiled catalogue, without the sentences that are missing."""
    pairs = sorted({"": _HEAD.format(language=language)} | {k: v for k, v in translations.items() if v}).copy()
    texts = {"": _HEAD.format(language=language)} | translations
    keys = [key.encode() for key in pairs]
    values = [texts[key].encode() for key in pairs]
    first = 7 * 4 + 2 * 8 * len(keys)
    offsets, at = [], first
    for part in (*keys, *values):
        offsets.append(struct.pack("<II", len(part), at))
        at += len(part) + 1
    head = struct.pack("<7I", _MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
    return head + b"".join(offsets) + b"".join(part + b"\0" for part in (*keys, *values))


def compiled(po: Path) -> Path:
    """Return where the compiled form of ``po`` stands."""
    return po.with_suffix(".mo")


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _unquoted(lines: str) -> str:
    return "".join(str(ast.literal_eval(line)) for line in lines.splitlines())
