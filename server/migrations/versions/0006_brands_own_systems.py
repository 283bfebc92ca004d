"""brands' own systems are told: webhooks, what is sent to them, and the log of it; and a brand's orders by time

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhook_event",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=20), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_event")),
        sa.UniqueConstraint(
            "subject_id", "kind", "sequence", name=op.f("uq_webhook_event_subject_id_kind_sequence")
        ),
    )
    op.create_index(op.f("ix_webhook_event_created_at"), "webhook_event", ["created_at"])

    op.create_table(
        "webhook",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("description", sa.String(length=120), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("old_salt", sa.String(length=64), nullable=True),
        sa.Column("old_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(status = 'removed') = (slot IS NULL)", name=op.f("ck_webhook_removed")
        ),
        sa.CheckConstraint(
            "status IN ('active', 'paused', 'gone', 'failing', 'removed')",
            name=op.f("ck_webhook_status"),
        ),
        sa.CheckConstraint("slot BETWEEN 1 AND 10", name=op.f("ck_webhook_slot")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_webhook_brand_id_brand")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sa.UniqueConstraint("brand_id", "slot", name=op.f("uq_webhook_brand_id_slot")),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("webhook_id", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=20), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.String(length=20), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'due') = (due_at IS NOT NULL)", name=op.f("ck_webhook_delivery_due")
        ),
        sa.CheckConstraint(
            "(state IN ('delivered', 'failed')) = (finished_at IS NOT NULL)",
            name=op.f("ck_webhook_delivery_done"),
        ),
        sa.CheckConstraint(
            "state IN ('new', 'waiting', 'due', 'delivered', 'failed')",
            name=op.f("ck_webhook_delivery_state"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["webhook_event.id"],
            name=op.f("fk_webhook_delivery_event_id_webhook_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id_webhook")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint(
            "event_id", "webhook_id", name=op.f("uq_webhook_delivery_event_id_webhook_id")
        ),
    )
    op.create_index(
        "ix_webhook_delivery_due",
        "webhook_delivery",
        ["due_at"],
        postgresql_where=sa.text("state = 'due'"),
        sqlite_where=sa.text("state = 'due'"),
    )
    op.create_index(
        "ix_webhook_delivery_lease",
        "webhook_delivery",
        ["webhook_id"],
        postgresql_where=sa.text("lease IS NOT NULL"),
        sqlite_where=sa.text("lease IS NOT NULL"),
    )
    op.create_index(
        "ix_webhook_delivery_line",
        "webhook_delivery",
        ["webhook_id", "subject_id"],
        postgresql_where=sa.text("state IN ('new', 'waiting', 'due')"),
        sqlite_where=sa.text("state IN ('new', 'waiting', 'due')"),
    )
    op.create_index(
        "ix_webhook_delivery_new",
        "webhook_delivery",
        ["event_id"],
        postgresql_where=sa.text("state = 'new'"),
        sqlite_where=sa.text("state = 'new'"),
    )
    op.create_index("ix_webhook_delivery_state", "webhook_delivery", ["webhook_id", "state", "id"])
    op.create_index("ix_webhook_delivery_webhook_id", "webhook_delivery", ["webhook_id", "id"])

    op.create_table(
        "webhook_attempt",
        sa.Column("delivery_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["webhook_delivery.id"],
            name=op.f("fk_webhook_attempt_delivery_id_webhook_delivery"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("delivery_id", "number", name=op.f("pk_webhook_attempt")),
    )
    op.create_index("ix_orders_brand_id", "orders", ["brand_id", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_orders_brand_id", "orders")
    op.drop_table("webhook_attempt")
    op.drop_table("webhook_delivery")
    op.drop_table("webhook")
    op.drop_table("webhook_event")
