"""What people bought at brands and kept, as membership counts it for its segments."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import RowMapping, Select, select

from commerce.tables import order_lines, orders, products
from kit.unit_of_work import Tx
from membership.segments.facts import Bought, share_bp

COUNTED = ("paid", "partly_refunded")
Key = tuple[str, str]
"""A brand and an account."""


@dataclass(slots=True)
class _Sum:
    spend_minor: int = 0
    line_minor: int = 0
    green_minor: int = 0
    paid_at: list[datetime] = field(default_factory=list)
    categories: set[str] = field(default_factory=set)


async def bought(tx: Tx, keys: Sequence[Key]) -> dict[Key, Bought]:
    """By brand and account; who kept nothing is left out. The green part is that of what the lines cost, before
    vouchers, which do not belong to a line."""
    wanted = set(keys)
    paid = await tx.all(_orders(wanted))
    sums: dict[Key, _Sum] = defaultdict(_Sum)
    owners: dict[str, Key] = {}
    for row in paid:
        owner = (row["brand_id"], row["account_id"])
        if owner in wanted:
            owners[row["id"]] = owner
            goods_minor = row["total_minor"] - row["shipping_minor"]
            sums[owner].spend_minor += max(goods_minor - row["refunded_minor"], 0)
            sums[owner].paid_at.append(row["paid_at"])
    for line in await tx.all(_lines(list(owners))):
        _add_line(sums[owners[line["order_id"]]], line)
    return {owner: _bought(one) for owner, one in sums.items()}


def _orders(wanted: set[Key]) -> Select[tuple[object, ...]]:
    return select(
        orders.c.id,
        orders.c.brand_id,
        orders.c.account_id,
        orders.c.total_minor,
        orders.c.shipping_minor,
        orders.c.refunded_minor,
        orders.c.paid_at,
    ).where(
        orders.c.account_id.in_({account_id for _, account_id in wanted}),
        orders.c.status.in_(COUNTED),
    )


def _lines(order_ids: list[str]) -> Select[tuple[object, ...]]:
    return (
        select(
            order_lines.c.order_id,
            order_lines.c.unit_price_minor,
            order_lines.c.quantity,
            order_lines.c.refunded_quantity,
            products.c.category,
            products.c.is_green,
        )
        .join(products, products.c.id == order_lines.c.product_id)
        .where(order_lines.c.order_id.in_(order_ids))
    )


def _add_line(one: _Sum, line: RowMapping) -> None:
    kept = line["quantity"] - line["refunded_quantity"]
    if kept == 0:
        return
    cost = line["unit_price_minor"] * kept
    one.line_minor += cost
    one.green_minor += cost if line["is_green"] else 0
    one.categories.add(line["category"])


def _bought(one: _Sum) -> Bought:
    return Bought(
        orders=len(one.paid_at),
        spend_minor=one.spend_minor,
        green_bp=share_bp(one.green_minor, one.line_minor),
        last_bought_at=max(one.paid_at),
        categories=frozenset(one.categories),
    )
