"""Tables of campaigns. Shows and vouchers are other slices', so their ids are no foreign keys."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from kit.db import Id, Instant, metadata

campaigns = Table(
    "campaign",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("segment_id", ForeignKey("segment.id"), nullable=False, index=True),
    Column("name", String(60), nullable=False),
    Column("channel", String(8), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("body", Text, nullable=False),
    Column("show_id", Id),
    Column("show_title", String(120)),
    Column("early_access_s", Integer, nullable=False, server_default="0"),
    Column("early_deal_id", Id),
    Column("early_deal_title", String(120)),
    Column("voucher_id", Id),
    Column("voucher_title", String(80)),
    Column("holdout_percent", Integer, nullable=False),
    Column("measure_days", Integer, nullable=False),
    Column("status", String(10), nullable=False),
    Column("starts_at", Instant),
    Column("rule", Text),
    Column("started_at", Instant),
    Column("ended_at", Instant),
    Column("version", Integer, nullable=False),
    CheckConstraint("channel IN ('message', 'email')", name="channel"),
    CheckConstraint(
        "status IN ('draft', 'scheduled', 'running', 'done', 'stopped')", name="status"
    ),
    CheckConstraint("status <> 'scheduled' OR starts_at IS NOT NULL", name="starts"),
    CheckConstraint(
        "(status IN ('running', 'done', 'stopped')) = (started_at IS NOT NULL)", name="started"
    ),
    CheckConstraint("holdout_percent BETWEEN 0 AND 50", name="holdout"),
    CheckConstraint("measure_days BETWEEN 1 AND 30", name="measure"),
    CheckConstraint(
        "early_access_s BETWEEN 0 AND 3600 AND (early_access_s = 0 OR show_id IS NOT NULL) "
        "AND (early_deal_id IS NULL OR early_access_s > 0)",
        name="early_access",
    ),
    Index("ix_campaign_brand_id", "brand_id", "id"),
    Index(
        "ix_campaign_early_access",
        "show_id",
        postgresql_where=text("early_access_s > 0"),
        sqlite_where=text("early_access_s > 0"),
    ),
    Index(
        "ix_campaign_under_way",
        "status",
        "starts_at",
        postgresql_where=text("status IN ('scheduled', 'running')"),
        sqlite_where=text("status IN ('scheduled', 'running')"),
    ),
)

# The audience, as it was when the campaign started, and what became of each person. One row each is what makes sure that
# nobody is written to twice.
campaign_people = Table(
    "campaign_person",
    metadata,
    Column("campaign_id", ForeignKey("campaign.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("brand_id", Id, nullable=False),
    Column("fate", String(10), nullable=False),
    Column("decided_at", Instant),
    # Until when it is seen what they buy.
    Column("measured_until", Instant),
    # Of a mail: how often it was tried, when it is due, or until when it is being sent, and why it failed.
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due_at", Instant),
    Column("reason", String(200)),
    PrimaryKeyConstraint("campaign_id", "account_id"),
    CheckConstraint(
        "fate IN ('waiting', 'sent', 'queued', 'sending', 'failed', 'held_out', 'no_consent', 'quiet')",
        name="fate",
    ),
    CheckConstraint("(fate = 'waiting') = (decided_at IS NULL)", name="decided"),
    CheckConstraint("(fate IN ('queued', 'sending')) = (due_at IS NOT NULL)", name="due"),
    Index("ix_campaign_person_account_id", "account_id", "brand_id", "decided_at"),
    Index(
        "ix_campaign_person_waiting",
        "campaign_id",
        "account_id",
        postgresql_where=text("decided_at IS NULL"),
        sqlite_where=text("decided_at IS NULL"),
    ),
    Index(
        "ix_campaign_person_due_at",
        "due_at",
        "campaign_id",
        postgresql_where=text("due_at IS NOT NULL"),
        sqlite_where=text("due_at IS NOT NULL"),
    ),
)

# How often a brand writes to a person at most. Batches of a brand's campaigns lock it, so that they count one after the other.
quiet_limits = Table(
    "quiet_limit",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), primary_key=True),
    Column("most_a_week", Integer, nullable=False),
    CheckConstraint("most_a_week BETWEEN 1 AND 14", name="most"),
)

# What it says is the campaign's; or it is a notice, which pages have words for, and which a brand causes once.
inbox = Table(
    "inbox_message",
    metadata,
    Column("id", Id, primary_key=True),
    Column("campaign_id", ForeignKey("campaign.id")),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("read_at", Instant),
    Column("brand_id", ForeignKey("brand.id")),
    Column("notice", String(16)),
    UniqueConstraint("campaign_id", "account_id"),
    UniqueConstraint("account_id", "brand_id", "notice"),
    CheckConstraint(
        "(campaign_id IS NULL) = (notice IS NOT NULL) AND (notice IS NULL) = (brand_id IS NULL)",
        name="source",
    ),
    Index("ix_inbox_message_account_id", "account_id", "id"),
)
