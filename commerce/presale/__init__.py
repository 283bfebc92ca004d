"""Pre-sale: a deposit now, the balance in its window. What is sold so is an ordinary deal and an ordinary order; here is what
they have besides (docs/pricing.md, 14)."""
