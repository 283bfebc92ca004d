"""Gifts: orders that their buyers paid for a friend."""
