"""Whether a deal may be announced as the lowest price of 30 days: the rule, and what its refusal says.

The 30 days are those before the price, as the EU asks of whoever announces a reduction (Directive 98/6/EC, Article 6a).
"""

from datetime import datetime, timedelta

from babel.dates import format_date

from commerce.deals import Deal
from commerce.protection.errors import NotLowestPrice
from commerce.protection.public_price import PublicPrice
from kit.money import Money
from membership.people import Brand

LOOKS_BACK = timedelta(days=30)


def refuse_after(
    deal: Deal, brand: Brand, lowest: PublicPrice | None, at: datetime
) -> NotLowestPrice | None:
    """Why not, if it was the `lowest` public price in the time that counts; an equal price is no reason."""
    if lowest is None or lowest.price_minor >= deal.cost_minor:
        return None
    day = format_date(lowest.starts_at, format="medium", locale=brand.locale)
    return _refusal(
        lowest.price_minor,
        brand,
        f"it has cost since {day}" if lowest.ends_at > at else f"it cost on {day}",
    )


def refuse_before(deal: Deal, brand: Brand, queued: Deal) -> NotLowestPrice | None:
    """Why not, if another deal of the product is already queued."""
    if queued.cost_minor >= deal.cost_minor:
        return None
    return _refusal(queued.cost_minor, brand, "it will cost in a deal that is queued")


def _refusal(price_minor: int, brand: Brand, when: str) -> NotLowestPrice:
    price = Money(price_minor, brand.currency).format(brand.locale)
    message = f"{price} is what {when}. Ask at most that, or do not announce the lowest price."
    return NotLowestPrice(message, fields={"is_lowest_price": message})
