"""One file per thing a person does. Screens, command line and batch call the same functions.

All are synchronous; each opens its own short units of work.
"""
