"""Search: what is indexed, the conditions as SQL, the rows of a list."""
