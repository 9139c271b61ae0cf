"""OFD files as invoices."""
