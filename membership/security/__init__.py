"""What keeps an account its owner's: its password, its address, its sessions, and the letters that tell of a change."""
