"""What people say in a room, and the rules they say it under."""
