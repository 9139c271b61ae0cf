"""``printers``: add, list, probe, test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fapiao.errors import NotFound
from fapiao.paper import Printer, PrinterProfile, paper_named
from fapiao.reprint import AttemptState
from fapiao.said import in_words, say, spaced
from fapiao.text import fit
from fapiao.usecases.printers.probe import adjusted
from tui.commands.context import cases_of, cell, put, put_json, signed_in

if TYPE_CHECKING:
    import argparse

    from fapiao.cases import Cases

_UNKNOWN = 4
_WORDS = {
    AttemptState.CONFIRMED: say("已确认"),
    AttemptState.HANDED_OVER: say("已交出，请看纸张"),
    AttemptState.UNKNOWN: say("结果未知，请到打印机旁查看"),
}
_PICTURES = {"raster": (True, True), "columns": (False, True), "none": (False, False)}
"""How a head takes pictures: profile fields ``raster`` and ``bands``."""


def printers(args: argparse.Namespace) -> int:
    """Run one of the four; ``test`` exits with 4 where the outcome is unknown."""
    cases = cases_of(args)
    match args.action:
        case "add":
            _add(cases, args)
        case "list":
            _list(cases, args)
        case "probe":
            _probe(cases, args)
        case _:
            return _test(cases, args)
    return 0


def _add(cases: Cases, args: argparse.Namespace) -> None:
    paper = paper_named(args.paper)
    known = cases.printers.called(args.name)
    same = known is not None and (known.device, known.paper) == (args.device, paper)
    profile = known.profile if known is not None and same else PrinterProfile.for_paper(paper)
    profile = adjusted(profile, {"charset": args.charset} if args.charset else {})
    wanted = Printer(args.name, args.device, paper, args.backup, args.machine, profile)
    kept = cases.printers.add(wanted)
    if args.json:
        put_json({"name": kept.name, "device": kept.device, "paper": kept.paper.value, "machine": kept.machine})
    else:
        put(say("打印机 {name} 已记下：{device}  {paper}", name=kept.name, device=kept.device, paper=kept.paper.label))


def _list(cases: Cases, args: argparse.Namespace) -> None:
    states = cases.printers.status()
    if args.json:
        put_json(
            [
                _facts(s.printer)
                | {
                    "state": s.status.readiness.value,
                    "reasons": list(s.status.reasons),
                    "raw": s.status.raw or None,
                    "busy": s.busy,
                    "blocked": s.blocked,
                }
                for s in states
            ]
        )
        return
    for state in states:
        printer = state.printer
        put(
            f"{fit(printer.name, 16)}{cell(printer.paper.label, 14)}{cell(state.label, 20)}"
            f"{cell(ability(printer), 32)}{printer.device}"
        )
    if not states:
        put(say("还没有打印机；用 fapiao printers add 名称 --device URL --paper 纸张 添加"))


def _probe(cases: Cases, args: argparse.Namespace) -> None:
    found = cases.printers.probe(args.name, _known_better(args))
    if args.json:
        put_json(_facts(found.printer) | {"notes": list(found.notes)})
        return
    profile = found.printer.profile
    put(say("打印机 {name} 已探测：{ability}", name=found.printer.name, ability=ability(found.printer)))
    if found.printer.paper.is_roll:
        pictures = say("点阵图") if profile.raster else say("列图") if profile.bands else say("不能画图")
        put(
            say(
                "  {columns} 列  {dots} 点  字符集 {charset}  {pictures}  {cutter}  {symbol}",
                columns=profile.columns,
                dots=profile.dots,
                charset=profile.charset,
                pictures=pictures,
                cutter=say("有切刀") if profile.cutter else say("无切刀"),
                symbol=say("二维码由打印机画") if profile.native_qr else say("二维码由我们画"),
            )
        )
    for note in found.notes:
        put(f"  {in_words(note)}")


def _test(cases: Cases, args: argparse.Namespace) -> int:
    with signed_in(cases, args.operator, args.password_file) as mine:
        printer = mine.printers.called(args.name)
        if printer is None:
            raise NotFound(say("没有名为 {name} 的打印机", name=args.name), say("用 fapiao printers list 查看"))
        page = mine.printers.print_test_page(printer.name, printer.paper)
    if args.json:
        put_json(
            {
                "page": page.page,
                "printer": printer.name,
                "paper": printer.paper.value,
                "outcome": page.state.value,
                "evidence": page.evidence.value,
                "note": page.note or None,
                "path": page.path or None,
            }
        )
    else:
        put(spaced((say("测试页"), printer.name, _WORDS[page.state], page.note, page.path)))
    return _UNKNOWN if page.state is AttemptState.UNKNOWN else 0


def ability(printer: Printer) -> str:
    """Return what the probe found, in words for lists."""
    profile = printer.profile
    if not profile.probed:
        return say("未探测") if printer.device.startswith("escpos") else ""
    way = say("经 CUPS {backend}", backend=profile.backend) if profile.backend else ""
    return spaced((profile.model or say("型号不明"), way, say("证据 {evidence}", evidence=profile.evidence)))


def _facts(printer: Printer) -> dict[str, Any]:
    profile = printer.profile
    facts: dict[str, Any] = {
        "name": printer.name,
        "device": printer.device,
        "paper": printer.paper.value,
        "backup": printer.backup or None,
        "machine": printer.machine,
        "probed_at": profile.probed_at or None,
        "evidence": profile.evidence if profile.probed else None,
        "model": profile.model or None,
        "firmware": profile.firmware or None,
        "cups_backend": profile.backend or None,
    }
    if printer.paper.is_roll:
        facts["head"] = {
            "charset": profile.charset,
            "columns": profile.columns,
            "dots": profile.dots,
            "cutter": profile.cutter,
            "qr": profile.native_qr,
            "pictures": next(name for name, pair in _PICTURES.items() if pair == _pair(profile)),
        }
    return facts


def _pair(profile: PrinterProfile) -> tuple[bool, bool]:
    return profile.raster, profile.raster or profile.bands


def _known_better(args: argparse.Namespace) -> dict[str, str | int | bool]:
    """Return the profile fields that were named on the command line."""
    named: dict[str, str | int | bool | None] = {
        "charset": args.charset or None,
        "columns": args.columns,
        "dots": args.dots,
        "cutter": args.cutter,
        "native_qr": args.qr,
    }
    if args.pictures:
        named["raster"], named["bands"] = _PICTURES[args.pictures]
    return {field: value for field, value in named.items() if value is not None}
