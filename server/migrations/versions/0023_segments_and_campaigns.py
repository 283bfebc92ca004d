"""members are chosen by rule, written to in campaigns, and counted by tier; products can be green

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ID = sa.String(length=20)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "caught_mail",
        sa.Column("id", ID, nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("from_name", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("caught_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caught_mail")),
    )
    op.create_table(
        "quiet_limit",
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("most_a_week", sa.Integer(), nullable=False),
        sa.CheckConstraint("most_a_week BETWEEN 1 AND 14", name=op.f("ck_quiet_limit_most")),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_quiet_limit_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("brand_id", name=op.f("pk_quiet_limit")),
    )
    op.create_table(
        "segment",
        sa.Column("id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_segment_brand_id_brand")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
    )
    op.create_index(op.f("ix_segment_brand_id"), "segment", ["brand_id"], unique=False)
    op.create_table(
        "tier_count",
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tier_rank", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_tier_count_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("brand_id", "day", "tier_rank", name=op.f("pk_tier_count")),
    )
    op.create_table(
        "campaign",
        sa.Column("id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("segment_id", ID, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("show_id", ID),
        sa.Column("show_title", sa.String(length=120)),
        sa.Column("voucher_id", ID),
        sa.Column("voucher_title", sa.String(length=80)),
        sa.Column("holdout_percent", sa.Integer(), nullable=False),
        sa.Column("measure_days", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("starts_at", MOMENT),
        sa.Column("rule", sa.Text()),
        sa.Column("started_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('running', 'done', 'stopped')) = (started_at IS NOT NULL)",
            name=op.f("ck_campaign_started"),
        ),
        sa.CheckConstraint("channel IN ('message', 'email')", name=op.f("ck_campaign_channel")),
        sa.CheckConstraint(
            "status <> 'scheduled' OR starts_at IS NOT NULL", name=op.f("ck_campaign_starts")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'scheduled', 'running', 'done', 'stopped')",
            name=op.f("ck_campaign_status"),
        ),
        sa.CheckConstraint("holdout_percent BETWEEN 0 AND 50", name=op.f("ck_campaign_holdout")),
        sa.CheckConstraint("measure_days BETWEEN 1 AND 30", name=op.f("ck_campaign_measure")),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_campaign_brand_id_brand")
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name=op.f("fk_campaign_segment_id_segment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_index("ix_campaign_brand_id", "campaign", ["brand_id", "id"], unique=False)
    op.create_index(op.f("ix_campaign_segment_id"), "campaign", ["segment_id"], unique=False)
    op.create_index(
        "ix_campaign_under_way",
        "campaign",
        ["status", "starts_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('scheduled', 'running')"),
        sqlite_where=sa.text("status IN ('scheduled', 'running')"),
    )
    op.create_table(
        "member_facts",
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("tier_rank", sa.Integer(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("orders", sa.Integer(), server_default="0", nullable=False),
        sa.Column("spend_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("green_bp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_bought_at", MOMENT),
        sa.Column("categories", sa.Text(), server_default="", nullable=False),
        sa.Column("shows_watched", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_watched_at", MOMENT),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.CheckConstraint("green_bp BETWEEN 0 AND 10000", name=op.f("ck_member_facts_green")),
        sa.ForeignKeyConstraint(
            ["brand_id", "account_id"],
            ["member.brand_id", "member.account_id"],
            name="fk_member_facts_brand_id_member",
        ),
        sa.PrimaryKeyConstraint("brand_id", "account_id", name=op.f("pk_member_facts")),
    )
    op.create_index(
        "ix_member_facts_stale",
        "member_facts",
        ["brand_id", "account_id"],
        unique=False,
        postgresql_where=sa.text("is_stale"),
        sqlite_where=sa.text("is_stale"),
    )
    op.create_table(
        "campaign_person",
        sa.Column("campaign_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("fate", sa.String(length=10), nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.Column("measured_until", MOMENT),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("reason", sa.String(length=200)),
        sa.CheckConstraint(
            "(fate = 'waiting') = (decided_at IS NULL)", name=op.f("ck_campaign_person_decided")
        ),
        sa.CheckConstraint(
            "(fate IN ('queued', 'sending')) = (due_at IS NOT NULL)",
            name=op.f("ck_campaign_person_due"),
        ),
        sa.CheckConstraint(
            "fate IN ('waiting', 'sent', 'queued', 'sending', 'failed', 'held_out', 'no_consent', 'quiet')",
            name=op.f("ck_campaign_person_fate"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_campaign_person_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_person_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "account_id", name=op.f("pk_campaign_person")),
    )
    op.create_index(
        "ix_campaign_person_account_id",
        "campaign_person",
        ["account_id", "brand_id", "decided_at"],
        unique=False,
    )
    op.create_index(
        "ix_campaign_person_due_at",
        "campaign_person",
        ["due_at", "campaign_id"],
        unique=False,
        postgresql_where=sa.text("due_at IS NOT NULL"),
        sqlite_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_campaign_person_waiting",
        "campaign_person",
        ["campaign_id", "account_id"],
        unique=False,
        postgresql_where=sa.text("decided_at IS NULL"),
        sqlite_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "inbox_message",
        sa.Column("id", ID, nullable=False),
        sa.Column("campaign_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_inbox_message_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_inbox_message_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_message")),
        sa.UniqueConstraint(
            "campaign_id", "account_id", name=op.f("uq_inbox_message_campaign_id_account_id")
        ),
    )
    op.create_index(
        "ix_inbox_message_account_id", "inbox_message", ["account_id", "id"], unique=False
    )
    op.add_column(
        "product", sa.Column("is_green", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    # The worker makes the facts of everyone who is a member already.
    op.execute(
        "INSERT INTO member_facts (brand_id, account_id, tier_rank, joined_at, is_stale) "
        "SELECT brand_id, account_id, tier_rank, joined_at, true FROM member"
    )


def downgrade() -> None:
    with op.batch_alter_table("product") as batch_op:
        batch_op.drop_column("is_green")
    op.drop_table("inbox_message")
    op.drop_table("campaign_person")
    op.drop_table("member_facts")
    op.drop_table("campaign")
    op.drop_table("tier_count")
    op.drop_table("segment")
    op.drop_table("quiet_limit")
    op.drop_table("caught_mail")
