"""Thousands of damaged files read: whatever is done to a file, it is read or refused, in bounded time and memory.

``python -m scripts.mutants [COUNT] [SEED]`` mutates the samples of ``tests/samples`` and prints what became of them.
"""

from __future__ import annotations

import io
import random
import re
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data.formats.readers import FileReaders
from data.formats.sandbox.parent import Sandbox
from fapiao.doubts.all import weight_of
from fapiao.invoice import Invoice
from fapiao.ports.readers import Reading
from fapiao.verdict import Level

SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "samples"
STRANGE = "文件内容异常"
"""Said where a reader met what it did not foresee: a fault of ours, not of the file."""
CRASHED = "文件已损坏或内容异常"
"""Said where a fork died or ran out of its limits."""

Judge = Callable[[Reading, str], bool]
"""Tells whether an accepted reading contradicts itself and no finding says so; it gets what was done to the file."""


@dataclass(slots=True)
class Figures:
    """What became of the files."""

    files: int = 0
    accepted: int = 0
    warned: int = 0
    """Accepted, with a finding that warns."""
    contradictions: int = 0
    """Accepted without the finding that a judge misses."""
    strange: int = 0
    raised: int = 0
    slowest: float = 0.0
    """Seconds of wall for one file."""
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    """The first files that went wrong: sample, kind of damage, number."""

    def lines(self, seconds: float) -> Iterator[str]:
        """Yield the table."""
        yield f"files {self.files}, accepted {self.accepted} (warned {self.warned}), refused {sum(self.refused.values())}"
        yield f"tracebacks {self.raised}, unforeseen {self.strange}, accepted contradictions {self.contradictions}"
        yield f"slowest {self.slowest:.2f} s, all {seconds:.0f} s, {self.files / max(seconds, 0.001):.0f} files/s"
        for who, name in ((resource.RUSAGE_SELF, "reader"), (resource.RUSAGE_CHILDREN, "child and forks")):
            yield f"most memory of {name}: {resource.getrusage(who).ru_maxrss // 1024} MiB"
        yield from (f"{count:6} {message}" for message, count in self.refused.most_common(12))
        yield from (f"fault: {fault}" for fault in self.faults[:10])


def mutated(name: str, data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Return what was done to a sample, and the damaged file."""
    kinds: list[Callable[[bytes, random.Random], bytes]] = [_flipped, _cut, _doubled]
    if name.endswith(".xml"):
        kinds += [_other_figure, _without_element, _other_figure]
    if name.endswith(".ofd"):
        kinds += [_swapped, _member_damaged, _member_damaged, _member_edited, _member_edited]
    kind = chance.choice(kinds)
    return kind.__name__.strip("_"), kind(data, chance)


def run(count: int, seed: int, readers: FileReaders, judge: Judge | None = None) -> Figures:
    """Read ``count`` damaged files. Nothing is raised; what was is counted."""
    samples = [p for kind in ("xml", "ofd", "pdf") for p in sorted((SAMPLES / kind).iterdir())]
    whole = {path.name: path.read_bytes() for path in samples}
    chance, figures = random.Random(seed), Figures()
    for number in range(count):
        name = chance.choice(list(whole))
        damage, data = mutated(name, whole[name], chance)
        _count(figures, readers, name, data, f"{name} {damage} {number}", judge)
    return figures


def silent(readers: FileReaders) -> Judge:
    """Return what tells a figure that is another than in the sample and that no finding and no doubt speaks of."""
    true: dict[str, set[tuple[object, ...]]] = {}
    for path in (p for kind in ("xml", "ofd", "pdf") for p in (SAMPLES / kind).iterdir()):
        read = readers.read(path.name, path.read_bytes())
        true[path.name] = {_facts(reading.invoice) for reading in read if reading.invoice is not None}

    def judge(reading: Reading, what: str) -> bool:
        invoice = reading.invoice
        if invoice is None or _facts(invoice) in true[what.partition(" ")[0]] or weight_of(invoice) is not None:
            return False
        return not any(finding.level is not Level.INFO for finding in reading.findings)

    return judge


def _facts(invoice: Invoice) -> tuple[object, ...]:
    """Return the facts that others of the same invoice vouch for: its number, its sums and the amounts of its lines."""
    lines = [(line.amount, line.tax.value) for line in invoice.lines or ()]
    return invoice.full_no, invoice.net, invoice.tax, invoice.gross, tuple(lines)


def _count(figures: Figures, readers: FileReaders, name: str, data: bytes, what: str, judge: Judge | None) -> None:
    began = time.perf_counter()
    try:
        found = list(readers.read(name, data))
    except Exception as error:  # noqa: BLE001 - it is what is looked for
        figures.raised += 1
        figures.faults.append(f"{what}: {type(error).__name__}")
        return
    figures.files += 1
    figures.slowest = max(figures.slowest, time.perf_counter() - began)
    for reading in found:
        if reading.error is not None:
            message = str(reading.error.message)
            figures.refused[re.sub(r"“[^”]*”|\d+", "…", message)[:40]] += 1
            if message.startswith(STRANGE):
                figures.strange += 1
                figures.faults.append(what)
        elif reading.invoice is not None:
            figures.accepted += 1
            figures.warned += any(f.level.value != "info" for f in reading.findings)
            if judge and judge(reading, what):
                figures.contradictions += 1
                figures.faults.append(f"{what}: another figure, and nobody says so")


def _flipped(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 4, 64))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    start, length = chance.randrange(len(data)), chance.randrange(1, 4096)
    return data[:start] + data[start : start + length] * 2 + data[start + length :]


def _other_figure(data: bytes, chance: random.Random) -> bytes:
    """Change one digit of one figure between tags."""
    places = [m.start(1) + i for m in re.finditer(rb">([0-9][0-9.,-]{0,40})<", data) for i in range(len(m[1]))]
    digits = [place for place in places if data[place : place + 1].isdigit()]
    if not digits:
        return _flipped(data, chance)
    place = chance.choice(digits)
    other = (data[place] - 48 + chance.randrange(1, 10)) % 10 + 48
    return data[:place] + bytes([other]) + data[place + 1 :]


def _without_element(data: bytes, chance: random.Random) -> bytes:
    leaves = list(re.finditer(rb"<([A-Za-z:-]{1,60})>[^<]{0,4000}</\1>", data))
    if not leaves:
        return _cut(data, chance)
    leaf = chance.choice(leaves)
    return data[: leaf.start()] + data[leaf.end() :]


def _swapped(data: bytes, chance: random.Random) -> bytes:
    """Let two members of a zip change places."""
    members = _members(data)
    if len(members) < 2:
        return _flipped(data, chance)
    first, second = chance.sample(sorted(members), 2)
    return _zipped(members | {first: members[second], second: members[first]})


def _member_damaged(data: bytes, chance: random.Random) -> bytes:
    return _one_member(data, chance, chance.choice((_flipped, _cut, _doubled)))


def _member_edited(data: bytes, chance: random.Random) -> bytes:
    return _one_member(data, chance, chance.choice((_other_figure, _without_element)))


def _one_member(data: bytes, chance: random.Random, change: Callable[[bytes, random.Random], bytes]) -> bytes:
    members = _members(data)
    names = [name for name in sorted(members) if members[name]]
    if not names:
        return _flipped(data, chance)
    name = chance.choice(names)
    return _zipped(members | {name: change(members[name], chance)})


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def main() -> int:
    """Mutate and tell; 1 where anything went wrong."""
    count, seed = (int(a) if a else d for a, d in zip([*sys.argv[1:3], "", ""][:2], (20_000, 1), strict=True))
    sandbox, began = Sandbox(), time.perf_counter()
    readers = FileReaders(sandbox)
    figures = run(count, seed, readers, silent(readers))
    sandbox.close()
    print("\n".join(figures.lines(time.perf_counter() - began)))
    return 1 if figures.raised or figures.strange or figures.contradictions else 0


if __name__ == "__main__":
    sys.exit(main())
