"""What the OFD reader refused, in words for whoever wants the page on paper."""

from __future__ import annotations

from fapiao.errors import UnreadableFile
from fapiao.said import say
from ofd.refused import Reason, Refused

CURE = say("请改用重新排版，或重新导入原件")
_DAMAGED = say("OFD 已损坏或不完整")
_UNSAFE = say("OFD 里有不安全的文件，已拒绝")
_SENTENCES = {
    Reason.TOO_MANY: say("OFD 里的文件过多，已拒绝"),
    Reason.TOO_BIG: say("OFD 解开后过大，已拒绝"),
    Reason.UNSAFE_NAME: _UNSAFE,
    Reason.LINK: _UNSAFE,
    Reason.ENCRYPTED: _UNSAFE,
    Reason.METHOD: _UNSAFE,
    Reason.DOUBLED: say("OFD 里有重名的文件，已拒绝"),
    Reason.NO_ENTRY: say("不是可用的 OFD：缺少 OFD.xml"),
    Reason.MISSING: say("OFD 缺少它自己引用的文件"),
    Reason.XML_TOO_BIG: say("OFD 里的 XML 过大"),
    Reason.XML_TOO_DEEP: say("OFD 里的 XML 过深或元素过多，已拒绝"),
    Reason.XML_TOO_MANY: say("OFD 里的 XML 过深或元素过多，已拒绝"),
    Reason.XML_BROKEN: say("OFD 里的 XML 不完整或格式有误"),
    Reason.XML_ENCODING: say("OFD 里的 XML 不完整或格式有误"),
    Reason.XML_EMPTY: say("OFD 里的 XML 没有内容"),
    Reason.XML_DTD: say("OFD 里的 XML 含有 DTD，已拒绝"),
}


def unreadable(refused: Refused) -> UnreadableFile:
    """Return the error that says what was refused, and what to do."""
    return UnreadableFile(_SENTENCES.get(refused.reason, _DAMAGED), CURE)
