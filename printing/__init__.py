"""From an invoice to paper: faces typeset from data, stored pages imposed, receipts, previews, and the printers."""
