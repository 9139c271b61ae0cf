"""XML as invoices: dialects, vouchers, attachments."""
