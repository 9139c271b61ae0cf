"""Where one can go, as data, and the words typed for it. ``screens/navigator.py`` knows how to get there.

A place holds what is needed to come there: numbers, ids, an order in hand. It holds no screen and no service.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fapiao.identity import split_full
from fapiao.said import say

if TYPE_CHECKING:
    from fapiao.paper import Paper
    from fapiao.people import Session
    from fapiao.reprint import Reason
    from fapiao.stored import RecordFilter
    from fapiao.usecases.invoices.inspect import Inspection
    from fapiao.usecases.paper.order import Order


@dataclass(frozen=True)
class Place:
    """Somewhere to go."""


@dataclass(frozen=True)
class Home(Place):
    """The home screen, alone."""


@dataclass(frozen=True)
class NewPassword(Place):
    """A password of one's own, before anything else."""


@dataclass(frozen=True)
class Help(Place):
    """Keys, commands, questions."""


@dataclass(frozen=True)
class Menu(Place):
    """The digit menu over the screen that is there."""


@dataclass(frozen=True)
class Find(Place):
    """The search with ``text`` on its line. With ``picks`` it answers with full numbers instead of adding them itself."""

    text: str = ""
    picks: bool = False


@dataclass(frozen=True)
class Import(Place):
    """Files taken in."""


@dataclass(frozen=True)
class Verify(Place):
    """One invoice to be checked and printed: a full number, or what a person typed for it."""

    number: str
    reason: Reason | None = None
    digit: str = ""
    """The reason by its digit, as typed."""


@dataclass(frozen=True)
class Last(Place):
    """The invoice that this desk printed last, to be checked and printed."""


@dataclass(frozen=True)
class Why(Place):
    """The verdict in full on the invoice that was typed."""

    number: str


@dataclass(frozen=True)
class SetAside(Place):
    """The invoice that was typed, to be set aside or taken back."""

    number: str


@dataclass(frozen=True)
class Findings(Place):
    """A verdict that is at hand, in full."""

    seen: Inspection


@dataclass(frozen=True)
class Compare(Place):
    """An invoice beside its original in hand."""

    seen: Inspection


@dataclass(frozen=True)
class Preview(Place):
    """The face of an order."""

    order: Order
    seen: Inspection


@dataclass(frozen=True)
class Save(Place):
    """The electronic copy, into a folder."""

    seen: Inspection


@dataclass(frozen=True)
class Printing(Place):
    """An order on its way to paper."""

    order: Order
    seen: Inspection


@dataclass(frozen=True)
class Settings(Place):
    """Print settings: of ``order``, which comes back changed; without one, of this desk."""

    order: Order | None = None
    seen: Inspection | None = None


@dataclass(frozen=True)
class Layout(Place):
    """A printer's own layout, shown by ``number`` or the newest invoice."""

    printer: str
    paper: Paper
    number: str = ""


@dataclass(frozen=True)
class Wizard(Place):
    """The offset wizard of a printer and paper."""

    printer: str
    paper: Paper


@dataclass(frozen=True)
class Batches(Place):
    """The batches that matter now."""


@dataclass(frozen=True)
class Batch(Place):
    """One batch, or a new one; ``sentence`` is said first."""

    id: int | None = None
    sentence: str = ""


@dataclass(frozen=True)
class Manifest(Place):
    """The manifest of a batch."""

    batch_id: int


@dataclass(frozen=True)
class Records(Place):
    """The history."""


@dataclass(frozen=True)
class Record(Place):
    """The record of one paper."""

    reprint_id: int


@dataclass(frozen=True)
class Scan(Place):
    """Scans of one paper."""

    reprint_id: int


@dataclass(frozen=True)
class Export(Place):
    """Records as a table."""

    where: RecordFilter


@dataclass(frozen=True)
class Worklist(Place):
    """What waits for a person."""


@dataclass(frozen=True)
class Day(Place):
    """The day in figures."""


@dataclass(frozen=True)
class Slip(Place):
    """Is this paper ours? By the code on it."""

    text: str


@dataclass(frozen=True)
class Language(Place):
    """The same place in ``language``, or in the other one."""

    language: str = ""


@dataclass(frozen=True)
class SignedOut(Place):
    """Nobody's desk: the session is ended."""


@dataclass(frozen=True)
class SignedIn(Place):
    """Somebody's desk: home, or a password of one's own first."""

    session: Session
    must_change: bool = False


@dataclass(frozen=True)
class Command:
    """A word that works on the line of every screen."""

    shown: str
    """As help and README show it."""
    meaning: str
    place: Callable[..., Place]
    """Its arguments, as typed, to the place."""
    word: str = ""
    """Typed first, in any case; empty = the line itself is the argument."""
    arity: tuple[int, ...] = (0,)
    """How many arguments it takes."""
    for_anybody: bool = False
    """True where nobody need be signed in."""


COMMANDS: tuple[Command, ...] = (
    Command(say("号码"), say("打开这张发票（20 位、代码加号码、末 6 位都可以）"), Verify, arity=(1,)),
    Command(say("扫码"), say("打开这张发票，任何画面都可以"), Verify, arity=(1,)),
    Command("RL", say("打开最近一张"), Last, "RL"),
    Command(
        say("R 号码 3"),
        say("打开这张发票并选原因 3"),
        lambda number, digit="": Verify(number, digit=digit),
        "R",
        (1, 2),
    ),
    Command(say("W 号码"), say("为什么能打、不能打"), Why, "W", (1,)),
    Command(say("X 号码"), say("搁置或取回这张发票"), SetAside, "X", (1,)),
    Command("B", say("批量补打"), Batches, "B"),
    Command("H", say("补打记录"), Records, "H"),
    Command("Z", say("日报与账本"), Day, "Z"),
    Command("LANG", say("换语言（LANG en、LANG zh）"), Language, "LANG", (0, 1), for_anybody=True),
)
"""What the input line takes from any screen: keys, help, README and the digit menu come from here."""
_BY_WORD = {command.word: command for command in COMMANDS if command.word}


def place_of(line: str, *, signed_in: bool = True) -> Place | None:
    """Return where ``line`` leads from any screen: a command word with its arguments, or a whole number; else None."""
    typed: Sequence[str] = line.split()
    if not typed:
        return None
    if split_full(line) is not None:
        return Verify(line) if signed_in else None
    command = _BY_WORD.get(typed[0].upper())
    if command is None or len(typed) - 1 not in command.arity or not (signed_in or command.for_anybody):
        return None
    return command.place(*typed[1:])
