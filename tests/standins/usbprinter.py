"""A USB receipt printer: a backend for pyusb that has one device on its bus, whose bulk pipes lead to a TCP printer.

Containers have no USB bus and no gadget driver, so this stands where libusb stands. Everything above it is real: pyusb,
the descriptors as a printer gives them, claiming, bulk transfers with their time-outs; and behind the pipes is emupos.
"""

from __future__ import annotations

import array
import errno
import select
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.backend
from usb.core import USBError, USBTimeoutError

VENDOR, PRODUCT = 0x04B8, 0x0E28
_OUT, _IN = 0x01, 0x82
_PACKET = 64
_BULK = 0x02
_STRINGS = {1: "EPSON", 2: "TM-T20III"}
_ENGLISH = 0x0409


@dataclass
class UsbPrinter(usb.backend.IBackend):  # type: ignore[misc]  # pyusb comes without types
    """One printer, or several of one model. ``two_way`` False: no IN endpoint."""

    upstream: int
    serials: tuple[str, ...] = ("X1",)
    two_way: bool = True
    interface_class: int = 0x07
    refuses: int = 0
    """An errno with which claiming fails."""
    stuck_after: int | None = None
    """Bytes after which it takes no more."""
    stuck: Callable[[], None] = lambda: None
    """Called when it is asked to take more all the same."""
    unplugged_after: int | None = None
    usblp: bool = True
    """Whether the kernel's driver holds it."""
    taken: int = 0
    claimed: bool = False
    transfers: list[int] = field(default_factory=list)
    _pipe: socket.socket | None = None

    def enumerate_devices(self) -> Iterator[str]:
        return iter(self.serials)

    def get_parent(self, dev: str) -> None:
        return None

    def get_device_descriptor(self, dev: str) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=VENDOR, idProduct=PRODUCT, bcdDevice=0x100, iManufacturer=1, iProduct=2,
            iSerialNumber=3, bNumConfigurations=1, address=1 + self.serials.index(dev), bus=1, port_number=1,
            port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: str, config: int) -> Any:
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: str, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError(intf)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=1 + self.two_way,
            bInterfaceClass=self.interface_class, bInterfaceSubClass=1, bInterfaceProtocol=1 + self.two_way,
            iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: str, ep: int, intf: int, alt: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(_OUT, _IN)[ep], bmAttributes=_BULK, wMaxPacketSize=_PACKET,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: str) -> str:
        return dev

    def close_device(self, dev_handle: str) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    def set_configuration(self, dev_handle: str, config_value: int) -> None: ...

    def get_configuration(self, dev_handle: str) -> int:
        return 1

    def set_interface_altsetting(self, dev_handle: str, intf: int, altsetting: int) -> None: ...

    def claim_interface(self, dev_handle: str, intf: int) -> None:
        if self.refuses:
            raise USBError("refused", -3, self.refuses)
        if self.usblp or self.claimed:
            raise USBError("Resource busy", -6, errno.EBUSY)
        self.claimed = True
        self._pipe = socket.create_connection(("127.0.0.1", self.upstream), 60)
        self._pipe.settimeout(None)

    def release_interface(self, dev_handle: str, intf: int) -> None:
        self.claimed = False

    def is_kernel_driver_active(self, dev_handle: str, intf: int) -> bool:
        return self.usblp

    def detach_kernel_driver(self, dev_handle: str, intf: int) -> None:
        self.usblp = False

    def attach_kernel_driver(self, dev_handle: str, intf: int) -> None:
        self.usblp = True

    def bulk_write(self, dev_handle: str, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert ep == _OUT
        assert self._pipe is not None
        room = len(data)
        if self.unplugged_after is not None:
            room = min(room, self.unplugged_after - self.taken)
            if room <= 0:
                raise USBError("No such device", -4, errno.ENODEV)
        if self.stuck_after is not None:
            room = min(room, self.stuck_after - self.taken)
            if room <= 0:
                self.stuck()
                select.select([], [], [], timeout / 1000)
                raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        self._pipe.sendall(bytes(data)[:room])
        self.taken += room
        self.transfers.append(room)
        return room

    def bulk_read(self, dev_handle: str, ep: int, intf: int, buff: Any, timeout: int) -> int:
        assert ep == _IN
        assert self._pipe is not None
        if not select.select([self._pipe], [], [], timeout / 1000)[0]:
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        data = self._pipe.recv(min(len(buff), _PACKET))
        buff[: len(data)] = array.array("B", data)
        return len(data)

    def ctrl_transfer(
        self, dev_handle: str, bm: int, request: int, value: int, index: int, data: Any, timeout: int
    ) -> int:
        """GET_DESCRIPTOR of a string, the only question asked of endpoint 0."""
        assert (request, value >> 8) == (0x06, 0x03)
        text = dev_handle if value & 0xFF == 3 else _STRINGS.get(value & 0xFF, "")
        body = text.encode("utf-16-le") if value & 0xFF else struct.pack("<H", _ENGLISH)
        answer = (bytes([len(body) + 2, 3]) + body)[: len(data)]
        data[: len(answer)] = array.array("B", answer)
        return len(answer)


@contextmanager
def usb_printer(upstream: int, **facts: Any) -> Iterator[UsbPrinter]:
    """A bus with printers whose pipes lead to the TCP port ``upstream``."""
    printer = UsbPrinter(upstream, **facts)
    yield printer
    printer.close_device("")
