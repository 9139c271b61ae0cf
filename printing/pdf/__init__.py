"""Pages as PDF: written, imposed, paired."""
