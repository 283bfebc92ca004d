"""Tables of reviews. Every reward is screened once, and every case decided once: by the primary keys."""

from sqlalchemy import (
    Boolean,
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

from kit.db import Instant, metadata

# Where somebody was seen: keyed hashes, for as long as share.review.marks says.
traces = Table(
    "trace",
    metadata,
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("mark", String(32), nullable=False),
    Column("seen_at", Instant, nullable=False),
    PrimaryKeyConstraint("account_id", "kind", "mark"),
    CheckConstraint("kind IN ('browser', 'device', 'network')", name="kind"),
    Index("ix_trace_mark", "mark"),
    Index("ix_trace_seen_at", "seen_at"),
)

# A reward that was looked at. One of another verdict than `clear` is a case, which waits or is decided.
screenings = Table(
    "screening",
    metadata,
    Column("reward_id", ForeignKey("reward.id"), primary_key=True),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("link_id", ForeignKey("share_link.id"), nullable=False),
    Column("sharer_id", ForeignKey("account.id"), nullable=False),
    Column("friend_id", ForeignKey("account.id"), nullable=False),
    # The how-manieth of the sharer's by this friend; none for those that were cancelled.
    Column("place", Integer),
    Column("is_new_friend", Boolean(create_constraint=False), nullable=False),
    Column("is_same_network", Boolean(create_constraint=False), nullable=False),
    Column("earned_at", Instant, nullable=False),
    Column("screened_at", Instant, nullable=False),
    Column("rules_version", Integer, nullable=False),
    # As it was, as JSON of share.review.evidence.
    Column("evidence", String(2000), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("is_waiting", Boolean(create_constraint=False), nullable=False),
    CheckConstraint("verdict IN ('clear', 'hold', 'refuse')", name="verdict"),
    CheckConstraint("NOT is_waiting OR verdict = 'hold'", name="waiting"),
    Index("ix_screening_sharer_id", "sharer_id", "earned_at"),
    Index("ix_screening_friend_id", "friend_id", "earned_at"),
    Index("ix_screening_link_id", "link_id", "earned_at"),
    Index(
        "uq_screening_place",
        "brand_id",
        "sharer_id",
        "friend_id",
        "place",
        unique=True,
        postgresql_where=text("place IS NOT NULL"),
        sqlite_where=text("place IS NOT NULL"),
    ),
    Index(
        "ix_screening_case",
        "brand_id",
        "reward_id",
        postgresql_where=text("verdict != 'clear'"),
        sqlite_where=text("verdict != 'clear'"),
    ),
    Index(
        "ix_screening_waiting",
        "brand_id",
        "reward_id",
        postgresql_where=text("is_waiting"),
        sqlite_where=text("is_waiting"),
    ),
)

# The rules that found something, and how the brand had them.
findings = Table(
    "screening_finding",
    metadata,
    Column("reward_id", ForeignKey("screening.reward_id"), nullable=False),
    Column("rule", String(32), nullable=False),
    Column("found", Integer, nullable=False),
    Column("at_least", Integer, nullable=False),
    Column("severity", String(8), nullable=False),
    PrimaryKeyConstraint("reward_id", "rule"),
    CheckConstraint("severity IN ('hold', 'refuse')", name="severity"),
)

# What was decided about cases; rows are added and never changed. The rules themselves, and refunds, decide as nobody.
decisions = Table(
    "review_decision",
    metadata,
    Column("reward_id", ForeignKey("screening.reward_id"), primary_key=True),
    Column("outcome", String(8), nullable=False),
    Column("by_id", ForeignKey("account.id")),
    Column("reason", String(500), nullable=False),
    Column("decided_at", Instant, nullable=False),
    CheckConstraint("outcome IN ('released', 'refused', 'closed')", name="outcome"),
    CheckConstraint("outcome != 'released' OR by_id IS NOT NULL", name="released"),
)

# Brands' rules, each version of them; rows are added and never changed. Without one the defaults hold.
rulebooks = Table(
    "review_rulebook",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("version", Integer, nullable=False),
    # By code, as JSON of share.review.rules.
    Column("choices", String(4000), nullable=False),
    Column("changed_by", ForeignKey("account.id"), nullable=False),
    Column("changed_at", Instant, nullable=False),
    PrimaryKeyConstraint("brand_id", "version"),
    CheckConstraint("version > 0", name="version"),
)
