"""Any XML that may be an invoice: which dialect it is, and its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.formats.xml.attachment import read_attachment
from data.formats.xml.invoice import read_einvoice
from data.formats.xml.names import find
from data.formats.xml.pinyin import is_pinyin, read_pinyin
from data.formats.xml.xbrl import read_xbrl, taxonomy_of
from fapiao.errors import UnreadableFile
from fapiao.said import say

if TYPE_CHECKING:
    from data.formats.xml.node import Node
    from fapiao.invoice import Invoice


def read_tree(root: Node, title: str = "") -> Invoice:
    """Return the facts. Raises UnreadableFile for XML that is no invoice, UnusableIdentity, UnusableAmount.

    ``title`` is what the page says above it, where there is a page.
    """
    if find(root, "einvoicedata") is not None:
        return read_einvoice(root)
    if taxonomy_of(root):
        return read_xbrl(root)
    if find(root, "invoiceno") is not None:
        return read_attachment(root, title)
    if is_pinyin(root):
        return read_pinyin(root)
    if find(root, "einvoice", "basicinformation") is not None:
        return read_einvoice(root)
    raise UnreadableFile(say("这个 XML 不是发票"), say("请导入税务平台下载的发票文件"))


def has_signature(root: Node) -> bool:
    """Tell whether the tax bureau's signature stands in it."""
    signature = find(root, "taxbureausignature")
    value = find(signature, "signaturevalue") if signature else None
    return value is not None and bool(value.text.strip())
