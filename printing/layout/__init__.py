"""The layout model: one TOML file per face, compiled once, placed per invoice into a display list."""
