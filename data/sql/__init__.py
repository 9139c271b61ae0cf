"""The store on SQLite or PostgreSQL: one file per kind of row."""
