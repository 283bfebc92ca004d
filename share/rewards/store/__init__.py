"""Rows of rewards, of their terms and their payouts."""
