"""Who someone is to a brand: accounts, brands and their staff, sessions, programmes and tiers."""
