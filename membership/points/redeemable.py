"""What points buy: one of the brand's vouchers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Redeemable:
    voucher_id: str
    title: str
    points: int
