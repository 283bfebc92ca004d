"""What a buyer pays, as pure functions. docs/pricing.md is the specification; rules are cited by its numbers (P1, V2)."""
