"""Invoices: taken in, found, looked at, given out."""
