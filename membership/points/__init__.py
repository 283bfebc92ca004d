"""The points ledger: what members earn by buying, and what becomes of it. Only added to."""
