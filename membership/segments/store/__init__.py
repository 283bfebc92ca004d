"""Rows of segments."""
