"""USB to a receipt printer, through libusb: bulk transfers to the printer's own interface.

pyusb is an optional part (``fapiao-desk[usb]``) and libusb comes with the system; where one is missing, the printer cannot
be reached and the cure is said. The kernel's own driver (``usblp``) is put aside while we hold the interface.
"""

from __future__ import annotations

import errno
import time
from dataclasses import dataclass
from typing import Any

from fapiao.errors import PrinterNotReady
from fapiao.said import say
from printing.devices.escpos.link import LinkClosed

_PRINTER_CLASS, _VENDOR_CLASS = 0x07, 0xFF
_LOOK_MS, _READ_MS, _WRITE_MS = 1, 50, 100
"""Milliseconds of one transfer: a look whether something has come, one round of listening, one round of writing."""
_IDLE = 0.01
"""Seconds between two reads of a printer that answers with empty packets instead of waiting."""
_GONE = frozenset({errno.ENODEV, errno.EPIPE, errno.EIO, errno.ESHUTDOWN})


@dataclass(frozen=True, slots=True)
class UsbAddress:
    """Vendor and product as the bus knows them; ``serial`` tells two printers of one model apart, empty = any."""

    vendor: int
    product: int
    serial: str = ""

    def __str__(self) -> str:
        """As in a device URL."""
        return f"{self.vendor:04x}:{self.product:04x}" + (f"/{self.serial}" if self.serial else "")


class UsbLink:
    """Implements :class:`~printing.devices.escpos.link.Link`. A printer without an IN endpoint says nothing, ever."""

    def __init__(self, address: UsbAddress, backend: Any = None) -> None:
        """Find the printer and claim its interface; ``backend`` is pyusb's, libusb 1.0 where None. Raises PrinterNotReady."""
        self._device = _found(address, backend or _libusb())
        self._interface, self._out, self._in = _claimed(self._device)
        self._heard = b""
        self.sent = 0
        self.two_way = self._in is not None
        self.vouches = self.two_way

    def write_some(self, data: memoryview) -> int:
        """Hand over what is taken within a moment, perhaps nothing; return how much."""
        from usb.core import USBTimeoutError

        try:
            count = int(self._out.write(bytes(data), _WRITE_MS))
        except USBTimeoutError:
            return 0
        self.sent += count
        return count

    def read_some(self) -> bytes:
        """Return what has arrived so far. Raises LinkClosed when the printer was unplugged."""
        heard = self._heard or self._listen(_LOOK_MS)
        self._heard = b""
        return heard

    def wait(self, seconds: float, *, writing: bool = False) -> tuple[bool, bool]:
        """Wait until something has come; where there is something to write, only look."""
        if writing:
            self._heard = self._heard or self._listen(_LOOK_MS)
            return bool(self._heard), True
        end = time.monotonic() + seconds
        while not self._heard:
            left = end - time.monotonic()
            if left <= 0:
                break
            self._heard = self._listen(min(_READ_MS, max(_LOOK_MS, int(left * 1000))))
            if not self._heard:
                time.sleep(min(_IDLE, left))
        return bool(self._heard), False

    def pending(self) -> int:
        """Return 0: a transfer counts only once the printer has acknowledged it."""
        return 0

    def seconds_for(self, size: int) -> float:
        """Return 0: the bus is faster than any printer."""
        del size
        return 0.0

    def close(self) -> None:
        """Give the interface back to the kernel; never raises."""
        import usb.util
        from usb.core import USBError

        try:
            usb.util.release_interface(self._device, self._interface)
            _hand_back(self._device, self._interface)
        except (USBError, NotImplementedError):
            # A printer that was pulled out has nothing left to give back.
            pass
        finally:
            usb.util.dispose_resources(self._device)

    def _listen(self, milliseconds: int) -> bytes:
        from usb.core import USBError, USBTimeoutError

        if self._in is None:
            return b""
        try:
            return bytes(self._in.read(max(64, self._in.wMaxPacketSize), milliseconds))
        except USBTimeoutError:
            return b""
        except USBError as error:
            if error.errno in _GONE:
                message = "unplugged"
                raise LinkClosed(message) from error
            raise


def _libusb() -> Any:
    try:
        from usb.backend import libusb1
    except ImportError as error:
        raise PrinterNotReady(say("没有安装 pyusb，用不了 USB 小票机"), say("请管理员安装 fapiao-desk[usb]")) from error
    backend = libusb1.get_backend()
    if backend is None:
        raise PrinterNotReady(say("系统里没有 libusb，用不了 USB 小票机"), say("请管理员安装 libusb-1.0-0"))
    return backend


def _found(address: UsbAddress, backend: Any) -> Any:
    import usb.core

    devices = list(usb.core.find(True, backend, idVendor=address.vendor, idProduct=address.product))
    if address.serial:
        devices = [device for device in devices if _serial_of(device) == address.serial]
    if not devices:
        raise PrinterNotReady(
            say("没有找到 USB 打印机 {address}", address=address), say("请检查打印机电源和 USB 线；用 lsusb 查看")
        )
    if len(devices) > 1:
        raise PrinterNotReady(
            say("有 {count} 台 USB 打印机 {address}", count=len(devices), address=address),
            say("请在设备地址后面写上 /序列号"),
        )
    return devices[0]


def _serial_of(device: Any) -> str:
    from usb.core import USBError

    try:
        return str(device.serial_number or "")
    except (USBError, ValueError):
        # One that we may not ask is not the one that was named.
        return ""


def _claimed(device: Any) -> tuple[Any, Any, Any]:
    """Return the printer's interface, claimed, with its OUT and, where there is one, its IN endpoint."""
    import usb.util
    from usb.core import USBError

    try:
        interface, out, back = _interface(device)
        number = interface.bInterfaceNumber
        if _driven(device, number):
            device.detach_kernel_driver(number)
        usb.util.claim_interface(device, interface)
    except USBError as error:
        usb.util.dispose_resources(device)
        if error.errno == errno.EACCES:
            cure = say("请管理员为它写一条 udev 规则，见 docs/printers.md")
            raise PrinterNotReady(say("没有权限使用 USB 打印机"), cure) from error
        if error.errno == errno.EBUSY:
            raise PrinterNotReady(say("USB 打印机正被别的程序占用"), say("请结束那个程序，或换一台打印机")) from error
        raise PrinterNotReady(say("打不开 USB 打印机"), say("请重新插上 USB 线，再试一次")) from error
    return interface, out, back


def _interface(device: Any) -> tuple[Any, Any, Any]:
    from usb.core import USBError

    try:
        configuration = device.get_active_configuration()
    except USBError as error:
        if error.errno in {errno.EACCES, errno.EBUSY}:
            raise
        device.set_configuration()
        configuration = device.get_active_configuration()
    for wanted in (_PRINTER_CLASS, _VENDOR_CLASS):
        for interface in configuration:
            out, back = _bulk(interface, incoming=False), _bulk(interface, incoming=True)
            if interface.bInterfaceClass == wanted and out is not None:
                return interface, out, back
    raise PrinterNotReady(say("这个 USB 设备不是打印机"), say("请用 lsusb 核对设备地址里的两组数字"))


def _bulk(interface: Any, *, incoming: bool) -> Any:
    import usb.util

    direction = usb.util.ENDPOINT_IN if incoming else usb.util.ENDPOINT_OUT
    for endpoint in interface:
        is_bulk = usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        if is_bulk and usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction:
            return endpoint
    return None


def _driven(device: Any, number: int) -> bool:
    """Whether the kernel's driver holds the interface; systems without such drivers do not know the question."""
    try:
        return bool(device.is_kernel_driver_active(number))
    except NotImplementedError:
        return False


def _hand_back(device: Any, interface: Any) -> None:
    device.attach_kernel_driver(interface.bInterfaceNumber)
