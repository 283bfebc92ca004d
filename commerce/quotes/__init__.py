"""Quotes for a buyer, and what they are made from besides deals and vouchers: price lists and exchange rates."""
