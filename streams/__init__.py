"""Shows: planned, live, ended."""
