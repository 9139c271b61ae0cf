"""Invented invoices of every kind in the ways that programs write them, and papers that are none, each with its truth."""
