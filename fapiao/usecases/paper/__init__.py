"""One paper from the wish to its outcome, and what is said of it afterwards."""
