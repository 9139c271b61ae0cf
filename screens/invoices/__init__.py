"""Invoices found, taken in, given out."""
