"""The vendored fonts (subsets built by ``scripts/build_fonts.py``) and which of them draws which character."""
