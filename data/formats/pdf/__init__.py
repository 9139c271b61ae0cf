"""PDF files as invoices."""
