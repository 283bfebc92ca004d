"""Rows of vouchers. Who needs their locks takes those of deals and orders first, then vouchers in the order of their ids."""
