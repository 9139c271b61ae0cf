"""Whatever becomes of the lines of a batch, a resume prints exactly what is missing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from batchdesk import Pile, deal, number
from desk import Desk, copy_store
from facts import an_invoice
from fapiao.batch import LineState
from fapiao.invoice import Status
from fapiao.reprint import Seen
from fapiao.usecases.batch.manifest import check_manifest, manifest
from fapiao.usecases.paper.settle import answer

W, G = LineState.WAITING, LineState.GOOD


FATES = ("good", "handed", "empty", "clean", "unknown", "poor", "gone", "void")


"""What may happen to a line: its printer's answer, or what a person sees of a paper that came out; or a rule."""


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=st.lists(st.sampled_from(FATES), min_size=1, max_size=8))
def test_whatever_becomes_of_the_lines_resume_prints_exactly_what_is_missing_in_order(prepared, fates):
    with TemporaryDirectory() as folder:
        desk = Desk.at(copy_store(prepared, Path(folder)))
        try:
            pile = Pile(desk, len(fates))
            for seq in (n for n, fate in enumerate(fates, 1) if fate == "void"):
                desk.put(an_invoice(number(seq)), Status.VOID)
            live_through(pile, fates)
            sent = pile.printed()
            wanted = [seq for seq, fate in enumerate(fates, 1) if lacks_paper(fate, sent.count(seq))]
            before = len(sent)
            deal(desk)
            if wanted:
                pile.run()

            assert pile.printed()[before:] == wanted
            assert {line.state for line in pile.lines if fates[line.seq - 1] != "void"} <= {G}
            assert all([p.copy_no for p in line.papers] == list(range(1, len(line.papers) + 1)) for line in pile.lines)
            _, rows = manifest(desk.services, desk.session(), pile.id)
            assert check_manifest(desk.services, rows) == []
            assert desk.ledger_holds()
        finally:
            desk.close()


def lacks_paper(fate: str, sent: int) -> bool:
    """Whether a line of that fate has no good paper after its printer was sent so many."""
    if fate == "void":
        return False
    return fate in {"poor", "gone", "unknown"} or sent < (2 if fate == "clean" else 1)


def live_through(pile: Pile, fates: list[str]) -> None:
    """Run until each line had its fate once: what stops the batch is put right and the batch goes on."""
    desk = pile.desk
    answers = {"poor": "good", "gone": "handed"}
    due = [answers.get(fate, fate) for fate in fates]
    while any(line.state is W and due[line.seq - 1] != "void" for line in pile.lines):
        begun = [line.seq for line in pile.lines if line.is_missing and due[line.seq - 1] != "void"]
        deal(desk, *(due[seq - 1] for seq in begun))
        pile.run()
        stopped = next((line for line in pile.lines if line.seq in begun and line.state is not G), None)
        if stopped is None:
            break
        if stopped.state is LineState.UNKNOWN:
            answer(desk.services, desk.session(), stopped.newest.id, Seen.NOTHING)
            due[stopped.seq - 1] = "good"
            break
        due[stopped.seq - 1] = "good"
    for line in pile.lines:
        seen = {"poor": Seen.POOR, "gone": Seen.NOTHING}.get(fates[line.seq - 1])
        if seen and line.state is G:
            answer(desk.services, desk.session(), line.newest.id, seen)
