"""What a receipt printer answers, asked without print data (docs/printers.md).

``DLE EOT`` 1-4, ``GS a``, ``GS I``, ``GS r``, ``GS ( H``, in this order. Silence is asked a second time: what is found is
kept, and a printer that was held up for a moment must not be used blind from then on. A printer that does not know a command may take
its parameters for text, so the last word is ``ESC @``, which empties the line that such text would stand in; it also
switches Automatic Status Back off again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from fapiao.device import Probe
from fapiao.errors import PrinterNotReady
from fapiao.paper import PrinterProfile
from fapiao.reprint import Evidence
from fapiao.said import listed, say
from fapiao.text import clean
from printing.devices.escpos.models import fitted, head_of
from printing.devices.escpos.status import ASK, Asb, Barrier, Printed, RealTime, Reply, Said, stops
from printing.devices.escpos.stream import BARRIER, completion_request
from printing.devices.escpos.talk import EscposTalk

_T = TypeVar("_T", bound=Reply)
_INITIALISE = b"\x1b@"
_REPORT_ALL = b"\x1da\xff"
_MODEL, _MAKER, _FIRMWARE, _FONT = (b"\x1dI" + bytes([n]) for n in (67, 66, 65, 69))
_CHARSETS = (("GB18030", "gb18030"), ("GBK", "gbk"), ("GB2312", "gb2312"))
_OTHER_FONTS = ("JAPANESE", "BIG", "KOREA", "THAI")
_NAME_LIMIT = 40


def probed(talk: EscposTalk, known: PrinterProfile) -> Probe:
    """Return what the printer at the other end answers, in ``known``. Raises PrinterNotReady, OSError."""
    if not talk.link.two_way:
        return _blind(known, say("没有回传通道（USB 没有 IN 端点）"))
    status = _answers_status(talk)
    reports = _answer(talk, _REPORT_ALL, Asb) is not None
    names = _names(talk)
    barrier = _answer(talk, BARRIER, Barrier) is not None
    completion = barrier and _gives_ids_back(talk)
    talk.write(_INITIALISE)
    if not (status or barrier):
        return _blind(known, say("不回答状态查询；若正被别的程序占用，请稍后再探测一次"))
    evidence = _evidence(status=status, barrier=barrier, completion=completion)
    found = _charset(fitted(known, names.get(_MODEL, "")), names.get(_FONT, ""))
    profile = replace(
        found,
        status=status,
        barrier=barrier,
        completion_id=completion,
        evidence=evidence,
        model=" ".join(filter(None, (names.get(_MAKER, ""), names.get(_MODEL, "")))),
        firmware=names.get(_FIRMWARE, ""),
    )
    return Probe(profile, tuple(_notes(profile, names, reports=reports)))


def _answers_status(talk: EscposTalk) -> bool:
    """Tell whether ``DLE EOT`` is answered. Raises PrinterNotReady while it says that it is stopped."""
    answers = _status(talk)
    if answers is None and talk.answer_to(ASK[0], RealTime) is not None:
        # What a printer that was held up still has to say must not be taken for the next answers.
        talk.hear_out()
        answers = _status(talk)
    if answers and (found := stops(answers)):
        raise PrinterNotReady(
            say("打印机未就绪：{reasons}", reasons=listed(found)), say("处理后再探测；停着的打印机只回答一半")
        )
    return answers is not None


def _status(talk: EscposTalk) -> bytes | None:
    try:
        return talk.ask()[0]
    except TimeoutError:
        return None


def _answer(talk: EscposTalk, command: bytes, kind: type[_T], fits: Callable[[_T], bool] = lambda _: True) -> _T | None:
    """Return what it says to ``command``, asked once more where it said nothing."""
    reply = talk.answer_to(command, kind, fits)
    if reply is None and (reply := talk.answer_to(command, kind, fits)) is not None:
        # Held up and asked twice, it answers twice.
        talk.hear_out()
    return reply


def _names(talk: EscposTalk) -> dict[bytes, str]:
    """Return what it calls itself; one that does not name its model is not asked for the rest."""
    names: dict[bytes, str] = {}
    for command in (_MODEL, _MAKER, _FIRMWARE, _FONT):
        said = _answer(talk, command, Said)
        if said is None and command == _MODEL:
            break
        if said is not None:
            names[command] = clean(said.text.decode("ascii", "replace").strip(), limit=_NAME_LIMIT)
    return names


def _gives_ids_back(talk: EscposTalk) -> bool:
    token = secrets.token_hex(2).upper().encode()
    return _answer(talk, completion_request(token), Printed, lambda reply: reply.id == token) is not None


def _evidence(*, status: bool, barrier: bool, completion: bool) -> Evidence:
    if completion:
        return Evidence.PRINTED
    if status and barrier:
        return Evidence.PROCESSED
    return Evidence.RECEIVED if status or barrier else Evidence.TAKEN


def _charset(profile: PrinterProfile, font: str) -> PrinterProfile:
    """Return ``profile`` with the Chinese font that the printer says it has; one that has another has none for us."""
    said = font.upper().replace(" ", "").replace("-", "")
    for name, charset in _CHARSETS:
        if name in said:
            return replace(profile, charset=charset)
    return replace(profile, charset="ascii") if any(name in said for name in _OTHER_FONTS) else profile


def _blind(known: PrinterProfile, why: str) -> Probe:
    profile = replace(
        known, status=False, barrier=False, completion_id=False, evidence=Evidence.TAKEN, model="", firmware=""
    )
    return Probe(profile, (say("打印机{why}", why=why), say("按盲打使用：只知道数据已交出，每张都要看纸（证据 1）")))


def _notes(profile: PrinterProfile, names: dict[bytes, str], *, reports: bool) -> list[str]:
    notes: list[str] = []
    model = names.get(_MODEL, "")
    if model and head_of(model) is None:
        notes.append(say("不认识型号 {model}，宽度和切刀按登记的使用；不对就加 --columns --dots --cutter", model=model))
    if not profile.completion_id:
        notes.append(say("不回报打印完成（GS ( H），最多证据 3") if profile.barrier else say("不回答 GS r，最多证据 2"))
    if not profile.status:
        notes.append(say("不回答状态查询，打印前不知道有没有纸"))
    elif not reports:
        notes.append(say("不会自己报告缺纸（GS a），打印中每次询问"))
    if profile.charset == "ascii":
        notes.append(say("字库是 {names}，中文全部画出来", names=names.get(_FONT, "")))
    return notes
