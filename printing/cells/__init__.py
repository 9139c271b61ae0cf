"""An invoice in the cells of a terminal or a receipt head."""
