"""Stripe behind the port, through its library."""
