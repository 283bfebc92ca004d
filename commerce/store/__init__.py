"""Commerce's rows: of the catalogue, of deals with their buyers' slots, and of orders with their payments."""
