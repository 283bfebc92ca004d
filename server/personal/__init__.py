"""What all slices together know of a person: gathered for a brand's timeline, for the person to take along, and to be erased."""
