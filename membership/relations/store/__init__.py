"""Rows of a brand's relation to its members."""
