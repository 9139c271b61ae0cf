"""A stored OFD drawn as PDF pages: an own renderer for OFD files of the invoice class (GB/T 33190)."""
