"""Electronic seals: what they say and whether they hold."""
