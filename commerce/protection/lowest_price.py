"""Whether a deal may be announced as the lowest price of 30 days: the rule, and what its refusal says.

The 30 days are those before the price, as the EU asks of whoever announces a reduction (Directive 98/6/EC, Article 6a).
"""

from datetime import datetime, timedelta

from commerce.deals import Deal
from commerce.protection.errors import NotLowestPrice
from commerce.protection.public_price import PublicPrice
from kit.money import Money
from kit.words import Text
from membership.people import Brand

LOOKS_BACK = timedelta(days=30)


def refuse_after(
    deal: Deal, brand: Brand, lowest: PublicPrice | None, at: datetime
) -> NotLowestPrice | None:
    """Why not, if it was the `lowest` public price in the time that counts; an equal price is no reason."""
    if lowest is None or lowest.price_minor >= deal.cost_minor:
        return None
    price = Money(lowest.price_minor, brand.currency)
    if lowest.ends_at > at:
        return _refusal(
            Text(
                "It has cost {price} since {day}. Ask at most that, or do not announce the lowest price.",
                price=price,
                day=lowest.starts_at.date(),
            )
        )
    return _refusal(
        Text(
            "It cost {price} on {day}. Ask at most that, or do not announce the lowest price.",
            price=price,
            day=lowest.starts_at.date(),
        )
    )


def refuse_before(deal: Deal, brand: Brand, queued: Deal) -> NotLowestPrice | None:
    """Why not, if another deal of the product is already queued."""
    if queued.cost_minor >= deal.cost_minor:
        return None
    return _refusal(
        Text(
            "It will cost {price} in a deal that is queued. Ask at most that, or do not announce the lowest price.",
            price=Money(queued.cost_minor, brand.currency),
        )
    )


def _refusal(message: Text) -> NotLowestPrice:
    return NotLowestPrice(message, fields={"is_lowest_price": message})
