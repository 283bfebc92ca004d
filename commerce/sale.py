"""An order as others count it: whose it is, what was paid, and what went back. Read for many at once (`commerce.store.sales`)."""

from datetime import datetime

from msgspec import Struct

from commerce.orders import number_of


class Sale(Struct, frozen=True, gc=False):
    order_id: str
    account_id: str
    """The buyer."""
    brand_id: str
    show_id: str
    total_minor: int
    shipping_minor: int
    refunded_minor: int
    currency: str
    referral_token: str | None
    created_at: datetime
    paid_at: datetime | None
    is_refunded: bool
    """Whether nothing is left of it."""

    @property
    def number(self) -> str:
        return number_of(self.order_id)

    @property
    def goods_minor(self) -> int:
        """What was paid for the lines: what points and rewards are earned by."""
        return self.total_minor - self.shipping_minor

    @property
    def kept_minor(self) -> int:
        """What of that was not refunded. Money goes back for the goods first, and for shipping last."""
        return max(self.goods_minor - self.refunded_minor, 0)
