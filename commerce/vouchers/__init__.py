"""Vouchers as rows: issued by a brand or the operator, collected, entered, granted, and used with orders.

What becomes of one use, and which limits hold, is docs/pricing.md, 10; what a voucher takes is `commerce/pricing`.
"""
