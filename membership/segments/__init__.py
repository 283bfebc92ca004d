"""Segments: members of a brand who fit a rule, counted while the rule is written."""
