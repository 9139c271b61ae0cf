"""Batches: the list, one batch with its lines, its manifest."""
