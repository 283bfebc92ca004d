"""A person's data: taking it along, and being erased (docs/privacy.md)."""
