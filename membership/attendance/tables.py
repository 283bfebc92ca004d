"""Table of who watched what. A show is another slice's, so its id is no foreign key."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
)

from kit.db import Id, Instant, metadata

# One row for each person and show, whose room they were in.
show_visits = Table(
    "show_visit",
    metadata,
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("show_id", Id, nullable=False),
    Column("brand_id", Id, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    # For how long they were there, which is known once they leave.
    Column("seconds", Integer, nullable=False),
    PrimaryKeyConstraint("account_id", "show_id"),
    CheckConstraint("seconds >= 0 AND first_at <= last_at", name="seconds"),
    Index("ix_show_visit_brand_id", "brand_id", "account_id", "last_at"),
)
