"""The facts of a face from its text by geometry, whichever format drew it."""
