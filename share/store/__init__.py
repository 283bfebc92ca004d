"""Share's rows: links, clicks with their steps, and what was decided about orders."""
