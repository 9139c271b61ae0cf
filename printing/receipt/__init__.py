"""Receipts as ESC/POS bytes: composed, read back, tried."""
