"""Tables of price protection. A line is granted once, whatever the code does: the database has one row for it at most."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from kit.db import Id, Instant, metadata

# The prices that products have had for everyone. `sweep_at` is when the worker looks next for orders that were dearer, as
# far as it has come; null when it has looked at all.
public_prices = Table(
    "public_price",
    metadata,
    Column("deal_id", ForeignKey("deal.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("product_id", ForeignKey("product.id"), nullable=False),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("sweep_at", Instant),
    Column("swept_deal_id", Id, nullable=False, server_default=""),
    Column("swept_order_id", Id, nullable=False, server_default=""),
    PrimaryKeyConstraint("deal_id", "version"),
    CheckConstraint("price_minor > 0", name="price"),
    CheckConstraint("starts_at <= ends_at", name="window"),
    Index("ix_public_price_product_id", "product_id", "starts_at"),
    Index(
        "ix_public_price_sweep_at",
        "sweep_at",
        postgresql_where=text("sweep_at IS NOT NULL"),
        sqlite_where=text("sweep_at IS NOT NULL"),
    ),
)

# What brands promised, from when on.
price_promises = Table(
    "price_promise",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("since", Instant, nullable=False),
    Column("days", Integer, nullable=False),
    PrimaryKeyConstraint("brand_id", "since"),
    CheckConstraint("days BETWEEN 0 AND 90", name="days"),
)

# Orders with which a step failed. The step goes on without them, so that they are tried again from here.
unprotected_orders = Table(
    "unprotected_order",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True),
)

price_grants = Table(
    "price_grant",
    metadata,
    Column("order_id", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("deal_id", ForeignKey("deal.id"), nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("units", Integer, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("refund_id", ForeignKey("refund.id"), nullable=False, index=True),
    Column("granted_at", Instant, nullable=False),
    PrimaryKeyConstraint("order_id", "number"),
    ForeignKeyConstraint(["order_id", "number"], ["order_line.order_id", "order_line.number"]),
    CheckConstraint("units > 0", name="units"),
    CheckConstraint("amount_minor > 0", name="amount_minor"),
)
