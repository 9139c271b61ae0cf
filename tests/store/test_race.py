"""Several processes on one store: copy numbers and ledger places are given once, and a killed writer loses nothing."""

from __future__ import annotations

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from typing import Any

from data.sql.store import open_store
from fapiao.errors import FapiaoError
from fapiao.ledger import Draft, seal, verify
from fapiao.stored import Query

SPAWN = multiprocessing.get_context("spawn")
PAPERS = 100


def take_copies(url: str, template: Any, invoice: Any, start: Any, answer: Connection) -> None:
    """Take copy numbers as fast as the store gives them; the number is read and taken in one unit."""
    from dataclasses import replace

    store = open_store(url)
    start.wait()
    taken: list[int] = []
    while len(taken) < PAPERS:
        with store.writing() as unit:
            papers = unit.reprints.of_invoice(invoice.full_no)
            next_no = papers[-1].copy_no + 1 if papers else 1
            unit.reprints.add(replace(template, copy_no=next_no))
            unit.commit()
        taken.append(next_no)
    answer.send(taken)
    store.close()


def append_until_killed(url: str, answer: Connection) -> None:
    """Append entries and acknowledge each after its commit."""
    from datetime import UTC, datetime

    store = open_store(url)
    number = 0
    while True:
        number += 1
        with store.writing() as unit:
            tail = unit.ledger.tail()
            draft = Draft("x", "a", "d", f"{os.getpid()}-{number}")
            unit.ledger.append(seal(draft, tail, datetime.now(UTC), "k", b"s"))
            unit.commit()
        answer.send((os.getpid(), number))


def test_two_processes_never_share_a_copy_number(url, store, made) -> None:
    one = made.invoice()
    made.put(store, one)
    start = SPAWN.Event()
    pipes = [SPAWN.Pipe(duplex=False) for _ in range(2)]
    desks = [SPAWN.Process(target=take_copies, args=(url, made.reprint(one), one, start, sink)) for _, sink in pipes]
    for desk in desks:
        desk.start()
    start.set()

    taken = [pipe.recv() for pipe, _ in pipes]
    for desk in desks:
        desk.join()

    assert sorted(taken[0] + taken[1]) == list(range(1, 2 * PAPERS + 1))
    with store.reading() as unit:
        serials = [r.serial for r in unit.reprints.of_invoice(one.full_no)]
    assert len(set(serials)) == 2 * PAPERS


def test_a_killed_writer_loses_no_acknowledged_entry(url, store) -> None:
    source, sink = SPAWN.Pipe(duplex=False)
    writers = [SPAWN.Process(target=append_until_killed, args=(url, sink)) for _ in range(2)]
    for writer in writers:
        writer.start()
    acknowledged = {source.recv() for _ in range(60)}
    for writer in writers:
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
    sink.close()

    with store.reading() as unit:
        kept = {tuple(int(part) for part in e.key.split("-")) for e in unit.ledger.entries()}
        assert verify(unit.ledger.entries()).ok
    assert acknowledged <= kept


def test_a_lost_race_is_a_refusal_and_not_a_crash(url, store, made) -> None:
    one = made.invoice()
    made.put(store, one)
    other = open_store(url)
    with store.writing() as unit:
        unit.reprints.add(made.reprint(one, 1))
        unit.commit()

    codes = []
    with other.writing() as unit:
        try:
            unit.reprints.add(made.reprint(one, 1))
        except FapiaoError as error:
            codes.append(error.code)
        assert len(unit.invoices.search(Query(), limit=5)) == 1
    other.close()

    assert codes == ["refused"]
