"""The table of sale windows."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table

from kit.db import Id, Instant, metadata

sale_windows = Table(
    "sale_window",
    metadata,
    Column("id", Id, primary_key=True),
    # Empty for a window of the whole festival.
    Column("brand_id", ForeignKey("brand.id")),
    Column("title", String(80), nullable=False),
    Column("deposit_from", Instant, nullable=False),
    Column("deposit_until", Instant, nullable=False),
    Column("balance_from", Instant, nullable=False),
    Column("balance_until", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    CheckConstraint(
        "deposit_from < deposit_until AND deposit_until <= balance_from "
        "AND balance_from < balance_until",
        name="times",
    ),
    Index("ix_sale_window_deposit_until", "deposit_until"),
)
