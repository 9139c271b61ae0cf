"""What was printed: history, the day, what waits for a person, scans, the ledger's check."""
