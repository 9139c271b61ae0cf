"""What the database driver says, as errors an operator can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from fapiao.errors import StoreError, StoreFull
from fapiao.said import say

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine import ExceptionContext

_FULL = (
    "database or disk is full",
    "disk i/o error",
    "readonly database",
    "read-only",
    "no space left",
    "disk full",
    "could not extend file",
)
_BUSY = ("database is locked", "database table is locked", "lock timeout", "deadlock", "canceling statement")
_DAMAGED = ("malformed", "file is not a database", "invalid page")
_GUARDED = "ledger is append-only"


def translate(engine: Engine) -> None:
    """Let every driver error of ``engine`` surface as a StoreError; broken constraints stay for the repositories."""

    @event.listens_for(engine, "handle_error")
    def _handle(context: ExceptionContext) -> BaseException | None:
        return explain(context.sqlalchemy_exception or context.original_exception)


def explain(error: BaseException) -> BaseException | None:
    """Return the StoreError that says what ``error`` means; None where it should stay as it is."""
    text = str(getattr(error, "orig", None) or error).lower()
    if _GUARDED in text:
        return StoreError(say("账本只能追加，修改被拒绝"), say("请查看 fapiao ledger verify"))
    if isinstance(error, IntegrityError):
        return None
    if any(sign in text for sign in _FULL):
        return StoreFull(say("数据无法写入：磁盘已满或只读"), say("请清出磁盘空间后再试；在此之前不能打印"))
    if any(sign in text for sign in _BUSY):
        return StoreError(say("数据正被别的程序占用"), say("请稍候再试；若一直如此，请查看是否有程序停在写入中"))
    if any(sign in text for sign in _DAMAGED):
        return StoreError(say("数据文件已损坏"), say("请停止使用，用备份恢复（fapiao backup restore）"))
    if isinstance(error, OperationalError | DatabaseError):
        return StoreError(
            say("数据库出错：{reason}", reason=text.splitlines()[0][:120] if text else say("原因不明")),
            say("请查看 fapiao doctor"),
        )
    return None
