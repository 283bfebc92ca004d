"""Against cheating: what rewards were earned by is looked at, and what looks odd waits for a person (docs/cheating.md)."""
