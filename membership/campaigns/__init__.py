"""Campaigns: a brand writes to the members of a segment, once, and measures what came of it."""
