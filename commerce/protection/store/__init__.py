"""Rows of public prices, promises and grants."""
