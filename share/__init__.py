"""Links that people send to friends, the orders that came by them, and what the sharer earns."""
