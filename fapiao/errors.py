"""Every way in which the program refuses, in one tree.

An error carries three things: ``code`` (stable, for other programs), ``message`` (what is wrong, one sentence) and
``cure`` (what the person can do now). The command line maps ``exit_code``.

    FapiaoError
    ├── BadInput            what was given cannot be used
    │   ├── UnreadableFile      a file is damaged, encrypted, hostile or not an invoice
    │   ├── UnusableIdentity    number, code or QR payload is malformed
    │   ├── UnusableAmount      not a number of fen this program can hold
    │   └── ContradictingFile   a file tells another invoice than the stored one of its number
    ├── NotFound            nothing in the store answers to that
    ├── Refused             a rule says no; names the rule
    │   ├── SignInFailed        name or password wrong, account locked or frozen
    │   └── NotPermitted        the account lacks a permission
    ├── FaceError           the paper would not say what the invoice says
    │   └── MissingGlyph        no font has that character
    ├── PrinterError        the printer or its connection
    │   ├── PrinterNotReady     proof that nothing was printed; the number stays unused
    │   ├── PrinterBusy         another desk holds the lease
    │   └── PrinterBlocked      an unknown outcome has to be settled first
    ├── StoreError          the store cannot be used
    │   ├── StoreMissing        there is none at that place
    │   ├── StoreNewer          made by a newer program
    │   ├── StoreFull           the disk is full or read-only
    │   └── StoreUnsafe         driver too old, network file system, triggers missing
    ├── LedgerBroken        the chain does not hold; names the first bad entry
    └── Defect              a fault of the program; the log has its traceback under the id
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.said import plain_fields, say

if TYPE_CHECKING:
    from fapiao.ports.host import Log


class FapiaoError(Exception):
    """Base of all errors that a person is meant to read."""

    code = "error"
    exit_code = 5

    def __init__(self, message: str, cure: str = "") -> None:
        """Keep ``message`` (one sentence, no final stop needed) and ``cure`` (what to do now)."""
        super().__init__(message)
        self.message = message
        self.cure = cure

    @property
    def fields(self) -> dict[str, str | int]:
        """What the message is filled with, by name; empty for plain text."""
        return plain_fields(self.message)

    def __str__(self) -> str:
        """Both sentences on one line."""
        return say("{message}；{cure}", message=self.message, cure=self.cure) if self.cure else self.message


class BadInput(FapiaoError):
    """What was given cannot be used as it is."""

    code = "bad_input"
    exit_code = 2


class UnreadableFile(BadInput):
    """A file is damaged, encrypted, hostile, or not an invoice at all."""

    code = "unreadable_file"


class UnusableIdentity(BadInput):
    """An invoice number, code or QR payload is malformed; without it an invoice cannot be kept."""

    code = "unusable_identity"


class UnusableAmount(BadInput):
    """An amount is not a finite number of fen within range."""

    code = "unusable_amount"


class ContradictingFile(BadInput):
    """A file differs from the stored invoice of the same number in what the issuer says; it was not taken in."""

    code = "contradicting_file"


class NotFound(FapiaoError):
    """Nothing in the store answers to that."""

    code = "not_found"
    exit_code = 1


class Refused(FapiaoError):
    """A rule says no. ``rule`` is a policy key or ``permission``."""

    code = "refused"
    exit_code = 3

    def __init__(self, message: str, cure: str = "", *, rule: str = "") -> None:
        """Keep the rule that refused beside the two sentences."""
        super().__init__(message, cure)
        self.rule = rule


class SignInFailed(Refused):
    """Name or password wrong, or the account is locked. One text for all, so nothing is given away."""

    code = "sign_in_failed"


class NotPermitted(Refused):
    """The account lacks a named permission."""

    code = "not_permitted"


class FaceError(FapiaoError):
    """The paper would not say what the invoice says; nothing was printed."""

    code = "face_error"


class MissingGlyph(FaceError):
    """No vendored font has a character of the face."""

    code = "missing_glyph"

    def __init__(self, character: str, field: str) -> None:
        """Name the character, its code point and the field it stands in."""
        super().__init__(
            say("字体里没有字符 U+{code:04X}（{field}）", code=ord(character), field=field),
            say("未打印；请安装生僻字字体包或打印原始版式文件"),
        )
        self.character = character
        self.field = field


class PrinterError(FapiaoError):
    """The printer or the way to it failed."""

    code = "printer_error"


class PrinterNotReady(PrinterError):
    """Proof that nothing was printed: refused, not reachable, out of paper before the first byte."""

    code = "printer_not_ready"


class PrinterBusy(PrinterError):
    """Another desk holds the lease of this physical printer."""

    code = "printer_busy"


class PrinterBlocked(PrinterError):
    """An attempt with unknown outcome on this printer waits for a person."""

    code = "printer_blocked"
    exit_code = 4


class StoreError(FapiaoError):
    """The store cannot be used."""

    code = "store_error"


class StoreMissing(StoreError):
    """There is no store at that place."""

    code = "store_missing"


class StoreNewer(StoreError):
    """The store was made by a newer program."""

    code = "store_newer"


class StoreFull(StoreError):
    """The disk is full or read-only; nothing may be printed that cannot be recorded."""

    code = "store_full"


class StoreUnsafe(StoreError):
    """SQLite too old, network file system, or the ledger's guards are missing."""

    code = "store_unsafe"


class LedgerBroken(FapiaoError):
    """The chain does not hold. ``seq`` is the first bad entry."""

    code = "ledger_broken"
    exit_code = 1

    def __init__(self, message: str, cure: str = "", *, seq: int = 0) -> None:
        """Keep the sequence number of the first bad entry."""
        super().__init__(message, cure)
        self.seq = seq


class Defect(FapiaoError):
    """A fault of the program itself. ``id`` is that of its traceback in the log."""

    code = "defect"

    def __init__(self, identifier: str) -> None:
        """Name where to find it."""
        super().__init__(
            say("程序出错（编号 {id}），没有完成", id=identifier),
            say("请再试，仍不行把编号告诉管理员"),
        )
        self.id = identifier


def as_fapiao(error: Exception, log: Log, where: str) -> FapiaoError:
    """Return ``error`` as one a person can read; a defect of the program goes to the log first and carries its id.

    ``where`` names what was being done, for whoever reads the log.
    """
    if isinstance(error, FapiaoError):
        return error
    return Defect(log.defect(error, where))
