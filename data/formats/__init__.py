"""From the bytes of a file to an invoice: what it is, what it says, whether its seal holds."""
