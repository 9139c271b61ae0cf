"""What the OFD and zip reader refused, in words for a person."""

from __future__ import annotations

from fapiao.errors import UnreadableFile
from fapiao.said import say
from fapiao.text import clean
from ofd.limits import MEMBERS
from ofd.refused import Reason, Refused

_AGAIN = say("请重新下载该文件")
_SOURCE = say("请核对来源，或重新下载该文件")
_SENTENCES = {
    Reason.ZIP_DAMAGED: (say("压缩包已损坏或不完整"), _AGAIN),
    Reason.TOO_MANY: (say("压缩包里的文件超过 {most} 个，已拒绝", most=MEMBERS), _SOURCE),
    Reason.TOO_BIG: (say("压缩包解开后过大，已拒绝"), _SOURCE),
    Reason.ENCRYPTED: (say("压缩包有口令"), say("请先用口令解开，再导入其中的文件")),
    Reason.METHOD: (say("压缩包用了不支持的压缩方法，已拒绝"), _SOURCE),
    Reason.DOUBLED: (say("OFD 里有重名的文件，已拒绝"), say("请核对来源")),
    Reason.NO_ENTRY: (say("不是可用的 OFD：缺少 OFD.xml"), _AGAIN),
    Reason.MISSING: (say("OFD 缺少它自己引用的文件"), _AGAIN),
    Reason.XML_TOO_BIG: (say("XML 文件过大"), say("请核对来源；正常的发票 XML 不超过几兆")),
    Reason.XML_TOO_DEEP: (say("XML 嵌套过深，已拒绝"), say("请核对来源")),
    Reason.XML_TOO_MANY: (say("XML 元素过多，已拒绝"), say("请核对来源")),
    Reason.XML_BROKEN: (say("XML 不完整或格式有误"), _AGAIN),
    Reason.XML_EMPTY: (say("XML 里没有内容"), _AGAIN),
    Reason.XML_DTD: (say("XML 含有 DTD，已拒绝"), say("真实的发票 XML 不含 DTD；请核对来源")),
    Reason.XML_ENCODING: (say("XML 的文字编码有误"), _AGAIN),
}


def unreadable(refused: Refused) -> UnreadableFile:
    """Return the error that says what was refused, and what to do."""
    name = clean(refused.name, limit=60)
    if refused.reason is Reason.UNSAFE_NAME:
        return UnreadableFile(say("压缩包含有不安全的文件名“{name}”，已拒绝", name=name), _SOURCE)
    if refused.reason is Reason.LINK:
        return UnreadableFile(say("压缩包含有链接“{name}”，已拒绝", name=name), _SOURCE)
    if refused.reason is Reason.MEMBER_DAMAGED:
        return UnreadableFile(say("压缩包里的“{name}”已损坏，或大小与申报不符", name=name), _AGAIN)
    return UnreadableFile(*_SENTENCES[refused.reason])
