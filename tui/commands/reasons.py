"""A reason by its English key, its Chinese word, or its digit on the verify screen."""

from __future__ import annotations

from fapiao.errors import BadInput
from fapiao.reprint import Reason
from fapiao.said import say


def reason_named(text: str | None) -> Reason | None:
    """Return the reason; None where none was given. Raises BadInput naming those there are."""
    if text is None:
        return None
    for digit, reason in enumerate(Reason, 1):
        if text in {reason.value, reason.label, str(digit)}:
            return reason
    raise BadInput(say("没有原因“{text}”", text=text[:20]), say("可用：{choices}", choices=" ".join(Reason)))
