"""Tables of what quotes are made from."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from kit.db import Instant, metadata

# Prices of a deal besides its own: for members from a tier on, and in other currencies.
deal_prices = Table(
    "deal_price",
    metadata,
    Column("deal_id", ForeignKey("deal.id", ondelete="CASCADE"), nullable=False),
    Column("min_rank", Integer, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    PrimaryKeyConstraint("deal_id", "min_rank", "currency"),
    CheckConstraint("min_rank BETWEEN 0 AND 9", name="min_rank"),
    CheckConstraint("amount_minor > 0", name="amount"),
)

# Decimals as text, so that both databases give back exactly what was set.
exchange_rates = Table(
    "exchange_rate",
    metadata,
    Column("currency", String(3), primary_key=True),
    Column("per_base", String(24), nullable=False),
    Column("set_at", Instant, nullable=False),
)
