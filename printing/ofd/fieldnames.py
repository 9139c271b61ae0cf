"""What an object of a page is called, for a person: its custom tag where the file gives one, and its words."""

from __future__ import annotations

from ofd.node import Node
from ofd.package import folder
from printing.ofd.document import Document
from printing.ofd.textcodes import text_of

_LABELS = {
    "InvoiceCode": "发票代码", "InvoiceNo": "发票号码", "IssueDate": "开票日期", "InvoiceCheckCode": "校验码",
    "MachineNo": "机器编号", "TaxControlCode": "密码区", "BuyerName": "购买方名称", "BuyerTaxID": "购买方税号",
    "BuyerAddrTel": "购买方地址电话", "BuyerFinancialAccount": "购买方开户行及账号", "SellerName": "销售方名称",
    "SellerTaxID": "销售方税号", "SellerAddrTel": "销售方地址电话", "SellerFinancialAccount": "销售方开户行及账号",
    "Item": "项目名称", "Specification": "规格型号", "MeasurementDimension": "单位", "Note": "备注",
    "InvoiceClerk": "开票人", "Payee": "收款人", "Checker": "复核人",
}  # fmt: skip
_SHOWN = 20


class FieldNames:
    """Names of text objects, looked up when one is needed."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._tags: dict[tuple[str, str], str] | None = None

    def of(self, node: Node, page: str) -> str:
        """Return the name of a ``TextObject`` on the page with that number in the file."""
        if self._tags is None:
            self._tags = self._read()
        tag = self._tags.get((page, node.attribute("ID")), node.attribute("Tag"))
        words = "".join(text_of(code) for code in node.all("TextCode"))[:_SHOWN]
        return f"{_LABELS.get(tag, tag)}“{words}”"

    def _read(self) -> dict[tuple[str, str], str]:
        document, found = self._document, dict[tuple[str, str], str]()
        package, base = document.package, folder(document.path)
        listing = package.find(document.root.get("CustomTags"), base)
        for entry in package.tree(listing).all("CustomTag") if listing else ():
            name = package.find(entry.get("FileLoc"), folder(listing or ""), base)
            for node in package.tree(name).walk() if name else ():
                for reference in node.all("ObjectRef"):
                    found[reference.attribute("PageRef"), reference.text.strip()] = node.name
        return found
