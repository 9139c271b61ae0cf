"""IPP printers, directly or through CUPS."""
