"""What does not fit in the facts of an invoice: read from them each time it is looked at, never corrected (docs/doubts.md)."""
