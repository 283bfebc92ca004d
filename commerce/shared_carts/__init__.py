"""Shared carts: lines that a person chose to show to friends, who can add them to their own."""
