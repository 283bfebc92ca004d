"""What commerce refuses."""

from kit.errors import Conflict, Forbidden, Invalid, NotFound, Refusal


class NoSuchProduct(NotFound):
    code = "product.not_found"
    title = "There is no such product"


class NoSuchShow(NotFound):
    code = "show.not_found"
    title = "There is no such show"


class NoSuchDeal(NotFound):
    code = "deal.not_found"
    title = "There is no such deal"


class NoSuchOrder(NotFound):
    code = "order.not_found"
    title = "There is no such order"


# What a host is refused.


class ForeignProduct(Invalid):
    code = "deal.foreign_product"
    title = "The product belongs to another brand"


class NotListed(Invalid):
    code = "deal.product_not_listed"
    title = "The product was taken out of the catalogue"


class ListPriceStands(Conflict):
    code = "product.list_price_stands"
    title = "The list price cannot be changed any more"


class PriceAboveList(Invalid):
    code = "deal.price_above_list"
    title = "The price is above the list price"


class NoSuchTier(Invalid):
    code = "deal.no_such_tier"
    title = "The brand has no tier with this rank"


class TooManyDeals(Conflict):
    code = "show.too_many_deals"
    title = "The show has as many deals as it can hold"


class TooManyOrders(Conflict):
    code = "order.too_many"
    title = "These are more orders than fit into one file"


class NotQueued(Conflict):
    code = "deal.not_queued"
    title = "Only a queued deal can be changed"


class AlreadyLive(Conflict):
    code = "deal.already_live"
    title = "The deal is already live"


class StockBelowSold(Conflict):
    code = "deal.stock_below_sold"
    title = "More units are taken than that"


# What a host or a buyer is refused.


class ShowNotLive(Conflict):
    code = "show.not_live"
    title = "The show is not live"


class ShowOver(Conflict):
    code = "show.over"
    title = "The show is over"


class NotOpen(Conflict):
    code = "deal.not_open"
    title = "The deal has not dropped yet"


class DealEnded(Conflict):
    code = "deal.ended"
    title = "The deal has ended"


# What a buyer is refused.


class TierTooLow(Forbidden):
    code = "deal.tier_too_low"
    title = "The deal is for members of a higher tier"


class OpensLater(Forbidden):
    code = "deal.opens_later"
    title = "The deal is not open to you yet"


class OverBuyerLimit(Conflict):
    code = "deal.over_buyer_limit"
    title = "That is more than one buyer may have"


class SoldOut(Conflict):
    code = "deal.sold_out"
    title = "The deal is sold out"


class NotEnoughLeft(Conflict):
    code = "deal.not_enough_left"
    title = "There are not that many left"


class PriceChanged(Conflict):
    code = "deal.price_changed"
    title = "The deal is dearer than it was"


class AlreadyPaid(Conflict):
    code = "order.already_paid"
    title = "The order is already paid"


class HoldExpired(Conflict):
    code = "order.hold_expired"
    title = "The time to pay is over"


class WasCancelled(Conflict):
    code = "order.cancelled"
    title = "The order was cancelled"


class PaymentUnderWay(Conflict):
    code = "order.payment_under_way"
    title = "A payment of this order is under way"


class PaymentDeclined(Refusal):
    code = "payment.declined"
    status = 402
    title = "The payment was declined"


# What a brand's staff is refused.


class NotPaid(Conflict):
    code = "order.not_paid"
    title = "The order is not paid"


# What is refused about prices.


class NoRate(Conflict):
    code = "quote.no_rate"
    title = "There is no conversion rate"
