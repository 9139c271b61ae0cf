"""``python -m scripts.words update`` brings the catalogue up to the code; ``check`` says what is wrong with it."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.words.check import faults
from scripts.words.found import ROOT, Sentence, sources
from scripts.words.po import compiled, mo_bytes, read_po, write_po

LANGUAGE = "en"
CATALOGUE = ROOT / "fapiao" / "locale" / LANGUAGE / "LC_MESSAGES" / "fapiao.po"


def main(arguments: list[str]) -> int:
    """Run one word; a second argument names another catalogue. Returns the exit code."""
    word, *rest = arguments or ["check"]
    catalogue = Path(rest[0]) if rest else CATALOGUE
    found = list(sources())
    said = [sentence for source in found for sentence in source.sentences()]
    known = read_po(catalogue.read_text(encoding="utf-8")) if catalogue.exists() else {}
    if word == "update":
        _update(catalogue, said, known)
        return 0
    wrong = [*(unsaid.shown + " is not said" for source in found for unsaid in source.unsaid()), *faults(said, known)]
    if not compiled(catalogue).is_file() or compiled(catalogue).read_bytes() != mo_bytes(LANGUAGE, known):
        wrong.append(f"{compiled(catalogue).name} is not what the .po says: make words")
    print("\n".join([*wrong, f"{len(known)} sentences, {len(wrong)} faults"]))
    return 1 if wrong else 0


def _update(catalogue: Path, said: list[Sentence], known: dict[str, str]) -> None:
    where: dict[str, str] = {}
    for sentence in said:
        where.setdefault(sentence.template, sentence.file)
    kept = {template: known.get(template, "") for template in where}
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    text = write_po(LANGUAGE, {template: (file, kept[template]) for template, file in where.items()})
    catalogue.write_text(text, encoding="utf-8")
    compiled(catalogue).write_bytes(mo_bytes(LANGUAGE, kept))
    print(f"{len(kept)} sentences, {sum(not said for said in kept.values())} without English")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
