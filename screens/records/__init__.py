"""What was printed: records, work list, the day, the ledger, papers scanned back."""
