"""Tables of teams. The constraints hold whatever the code does: a team never has more members than its size, each of its places is
one person's, and a person and an order have one place in it."""

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
    UniqueConstraint,
    text,
)

from kit.db import Id, Instant, metadata

IS_FORMING = "status = 'forming'"

teams = Table(
    "team",
    metadata,
    Column("id", Id, primary_key=True),
    Column("deal_id", ForeignKey("deal.id"), nullable=False),
    Column("show_id", Id, nullable=False),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("leader_id", ForeignKey("account.id"), nullable=False),
    Column("size", Integer, nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("fills_by", Instant, nullable=False),
    Column("status", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("size BETWEEN 2 AND 5", name="size"),
    CheckConstraint("price_minor > 0", name="price"),
    CheckConstraint("status IN ('forming', 'complete', 'ended')", name="status"),
    # For the places' foreign key, by which the size is known where a place is taken.
    UniqueConstraint("id", "size"),
    Index("ix_team_deal_id", "deal_id"),
    Index(
        "ix_team_forming_fills_by",
        "fills_by",
        postgresql_where=text(IS_FORMING),
        sqlite_where=text(IS_FORMING),
    ),
)

# Orders are written later in the same transaction, without being looked up (see `commerce/tables.py`).
team_places = Table(
    "team_place",
    metadata,
    Column("team_id", Id, nullable=False),
    Column("size", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("order_id", Id, nullable=False),
    Column("joined_at", Instant, nullable=False),
    ForeignKeyConstraint(["team_id", "size"], ["team.id", "team.size"]),
    PrimaryKeyConstraint("team_id", "number"),
    UniqueConstraint("team_id", "account_id"),
    UniqueConstraint("order_id"),
    CheckConstraint("number BETWEEN 1 AND size", name="number"),
    Index("ix_team_place_account_id", "account_id"),
)
