"""Tables of share. Shows, deals and orders are known by their ids alone: they belong to other slices."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from kit.db import Id, Instant, metadata

links = Table(
    "share_link",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("target_id", Id, nullable=False),
    Column("show_id", Id, nullable=False),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("title", String(200), nullable=False),
    Column("image_url", String(255), nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("account_id", "kind", "target_id"),
    CheckConstraint("kind IN ('show', 'deal', 'clip')", name="kind"),
    Index("ix_share_link_account_id", "account_id", "id"),
    Index("ix_share_link_target", "kind", "target_id"),
)

clicks = Table(
    "share_click",
    metadata,
    Column("id", Id, primary_key=True),
    Column("link_id", ForeignKey("share_link.id"), nullable=False),
    Column("identity", String(64), nullable=False),
    Column("hour", Integer, nullable=False),
    Column("rate_bp", Integer, nullable=False),
    Column("tier_rank", Integer, nullable=False),
    Column("clicked_at", Instant, nullable=False),
    UniqueConstraint("link_id", "identity", "hour"),
    CheckConstraint("rate_bp BETWEEN 0 AND 10000", name="rate_bp"),
)

# One row for each order that was ever looked at: deciding twice is impossible.
credits = Table(
    "share_credit",
    metadata,
    Column("order_id", Id, primary_key=True),
    Column("click_id", ForeignKey("share_click.id"), index=True),
    Column("link_id", ForeignKey("share_link.id")),
    Column("outcome", String(16), nullable=False),
    Column("decided_at", Instant, nullable=False),
    CheckConstraint("outcome != 'credited' OR link_id IS NOT NULL", name="credited_link"),
    Index("ix_share_credit_link_id", "link_id", "outcome"),
)

rewards = Table(
    "reward",
    metadata,
    Column("id", Id, primary_key=True),
    Column("order_id", ForeignKey("share_credit.order_id"), nullable=False, unique=True),
    Column("order_number", String(32), nullable=False),
    Column("link_id", ForeignKey("share_link.id"), nullable=False, index=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("rate_bp", Integer, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("status", String(16), nullable=False),
    Column("earned_at", Instant, nullable=False),
    CheckConstraint("amount_minor > 0", name="amount_minor"),
    CheckConstraint("status IN ('pending', 'cancelled')", name="status"),
    Index("ix_reward_account_id", "account_id", "id"),
)
