"""How a brand's members come to their tiers: the rules that its managers set, and who stands where by them."""
