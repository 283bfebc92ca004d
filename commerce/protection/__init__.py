"""What buyers may rely on after they bought: a lower price that follows soon is theirs too, and "lowest price" is true."""
