"""Where invoices come from and where they are kept."""
