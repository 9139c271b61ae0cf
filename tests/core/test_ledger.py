"""The chain: whatever is done to it, the first bad entry is named (docs/ledger.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fapiao.ledger import GENESIS, Checkpoint, Draft, Entry, mac_of, seal, verify

KEY_ID, SECRET = "k-1", b"0123456789abcdef0123456789abcdef"
START = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
FIELDS = ["seq", "at", "kind", "actor", "approver", "desk", "key_id", "key", "body", "prev", "hash", "mac"]


def secret_of(key_id: str) -> bytes | None:
    return {KEY_ID: SECRET}.get(key_id)


def a_chain(bodies: Sequence[Mapping[str, object]], secret: bytes = SECRET) -> list[Entry]:
    chain: list[Entry] = []
    for index, body in enumerate(bodies):
        draft = Draft("reprint.intent", "xiaoli", "front-1", f"key-{index}", body)
        chain.append(seal(draft, chain[-1] if chain else None, START + timedelta(seconds=index), KEY_ID, secret))
    return chain


def first_bad(chain: list[Entry], *checkpoints: Checkpoint) -> int | None:
    return verify(chain, secret_of, checkpoints).first_bad


scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8"), max_size=20)
bodies = st.lists(
    st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), scalars, max_size=4), min_size=2, max_size=12
)
chains = bodies.map(a_chain)


@given(chains)
def test_an_honest_chain_holds_and_gives_its_head(chain):
    result = verify(chain, secret_of)

    assert (result.ok, result.entries, result.checkpoint) == (True, len(chain), Checkpoint(len(chain), chain[-1].hash))


@given(chains, st.data())
def test_any_edit_is_found_at_its_entry(chain, data):
    index = data.draw(st.integers(0, len(chain) - 1))
    name = data.draw(st.sampled_from(FIELDS))
    value = {"seq": 10**6, "body": {**chain[index].body, "x": 1}}.get(name, f"{getattr(chain[index], name)}0")
    chain[index] = replace(chain[index], **{name: value})

    assert first_bad(chain) == index + 1


@given(chains, st.data())
def test_an_edit_with_the_hash_made_anew_is_found_by_its_mac(chain, data):
    index = data.draw(st.integers(0, len(chain) - 1))
    edited = replace(chain[index], actor="somebody else")
    forged = seal(
        Draft(edited.kind, edited.actor, edited.desk, edited.key, edited.body),
        chain[index - 1] if index else None, START + timedelta(seconds=index), KEY_ID, b"x" * 32,
    )  # fmt: skip
    chain[index] = forged

    assert first_bad(chain) == index + 1


@given(chains, st.data())
def test_a_swap_is_found_at_the_first_of_the_two(chain, data):
    a, b = sorted(data.draw(st.lists(st.integers(0, len(chain) - 1), min_size=2, max_size=2, unique=True)))
    chain[a], chain[b] = chain[b], chain[a]

    assert first_bad(chain) == a + 1


@given(chains, st.data())
def test_a_deletion_in_the_middle_is_found_there(chain, data):
    index = data.draw(st.integers(0, len(chain) - 2))
    del chain[index]

    assert first_bad(chain) == index + 1


@given(chains, st.data())
def test_a_deletion_with_the_rest_renumbered_is_found_there(chain, data):
    index = data.draw(st.integers(0, len(chain) - 2))
    del chain[index]
    chain[index:] = [replace(e, seq=e.seq - 1) for e in chain[index:]]

    assert first_bad(chain) == index + 1


@given(chains, st.data())
def test_a_cut_tail_is_found_by_a_checkpoint_kept_elsewhere(chain, data):
    kept = verify(chain, secret_of).checkpoint
    length = data.draw(st.integers(0, len(chain) - 1))

    assert first_bad(chain[:length], kept) == length + 1


def test_a_cut_tail_alone_is_not_found():
    assert verify(a_chain([{}, {}, {}])[:2], secret_of).ok


def test_a_history_written_anew_with_the_key_is_found_at_the_checkpoint():
    honest, rewritten = a_chain([{"n": 1}, {"n": 2}, {"n": 3}]), a_chain([{"n": 9}, {"n": 2}, {"n": 3}])

    assert first_bad(rewritten, Checkpoint(2, honest[1].hash)) == 2


def test_two_checkpoints_that_disagree_cannot_both_hold():
    chain = a_chain([{}, {}])

    assert first_bad(chain, Checkpoint(1, "0" * 64), Checkpoint(1, chain[0].hash)) == 1


def test_the_checkpoint_of_an_empty_store_says_nothing_against_a_later_one():
    kept = verify([], secret_of).checkpoint

    assert verify(a_chain([{}]), secret_of, [kept]).ok


@given(chains)
def test_an_entry_of_another_key_is_found(chain):
    chain[0] = replace(chain[0], mac=mac_of(chain[0].hash, b"y" * 32))

    assert first_bad(chain) == 1


def test_without_the_key_the_chain_is_checked_and_the_origin_is_not():
    assert verify(a_chain([{}, {}], secret=b"z" * 32)).ok


def test_an_entry_of_a_key_nobody_keeps_is_named():
    result = verify(a_chain([{}]), lambda _: None)

    assert (result.first_bad, KEY_ID in result.why) == (1, True)


@pytest.mark.parametrize(
    "change",
    [
        {"mac": "鉴别"},
        {"mac": None},
        {"hash": None},
        {"body": {"x": "\ud800"}},
        {"body": {"x": b"raw"}},
        {"at": b"raw"},
    ],
)
def test_what_only_a_forger_writes_is_named_and_crashes_nothing(change):
    chain = a_chain([{}, {}])
    chain[1] = replace(chain[1], **change)

    assert first_bad(chain) == 2


def test_the_canonical_form_is_fixed():
    entry = Entry(1, "2026-11-20T02:30:00.000000+00:00", "k", "甲", "", "d", "k-1", "key", {"b": None, "a": 1}, GENESIS)

    assert entry.canonical().decode() == (
        '{"actor":"甲","approver":"","at":"2026-11-20T02:30:00.000000+00:00","body":{"a":1,"b":null},"desk":"d",'
        f'"key":"key","key_id":"k-1","kind":"k","prev":"{GENESIS}","seq":1}}'
    )


@given(chains)
def test_the_canonical_form_survives_the_store(chain):
    for entry in chain:
        kept = replace(entry, body=json.loads(json.dumps(dict(entry.body))))
        assert kept.canonical() == entry.canonical()


def test_a_time_is_kept_in_utc_with_microseconds():
    at = datetime(2026, 11, 20, 10, 30, tzinfo=timezone(timedelta(hours=8)))

    assert seal(Draft("k", "a", "d", "x"), None, at, KEY_ID, SECRET).at == "2026-11-20T02:30:00.000000+00:00"


def test_a_head_is_eight_characters():
    assert Checkpoint(7, "9c4177e0" + "0" * 56).head == "9C41 77E0"


def test_an_entry_sealed_with_the_key_on_another_predecessor_is_found():
    chain, other = a_chain([{"n": 1}, {"n": 2}, {"n": 3}]), a_chain([{"n": 9}, {"n": 2}, {"n": 3}])
    chain[2] = other[2]

    assert first_bad(chain) == 3
