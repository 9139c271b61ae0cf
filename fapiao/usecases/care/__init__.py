"""The desk itself: what the store holds and which rules are in force."""
