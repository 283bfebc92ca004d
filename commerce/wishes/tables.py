"""The table of wishes. Whoever keeps a thing twice has it once, and a place is taken once, so that a list cannot grow beyond
its last place."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from kit.db import Id, Instant, metadata

wishes = Table(
    "wish",
    metadata,
    Column("account_id", ForeignKey("account.id"), nullable=False),
    # Of the deal, or of the product.
    Column("item_id", Id, nullable=False),
    Column("product_id", ForeignKey("product.id"), nullable=False),
    Column("deal_id", ForeignKey("deal.id")),
    Column("place", Integer, nullable=False),
    Column("wished_at", Instant, nullable=False),
    PrimaryKeyConstraint("account_id", "item_id"),
    UniqueConstraint("account_id", "place"),
    CheckConstraint("place BETWEEN 1 AND 200", name="place"),
    CheckConstraint("item_id = coalesce(deal_id, product_id)", name="item_id"),
)
