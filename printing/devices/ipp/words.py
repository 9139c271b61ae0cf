"""What an IPP printer says of itself, in words an operator can act on (RFC 8011 section 5.4.12, PWG 5100.9)."""

from __future__ import annotations

from fapiao.device import DeviceStatus, Readiness
from fapiao.said import say
from fapiao.text import clean
from printing.devices.ipp.codec import Group

IDLE, PROCESSING, STOPPED = 3, 4, 5

_STOPS = {
    "media-empty": say("缺纸，请装纸"),
    "media-needed": say("缺纸，请装纸"),
    "media-jam": say("卡纸，请取出卡住的纸"),
    "media-path-jam": say("卡纸，请取出卡住的纸"),
    "input-tray-missing": say("纸盒未装好"),
    "output-tray-missing": say("出纸盘未装好"),
    "output-area-full": say("出纸口已满，请取走"),
    "cover-open": say("上盖打开，请合上"),
    "door-open": say("上盖打开，请合上"),
    "interlock-open": say("上盖打开，请合上"),
    "marker-supply-empty": say("墨粉用尽，请更换"),
    "marker-supply-missing": say("墨粉盒未装好"),
    "marker-waste-full": say("废粉盒已满，请更换"),
    "toner-empty": say("墨粉用尽，请更换"),
    "developer-empty": say("墨粉用尽，请更换"),
    "opc-life-over": say("硒鼓用尽，请更换"),
    "fuser-over-temp": say("定影过热，请稍候"),
    "spool-area-full": say("打印机存储已满"),
    "offline": say("打印机离线"),
    "shutdown": say("打印机已关机"),
    "paused": say("打印机已暂停"),
    "moving-to-paused": say("打印机已暂停"),
    "stopping": say("打印机正在停下"),
    "timed-out": say("打印机没有回应"),
    "connecting-to-device": say("正在连接打印机"),
}
_LOWS = {
    "media-low": say("纸将尽"),
    "marker-supply-low": say("墨粉将尽"),
    "marker-waste-almost-full": say("废粉盒将满"),
    "toner-low": say("墨粉将尽"),
    "developer-low": say("墨粉将尽"),
    "opc-near-eol": say("硒鼓将尽"),
    "output-area-almost-full": say("出纸口将满"),
    "fuser-under-temp": say("定影预热中"),
    "stopped-partly": say("队列的一部分打印机已停止"),
}
_AWAY = frozenset({"offline", "shutdown", "timed-out"})
"""Those that say that nobody is there."""
_SEVERITIES = ("-error", "-warning", "-report")


def split_reason(reason: str) -> tuple[str, str]:
    """Keyword and severity; a keyword without severity counts as an error (RFC 8011)."""
    for severity in _SEVERITIES:
        if reason.endswith(severity):
            return reason.removesuffix(severity), severity[1:]
    return reason, "error"


def words(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """The reasons in words, without ``none``; unknown keywords stay as they are, cleaned."""
    said: dict[str, None] = {}
    for reason in reasons:
        keyword, _ = split_reason(reason)
        if keyword not in {"none", ""}:
            known = _known(keyword)
            said[_STOPS.get(known) or _LOWS.get(known) or clean(keyword, limit=60)] = None
    return tuple(said)


def _known(keyword: str) -> str:
    """Return the keyword of the tables that ``keyword`` is, or begins with: makers append which tray or colour."""
    while keyword not in _STOPS and keyword not in _LOWS and "-" in keyword:
        keyword = keyword.rpartition("-")[0]
    return keyword


def blocking(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """Those reasons that keep paper from coming out; old ``-report`` lines of a job long gone are not among them.

    Warnings are left out too: a second, empty tray warns while the first one prints.
    """
    return tuple(r for r in reasons if split_reason(r)[1] == "error" and _known(split_reason(r)[0]) in _STOPS)


def waiting(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """What a job in progress may be waiting for: here warnings count, some printers give no more than that."""
    return tuple(r for r in reasons if split_reason(r)[1] != "report" and _known(split_reason(r)[0]) in _STOPS)


def status_of(printer: Group) -> DeviceStatus:
    """Read Get-Printer-Attributes as one status."""
    reasons = printer.texts("printer-state-reasons")
    state = printer.integer("printer-state")
    raw = clean(f"printer-state={state} {' '.join(reasons)}", limit=300)
    stops = blocking(reasons)
    active = tuple(r for r in reasons if split_reason(r)[1] != "report")
    concerns = words(active)
    # A report of a queue that stopped and says nothing else is news; any other is an old job's, and CUPS keeps it.
    fresh = reasons if state == STOPPED and not concerns else active
    away = tuple(r for r in fresh if _known(split_reason(r)[0]) in _AWAY)
    if away:
        return DeviceStatus(Readiness.OFFLINE, words(away), raw)
    if printer.boolean("printer-is-accepting-jobs") is False:
        return DeviceStatus(Readiness.NOT_READY, (say("打印机不接收任务"), *words(stops)), raw)
    if state == STOPPED:
        return DeviceStatus(Readiness.NOT_READY, words(stops) or concerns or (say("打印机已停止"),), raw)
    if stops:
        return DeviceStatus(Readiness.NOT_READY, words(stops), raw)
    if state not in {IDLE, PROCESSING}:
        return DeviceStatus(Readiness.UNASKABLE, (say("打印机没有说明状态"),), raw)
    return DeviceStatus(Readiness.LOW if concerns else Readiness.READY, concerns, raw)
