"""The outer form of a PDF: numbered objects, their table, the trailer (PDF 32000-1, 7.5). The same content, the same bytes."""

import hashlib
import zlib

_HEAD = b"%PDF-1.4\n%\xe5\x8f\x91\xe7\xa5\xa8\n"
_PROGRAM = "fapiao-desk"


class PdfFile:
    """A PDF being written. Objects are told by their numbers."""

    def __init__(self) -> None:
        """Begin a file without objects."""
        self._bodies: list[bytes] = []

    def reserve(self) -> int:
        """Return the number of an object that is :meth:`put` later."""
        self._bodies.append(b"null")
        return len(self._bodies)

    def put(self, number: int, body: str) -> None:
        """Say what the object ``number`` is."""
        self._bodies[number - 1] = body.encode("ascii")

    def add(self, body: str) -> int:
        """Add an object; return its number."""
        self._bodies.append(body.encode("ascii"))
        return len(self._bodies)

    def add_stream(self, deflated: bytes, entries: str = "") -> int:
        """Add a stream that is deflated already; ``entries`` are those of its dictionary beside length and filter."""
        head = f"<< {entries} /Filter /FlateDecode /Length {len(deflated)} >>\nstream\n"
        self._bodies.append(head.encode("ascii") + deflated + b"\nendstream")
        return len(self._bodies)

    def finish(self, root: int, title: str) -> bytes:
        """Return the file. ``title`` and the program are all that its metadata say."""
        info = self.add(
            f"<< /Title {text(title)} {' '.join(f'/{key} ({_PROGRAM})' for key in ('Author', 'Creator', 'Producer'))} >>"
        )
        parts, place, table = [_HEAD], len(_HEAD), ["0000000000 65535 f \n"]
        for number, body in enumerate(self._bodies, 1):
            part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            table.append(f"{place:010d} 00000 n \n")
            parts.append(part)
            place += len(part)
        same = hashlib.sha256(b"".join(parts)).hexdigest()[:32]
        parts.append(
            f"xref\n0 {len(table)}\n{''.join(table)}trailer\n<< /Size {len(table)} /Root {root} 0 R /Info {info} 0 R "
            f"/ID [<{same}> <{same}>] >>\nstartxref\n{place}\n%%EOF\n".encode("ascii")
        )
        return b"".join(parts)


def text(value: str) -> str:
    """Return ``value`` as a text string."""
    return f"<feff{value.encode('utf-16-be').hex()}>"


def deflated(content: bytes, level: int) -> bytes:
    """Return ``content`` as a stream holds it."""
    return zlib.compress(content, level)
