"""Which 特定业务 a 数电票 is of: by a label, by its code, or by the block that only this one has (docs/invoices.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.formats.values import line
from data.formats.xml.names import Texts, plain

if TYPE_CHECKING:
    from data.formats.xml.node import Node

_BY_CODE = {
    "01": "成品油", "02": "稀土", "03": "建筑服务", "04": "货物运输服务", "05": "不动产销售", "06": "不动产经营租赁服务",
    "07": "代收车船税", "08": "通行费", "09": "旅客运输服务", "10": "医疗服务（住院）", "11": "医疗服务（门诊）",
    "12": "自产农产品销售", "13": "拖拉机和联合收割机", "14": "机动车", "15": "二手车", "16": "农产品收购",
    "17": "光伏收购", "18": "卷烟",
}  # fmt: skip
_BY_BLOCK = (
    (("construction", "building", "placeofoccurrence", "建筑"), "建筑服务"),
    (("freight", "cargo", "goodstransport", "货物运输"), "货物运输服务"),
    (("passenger", "旅客"), "旅客运输服务"),
    (("lease", "rent", "租赁"), "不动产经营租赁服务"),
    (("realestate", "realproperty", "estatesale", "不动产"), "不动产销售"),
    (("vehiclevessel", "vehicleandvessel", "车船税"), "代收车船税"),
    (("toll", "通行费"), "通行费"),
    (("refinedoil", "productoil", "成品油"), "成品油"),
    (("usedvehicle", "usedcar", "secondhand", "二手车"), "二手车"),
    (("motorvehicle", "机动车"), "机动车"),
    (("tractor", "拖拉机"), "拖拉机和联合收割机"),
    (("medical", "医疗"), "医疗服务"),
)
"""Beginnings of what platforms call the block, in plain names."""
_TYPES = ("特定", "业务", "specific", "business")


def variant_of(root: Node, block: Node | None) -> str:
    """Return the official name of the 特定业务; empty where the invoice is of none that can be told."""
    for label in (n for n in root.walk() if plain(n.name) in {"label", "undefinedlabel", "specificlabel"}):
        texts = Texts(label)
        kind, name, code = texts.get("LabelType").casefold(), texts.get("LabelName").strip(), texts.get("LabelCode")
        if name in _BY_CODE.values() or (name and any(word in kind for word in _TYPES[:1])):
            return line(name, 40)
        if any(word in kind for word in _TYPES) and code.strip() in _BY_CODE:
            return line(name, 40) or _BY_CODE[code.strip()]
    if block is None:
        return ""
    names = [plain(n.name) for n in block.walk() if n is not block]
    return next((name for words, name in _BY_BLOCK if any(word in each for word in words for each in names)), "")
