"""What a file is, by its content; its name is never believed."""

from __future__ import annotations

from enum import StrEnum

from fapiao.said import say


class Content(StrEnum):
    """What the first bytes say."""

    EMPTY = "empty"
    PDF = "pdf"
    ZIP = "zip"
    """OFD, or a zip of files: the members tell."""
    XML = "xml"
    PNG = "png"
    JPEG = "jpeg"
    GIF = "gif"
    TIFF = "tiff"
    BMP = "bmp"
    OLE = "ole"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    TEXT = "text"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The name in messages."""
        return _LABELS.get(self, self.value.upper())


_LABELS = {
    Content.PNG: say("PNG 图片"),
    Content.JPEG: say("JPEG 图片"),
    Content.GIF: say("GIF 图片"),
    Content.TIFF: say("TIFF 图片"),
    Content.BMP: say("BMP 图片"),
    Content.OLE: say("Office 文件"),
    Content.RAR: say("RAR 压缩包"),
    Content.SEVEN_ZIP: say("7z 压缩包"),
    Content.TEXT: say("文本文件"),
    Content.UNKNOWN: say("不认识的文件"),
}
_MAGIC = (
    (b"PK\x03\x04", Content.ZIP),
    (b"PK\x05\x06", Content.ZIP),
    (b"\x89PNG\r\n", Content.PNG),
    (b"\xff\xd8\xff", Content.JPEG),
    (b"GIF8", Content.GIF),
    (b"II*\x00", Content.TIFF),
    (b"MM\x00*", Content.TIFF),
    (b"BM", Content.BMP),
    (b"\xd0\xcf\x11\xe0", Content.OLE),
    (b"Rar!", Content.RAR),
    (b"7z\xbc\xaf", Content.SEVEN_ZIP),
)
_HEAD = 1024
_BLANKS = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"


def sniff(data: bytes) -> Content:
    """Return what ``data`` is."""
    if not data:
        return Content.EMPTY
    for magic, content in _MAGIC:
        if data.startswith(magic):
            return content
    head = data[:_HEAD]
    if b"%PDF-" in head:
        return Content.PDF
    if head.lstrip(_BLANKS).startswith(b"<") or not data.strip(_BLANKS):
        return Content.XML
    return Content.TEXT if b"\x00" not in head else Content.UNKNOWN
