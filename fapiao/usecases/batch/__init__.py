"""Many papers in order: drafts, the run, the answer for the stack, the manifest."""
