"""What the core needs of the world, as protocols. Concrete classes are named in ``tui/bootstrap.py`` only."""
