"""OFD files (GB/T 33190): zip, XML, DER, JBIG2, signatures, told apart from invoices and from paper (docs/architecture.md)."""
