"""Tables of what sharers are given: terms and limits, the ledger of their money, payouts, and friends' vouchers.

Rewards themselves stand in `share.tables`, beside the orders that earned them. Vouchers are another slice's and known by
their ids alone.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from kit.db import Id, Instant, metadata

# Tiers without a row have the rate that the programme gives them.
tier_rewards = Table(
    "reward_tier",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("friend_voucher_id", Id),
    PrimaryKeyConstraint("brand_id", "rank"),
    CheckConstraint("rank BETWEEN 1 AND 9", name="rank"),
    CheckConstraint("kind IN ('rate', 'fixed', 'points')", name="kind"),
    CheckConstraint("(kind = 'rate') = (amount = 0) AND amount >= 0", name="amount"),
)

limits = Table(
    "reward_limit",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("unit", String(8), nullable=False),
    Column("per_day", BigInteger),
    Column("per_friend", BigInteger),
    Column("budget", BigInteger),
    Column("spent", BigInteger, nullable=False),
    PrimaryKeyConstraint("brand_id", "unit"),
    CheckConstraint("unit IN ('money', 'points')", name="unit"),
    CheckConstraint("per_day >= 0 AND per_friend >= 0", name="limits"),
    CheckConstraint("spent >= 0 AND (budget IS NULL OR spent <= budget)", name="budget"),
)

# Only added to: a reward's entries sum to where its money is.
entries = Table(
    "reward_entry",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("reward_id", ForeignKey("reward.id"), nullable=False, index=True),
    Column("payout_id", ForeignKey("payout.id")),
    Column("taken_from", String(9)),
    Column("put_into", String(9), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("reason", String(8), nullable=False),
    Column("entered_at", Instant, nullable=False),
    CheckConstraint("amount_minor >= 0", name="amount_minor"),
    CheckConstraint("(reason = 'earned') = (taken_from IS NULL)", name="earned"),
    Index("ix_reward_entry_account_id", "account_id", "id"),
)

payouts = Table(
    "payout",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("made_by", ForeignKey("account.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("status", String(8), nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("sharers", Integer, nullable=False),
    CheckConstraint("status IN ('draft', 'approved', 'paid', 'rejected')", name="status"),
    CheckConstraint("total_minor > 0 AND sharers > 0", name="total"),
    Index("ix_payout_brand_id", "brand_id", "id"),
    Index(
        "uq_payout_draft",
        "brand_id",
        unique=True,
        postgresql_where=text("status = 'draft'"),
        sqlite_where=text("status = 'draft'"),
    ),
)

# What a payout takes for each reward; below zero what it takes back.
items = Table(
    "payout_item",
    metadata,
    Column("payout_id", ForeignKey("payout.id"), nullable=False),
    Column("reward_id", ForeignKey("reward.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    PrimaryKeyConstraint("payout_id", "reward_id"),
    CheckConstraint("amount_minor != 0", name="amount_minor"),
    Index("ix_payout_item_reward_id", "reward_id"),
)

# Who did what with a payout, each step once.
steps = Table(
    "payout_step",
    metadata,
    Column("payout_id", ForeignKey("payout.id"), nullable=False),
    Column("status", String(8), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("note", String(200), nullable=False),
    PrimaryKeyConstraint("payout_id", "status"),
    CheckConstraint("status IN ('draft', 'approved', 'paid', 'rejected')", name="status"),
)

# A friend is welcomed once by a brand; the voucher's copy goes by `use_id`.
welcomes = Table(
    "friend_welcome",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("click_id", ForeignKey("share_click.id"), nullable=False),
    Column("voucher_id", Id, nullable=False),
    Column("use_id", Id, nullable=False, unique=True),
    Column("status", String(8), nullable=False),
    Column("made_at", Instant, nullable=False),
    PrimaryKeyConstraint("brand_id", "account_id"),
    CheckConstraint("status IN ('due', 'given', 'refused')", name="status"),
)
