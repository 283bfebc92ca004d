"""Catalogue, deals, claims, orders and payment. `hosting` holds the host's verbs, `checkout` the buyer's."""
