"""What brands charge for shipping: their terms, which their managers set (docs/pricing.md, 16)."""
