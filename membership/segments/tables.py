"""Tables of segments: the facts of each member, rules, and how many members each tier had at the end of each day."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from kit.db import Id, Instant, metadata

# Each segment is a condition on these rows alone, so that a count is one pass over a brand's members.
member_facts = Table(
    "member_facts",
    metadata,
    Column("brand_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("tier_rank", Integer, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("orders", Integer, nullable=False, server_default="0"),
    Column("spend_minor", BigInteger, nullable=False, server_default="0"),
    Column("green_bp", Integer, nullable=False, server_default="0"),
    Column("last_bought_at", Instant),
    # Each in a line of its own, with a line feed before the first and after the last.
    Column("categories", Text, nullable=False, server_default=""),
    Column("shows_watched", Integer, nullable=False, server_default="0"),
    Column("last_watched_at", Instant),
    Column("is_stale", Boolean(create_constraint=False), nullable=False),
    PrimaryKeyConstraint("brand_id", "account_id"),
    ForeignKeyConstraint(
        ["brand_id", "account_id"],
        ["member.brand_id", "member.account_id"],
        name="fk_member_facts_brand_id_member",
    ),
    CheckConstraint("green_bp BETWEEN 0 AND 10000", name="green"),
    Index(
        "ix_member_facts_stale",
        "brand_id",
        "account_id",
        postgresql_where=text("is_stale"),
        sqlite_where=text("is_stale"),
    ),
)

segments = Table(
    "segment",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", ForeignKey("brand.id"), nullable=False, index=True),
    Column("name", String(60), nullable=False),
    Column("rule", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

tier_counts = Table(
    "tier_count",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("tier_rank", Integer, nullable=False),
    Column("members", Integer, nullable=False),
    PrimaryKeyConstraint("brand_id", "day", "tier_rank"),
)
