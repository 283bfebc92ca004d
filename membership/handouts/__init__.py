"""Vouchers that members are due: for a tier that they came to, or for points. Commerce hands them out."""
