"""A fault of the program as a person reads it, and as the log keeps it."""

from __future__ import annotations

from fapiao.errors import BadInput, Defect, as_fapiao
from keptlog import KeptLog


def test_a_fault_is_logged_once_and_named_by_its_id():
    log = KeptLog()
    fault = KeyError("26422000000099000101")

    shown = as_fapiao(fault, log, "verify")

    assert isinstance(shown, Defect)
    assert [(error, where) for _, error, where in log.defects] == [(fault, "verify")]
    assert log.defects[0][0] in str(shown)
    assert "26422000000099000101" not in str(shown)


def test_a_fault_that_was_named_already_is_not_logged_again():
    log = KeptLog()
    first = as_fapiao(KeyError("x"), log, "worker")

    assert as_fapiao(first, log, "screen") is first
    assert len(log.defects) == 1


def test_a_refusal_is_no_fault():
    log = KeptLog()
    refusal = BadInput("没有这张发票", "请核对号码")

    assert as_fapiao(refusal, log, "find") is refusal
    assert log.defects == []
