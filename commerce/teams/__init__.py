"""Team deals: 2 to 5 people buy together at a lower price, or everyone gets their money back (docs/teams.md, 1 to 9)."""
