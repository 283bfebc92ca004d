"""A challenge between teams in a room: they bring friends and buy, and the best share a pot of points (docs/teams.md, 10 to 16)."""
