"""Rows of exports and erasures."""
