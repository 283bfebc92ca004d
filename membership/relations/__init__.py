"""How a brand sees its members: the list, and one member with everything between the two."""
