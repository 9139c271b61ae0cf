"""One screen per file. Screens talk to use cases only; they know no database and no printer."""
