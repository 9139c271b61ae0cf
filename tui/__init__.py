"""The program: app shell, command line, practice desk, and the one place that names concrete classes."""
