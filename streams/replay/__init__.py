"""Shows that are over, to be watched again: recordings, what they are played by, and clips cut from them."""
