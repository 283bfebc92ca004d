"""Tables of shared carts."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from kit.db import Id, Instant, metadata

shared_carts = Table(
    "shared_cart",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Column("version", Integer, nullable=False),
    CheckConstraint("kind IN ('cart', 'wishlist')", name="kind"),
    Index("ix_shared_cart_account_id", "account_id", "created_at"),
)

shared_lines = Table(
    "shared_cart_line",
    metadata,
    Column("shared_cart_id", ForeignKey("shared_cart.id"), nullable=False),
    Column("number", Integer, nullable=False),
    # Of the deal, or of the product.
    Column("item_id", Id, nullable=False),
    Column("product_id", ForeignKey("product.id"), nullable=False),
    Column("deal_id", ForeignKey("deal.id")),
    Column("quantity", Integer, nullable=False),
    PrimaryKeyConstraint("shared_cart_id", "number"),
    UniqueConstraint("shared_cart_id", "item_id"),
    CheckConstraint("quantity > 0", name="quantity"),
    CheckConstraint("item_id = coalesce(deal_id, product_id)", name="item_id"),
)
