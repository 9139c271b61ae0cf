"""One paper: checked, previewed, printed, answered."""
