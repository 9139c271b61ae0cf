"""ESC/POS printers over TCP, serial lines and USB."""
