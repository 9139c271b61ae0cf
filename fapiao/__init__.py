"""The core: what an invoice is, what may be printed again, what every paper owes.

Standard library only. Screens, command line, store and printers all stand on this package and never the other way round.
"""
