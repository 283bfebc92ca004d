"""Red packets in a room: points of the brand, split by chance among those who open them first, and checkable afterwards."""
