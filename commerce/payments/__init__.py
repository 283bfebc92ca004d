"""Money: payments through a gateway, what becomes of them, and refunds."""
