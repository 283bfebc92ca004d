"""Tables of the points ledger: what orders and gifts brought, every move of it, and what points buy."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from kit.db import Id, Instant, metadata

lots = Table(
    "point_lot",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("source", String(5), nullable=False, server_default="order"),
    # Of the order or the gift; processes of the release before know orders alone.
    Column("order_id", Id, nullable=False, unique=True),
    Column("title", String(80), nullable=False),
    Column("earned", BigInteger, nullable=False),
    Column("paid_minor", BigInteger, nullable=False),
    Column("kept_minor", BigInteger, nullable=False),
    Column("earned_at", Instant, nullable=False),
    Column("matures_at", Instant, nullable=False),
    Column("notice_at", Instant),
    Column("expires_at", Instant),
    Column("is_noticed", Boolean(create_constraint=False), nullable=False),
    Column("pending", BigInteger, nullable=False),
    Column("active", BigInteger, nullable=False),
    Column("spent", BigInteger, nullable=False),
    Column("expired", BigInteger, nullable=False),
    Column("reversed", BigInteger, nullable=False),
    Column("owed", BigInteger, nullable=False),
    # When something next happens to it by itself.
    Column("due_at", Instant),
    ForeignKeyConstraint(
        ["brand_id", "account_id"],
        ["member.brand_id", "member.account_id"],
        name="fk_point_lot_brand_id_member",
    ),
    CheckConstraint(
        "pending >= 0 AND active >= 0 AND spent >= 0 AND expired >= 0 AND reversed >= 0",
        name="counts",
    ),
    CheckConstraint("pending + active + spent + expired + reversed + owed = earned", name="sum"),
    CheckConstraint("kept_minor BETWEEN 0 AND paid_minor", name="kept"),
    CheckConstraint("source IN ('order', 'gift')", name="source"),
    Index("ix_point_lot_brand_id", "brand_id", "account_id", "earned_at"),
    Index(
        "ix_point_lot_due_at",
        "due_at",
        postgresql_where=text("due_at IS NOT NULL"),
        sqlite_where=text("due_at IS NOT NULL"),
    ),
)

# Only added to: a lot's entries sum to where its points are.
entries = Table(
    "point_entry",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("lot_id", ForeignKey("point_lot.id"), nullable=False),
    Column("taken_from", String(8)),
    Column("put_into", String(8), nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("reason", String(10), nullable=False),
    Column("title", String(80), nullable=False),
    Column("handout_id", ForeignKey("handout.id")),
    Column("entered_at", Instant, nullable=False),
    CheckConstraint("points > 0", name="points"),
    CheckConstraint("(reason IN ('bought', 'given')) = (taken_from IS NULL)", name="new"),
    Index("ix_point_entry_account_id", "account_id", "brand_id", "id"),
    Index("ix_point_entry_handout_id", "handout_id"),
)

# What a brand gives for points: its vouchers.
redeemables = Table(
    "redeemable",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("voucher_id", Id, nullable=False),
    Column("title", String(80), nullable=False),
    Column("points", BigInteger, nullable=False),
    PrimaryKeyConstraint("brand_id", "voucher_id"),
    CheckConstraint("points >= 1", name="points"),
)
