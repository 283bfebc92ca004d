"""Rows of programmes: their rules, their members, and what new rules would do."""
