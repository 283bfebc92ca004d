"""Business-free ground: everything above stands on it, and it knows none of it."""
