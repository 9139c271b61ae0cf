"""How papers lie: print settings, layouts, the offset wizard."""
