"""Tables of programmes: their rules, and which tiers members have come to."""

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

programmes = Table(
    "programme",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), primary_key=True),
    Column("window", String(8), nullable=False),
    Column("window_days", Integer, nullable=False),
    Column("downgrade", String(10), nullable=False),
    Column("earn_points", Integer, nullable=False),
    Column("earn_step_minor", BigInteger, nullable=False),
    Column("return_days", Integer, nullable=False),
    Column("expires_after_days", Integer),
    Column("notice_days", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    # New rules walk through the members in the order of their accounts; None when they are through.
    Column("walked_to", Id),
    CheckConstraint("\"window\" IN ('lifetime', 'year', 'rolling')", name="window"),
    CheckConstraint("downgrade IN ('never', 'period_end', 'refund')", name="downgrade"),
    CheckConstraint("earn_points >= 0 AND earn_step_minor >= 1", name="earning"),
    Index(
        "ix_programme_walked_to",
        "brand_id",
        postgresql_where=text("walked_to IS NOT NULL"),
        sqlite_where=text("walked_to IS NOT NULL"),
    ),
)

# Each change of a member's tier by the brand's rules, in the order in which they came.
tier_moves = Table(
    "tier_move",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("was_rank", Integer, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("moved_at", Instant, nullable=False),
    ForeignKeyConstraint(
        ["brand_id", "account_id"],
        ["member.brand_id", "member.account_id"],
        name="fk_tier_move_brand_id_member",
    ),
    Index("ix_tier_move_account_id", "account_id", "brand_id", "id"),
)

# Each member comes to each tier once, however often they fall and rise.
tier_entries = Table(
    "tier_entry",
    metadata,
    Column("brand_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("entered_at", Instant, nullable=False),
    PrimaryKeyConstraint("brand_id", "account_id", "rank"),
    ForeignKeyConstraint(
        ["brand_id", "account_id"],
        ["member.brand_id", "member.account_id"],
        name="fk_tier_entry_brand_id_member",
    ),
)
