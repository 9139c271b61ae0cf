"""The ways to a printer: send an artefact, and know afterwards what is known of the paper."""
