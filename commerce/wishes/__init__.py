"""The wish list: products and deals that a person keeps, for themselves alone."""
