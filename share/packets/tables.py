"""Tables of packets. One packet at a time is open in a room; each share is one person's, and a person has one."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

from kit.db import Id, Instant, metadata

packets = Table(
    "packet",
    metadata,
    Column("id", Id, primary_key=True),
    Column("show_id", Id, nullable=False),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("greeting", String(80), nullable=False),
    Column("points", Integer, nullable=False),
    Column("shares", Integer, nullable=False),
    Column("split", String(8), nullable=False),
    Column("min_tier_rank", Integer, nullable=False),
    Column("seed", String(64), nullable=False),
    Column("dropped_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("opened", Integer, nullable=False),
    Column("opened_points", Integer, nullable=False),
    Column("arrivals_hash", String(64)),
    Column("ended_at", Instant),
    Column("version", Integer, nullable=False),
    CheckConstraint("split IN ('lucky', 'equal')", name="split"),
    CheckConstraint("shares BETWEEN 1 AND points", name="shares"),
    CheckConstraint("opened BETWEEN 0 AND shares", name="opened"),
    CheckConstraint("opened_points BETWEEN opened AND points", name="opened_points"),
    CheckConstraint("(ended_at IS NULL) = (arrivals_hash IS NULL)", name="ended"),
    # What the openings of a packet point at, so that none is beyond its shares.
    UniqueConstraint("id", "shares"),
    Index("ix_packet_show_id", "show_id", "id"),
    Index(
        "uq_packet_open",
        "show_id",
        unique=True,
        postgresql_where=text("ended_at IS NULL"),
        sqlite_where=text("ended_at IS NULL"),
    ),
)

openings = Table(
    "packet_opening",
    metadata,
    # The id of the gift by which the points are booked.
    Column("id", Id, primary_key=True),
    Column("packet_id", Id, nullable=False),
    Column("shares", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("ticket", String(16), nullable=False),
    Column("points", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("status", String(8), nullable=False),
    ForeignKeyConstraint(["packet_id", "shares"], ["packet.id", "packet.shares"]),
    UniqueConstraint("packet_id", "place"),
    UniqueConstraint("packet_id", "account_id"),
    CheckConstraint("place BETWEEN 1 AND shares", name="place"),
    CheckConstraint("points > 0", name="points"),
    CheckConstraint("status IN ('due', 'given', 'refused')", name="status"),
    Index("ix_packet_opening_account_id", "account_id"),
    Index(
        "ix_packet_opening_due",
        "opened_at",
        postgresql_where=text("status = 'due'"),
        sqlite_where=text("status = 'due'"),
    ),
)

# Without a row a show has the budget of share.packets.budgeting.
budgets = Table(
    "packet_budget",
    metadata,
    Column("show_id", Id, nullable=False),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("points", Integer, nullable=False),
    Column("spent", Integer, nullable=False),
    PrimaryKeyConstraint("show_id"),
    CheckConstraint("spent BETWEEN 0 AND points", name="spent"),
)
