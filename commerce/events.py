"""What commerce says has happened."""

from collections.abc import Sequence

from kit.events import Event


class DealEvent(Event, frozen=True, kw_only=True):
    """Base of what happens to a deal."""

    deal_id: str
    show_id: str
    brand_id: str
    version: int = 0
    """The deal's, right after this; 0 in events of releases that did not say it."""


class DealAdded(DealEvent, frozen=True, kw_only=True, tag="commerce.deal_added"):
    pass


class DealChanged(DealEvent, frozen=True, kw_only=True, tag="commerce.deal_changed"):
    pass


class DealRemoved(DealEvent, frozen=True, kw_only=True, tag="commerce.deal_removed"):
    pass


class DealDropped(DealEvent, frozen=True, kw_only=True, tag="commerce.deal_dropped"):
    pass


class DealOpened(DealEvent, frozen=True, kw_only=True, tag="commerce.deal_opened"):
    """A deal that dropped to the tiers first opened to more people."""


class DealPinned(DealEvent, frozen=True, kw_only=True, tag="commerce.deal_pinned"):
    pass


class DealUnpinned(DealEvent, frozen=True, kw_only=True, tag="commerce.deal_unpinned"):
    pass


class DealEnded(DealEvent, frozen=True, kw_only=True, tag="commerce.deal_ended"):
    pass


class StockChanged(DealEvent, frozen=True, kw_only=True, tag="commerce.stock_changed"):
    pass


class DealRepriced(DealEvent, frozen=True, kw_only=True, tag="commerce.deal_repriced"):
    """The price of a live deal changed."""


class WaitlistChanged(DealEvent, frozen=True, kw_only=True, tag="commerce.waitlist_changed"):
    """People joined the deal's line, or left it."""


class LineMoved(DealEvent, frozen=True, kw_only=True, tag="commerce.line_moved"):
    """Units came back, and all of them were offered to the first of the deal's line."""


class OrdersPlaced(Event, frozen=True, kw_only=True, tag="commerce.orders_placed"):
    """Claims that were settled together placed these orders in a show, in order of arrival."""

    show_id: str
    brand_id: str
    order_ids: list[str]

    @property
    def subjects(self) -> Sequence[str]:
        return self.order_ids


class UnitsTaken(Event, frozen=True, kw_only=True, tag="commerce.units_taken"):
    """Claims that were settled together took units of these deals of a show."""

    show_id: str
    brand_id: str
    deal_ids: list[str]


class OrderEvent(Event, frozen=True, kw_only=True):
    """Base of what happens to an order."""

    order_id: str
    deal_id: str
    show_id: str
    brand_id: str
    account_id: str
    version: int = 0
    """The order's, right after this; 0 in events of releases that did not say it."""

    @property
    def subjects(self) -> Sequence[str]:
        return (self.order_id,)


class PaymentBegun(OrderEvent, frozen=True, kw_only=True, tag="commerce.payment_begun"):
    """A payment is under way, or there is something new to tell of it."""


class PaymentFailed(OrderEvent, frozen=True, kw_only=True, tag="commerce.payment_failed"):
    pass


class DepositPaid(OrderEvent, frozen=True, kw_only=True, tag="commerce.deposit_paid"):
    """The order waits for its balance, whose window may come later."""


class PlacePaid(OrderEvent, frozen=True, kw_only=True, tag="commerce.place_paid"):
    """Its place in a team is paid, and the order waits for the others."""


class BalanceReminded(OrderEvent, frozen=True, kw_only=True, tag="commerce.balance_reminded"):
    """The buyer is to be reminded of the balance."""

    is_closing: bool
    """Whether its window closes soon; else it has just opened."""


class OrderForfeited(OrderEvent, frozen=True, kw_only=True, tag="commerce.order_forfeited"):
    """The balance was not paid, so the deposit stays with the brand and the units are free."""


class OrderPaid(OrderEvent, frozen=True, kw_only=True, tag="commerce.order_paid"):
    pass


class OrderExpired(OrderEvent, frozen=True, kw_only=True, tag="commerce.order_expired"):
    pass


class OrderCancelled(OrderEvent, frozen=True, kw_only=True, tag="commerce.order_cancelled"):
    pass


class OrderRefunded(OrderEvent, frozen=True, kw_only=True, tag="commerce.order_refunded"):
    """Money went back to the buyer."""

    refund_id: str
    amount_minor: int
    currency: str
    is_whole: bool
    """Whether nothing is left of what was paid."""
    was_late: bool
    """Whether the payment came when the order could not take it any more, so that nothing of a sale is undone."""


class RefundChanged(OrderEvent, frozen=True, kw_only=True, tag="commerce.refund_changed"):
    """A refund was begun, or did not succeed."""


class PriceProtected(OrderEvent, frozen=True, kw_only=True, tag="commerce.price_protected"):
    """A cheaper public price followed, and the difference is on its way back to the buyer."""

    refund_id: str


class OrderFulfilled(OrderEvent, frozen=True, kw_only=True, tag="commerce.order_fulfilled"):
    pass


class OrderGiven(OrderEvent, frozen=True, kw_only=True, tag="commerce.order_given"):
    """A friend accepted it as a gift."""


class ProductChanged(Event, frozen=True, kw_only=True, tag="commerce.product_changed"):
    """A manager says something else of a product."""

    product_id: str
    brand_id: str
