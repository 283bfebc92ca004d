"""orders and payment: holds apart from payments under way, payments through a gateway, refunds, fulfilment

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UNDER_WAY = "status IN ('begun', 'pending', 'needs_confirmation')"


def upgrade() -> None:
    _change_orders()
    _create_payments()
    _create_refunds()
    _create_sandbox()
    _move_attempts()
    with op.batch_alter_table("reward") as batch_op:
        batch_op.drop_constraint(op.f("ck_reward_status"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_reward_status"), "status IN ('pending', 'cancelled')"
        )


def _change_orders() -> None:
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_index("ix_orders_awaiting_hold_expires_at")
        batch_op.drop_constraint(op.f("ck_orders_status"), type_="check")
        batch_op.drop_constraint(op.f("ck_orders_paid"), type_="check")
        batch_op.add_column(
            sa.Column("refunded_minor", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column("refunded_units", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("fulfilled_at", sa.DateTime(timezone=True)))
        batch_op.add_column(sa.Column("tracking", sa.String(length=200)))
    op.execute("UPDATE orders SET status = 'held' WHERE status = 'awaiting_payment'")
    with op.batch_alter_table("orders") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_orders_status"),
            "status IN ('held', 'awaiting_payment', 'paid', 'partly_refunded', 'refunded', "
            "'expired', 'cancelled')",
        )
        batch_op.create_check_constraint(
            op.f("ck_orders_paid"),
            "(status IN ('paid', 'partly_refunded', 'refunded')) = (paid_at IS NOT NULL)",
        )
        batch_op.create_check_constraint(
            op.f("ck_orders_refunded_minor"),
            "CASE status WHEN 'refunded' THEN refunded_minor = total_minor "
            "WHEN 'partly_refunded' THEN refunded_minor > 0 AND refunded_minor < total_minor "
            "ELSE refunded_minor = 0 END",
        )
        batch_op.create_check_constraint(
            op.f("ck_orders_refunded_units"), "refunded_units BETWEEN 0 AND units"
        )
        batch_op.create_check_constraint(
            op.f("ck_orders_fulfilled"), "fulfilled_at IS NULL OR paid_at IS NOT NULL"
        )
        batch_op.create_index(
            "ix_orders_held_hold_expires_at",
            ["hold_expires_at"],
            postgresql_where=sa.text("status = 'held'"),
            sqlite_where=sa.text("status = 'held'"),
        )
    with op.batch_alter_table("order_line") as batch_op:
        batch_op.add_column(
            sa.Column("refunded_quantity", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_order_line_refunded_quantity"), "refunded_quantity BETWEEN 0 AND quantity"
        )


def _create_payments() -> None:
    op.create_table(
        "payment",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("gateway", sa.String(length=16), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=True),
        sa.Column("card_last4", sa.String(length=4), nullable=True),
        sa.Column("failure", sa.String(length=24), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("give_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payment_amount_minor")),
        sa.CheckConstraint(
            "status IN ('begun', 'pending', 'needs_confirmation', 'succeeded', 'failed')",
            name=op.f("ck_payment_status"),
        ),
        sa.CheckConstraint(
            "(status = 'failed') = (failure IS NOT NULL)", name=op.f("ck_payment_failure")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_payment_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    op.create_index(
        "ix_payment_under_way_next_check_at",
        "payment",
        ["next_check_at"],
        postgresql_where=sa.text(UNDER_WAY),
        sqlite_where=sa.text(UNDER_WAY),
    )
    op.create_table(
        "payment_order",
        sa.Column("payment_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("is_binding", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "refunded_minor BETWEEN 0 AND amount_minor",
            name=op.f("ck_payment_order_refunded_minor"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_payment_order_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_payment_order_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("payment_id", "order_id", name=op.f("pk_payment_order")),
    )
    op.create_index("ix_payment_order_order_id", "payment_order", ["order_id", "payment_id"])
    op.create_index(
        "uq_payment_order_binding_order_id",
        "payment_order",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("is_binding"),
        sqlite_where=sa.text("is_binding"),
    )
    op.create_table(
        "payment_event",
        sa.Column("gateway", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.String(length=255), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("gateway", "event_id", name=op.f("pk_payment_event")),
    )
    op.create_index(op.f("ix_payment_event_received_at"), "payment_event", ["received_at"])


def _create_refunds() -> None:
    op.create_table(
        "refund",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("payment_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("restock", sa.Boolean(), nullable=False),
        sa.Column("was_late", sa.Boolean(), nullable=False),
        sa.Column("begun_by", sa.String(length=20), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_amount_minor")),
        sa.CheckConstraint(
            "status IN ('begun', 'succeeded', 'failed')", name=op.f("ck_refund_status")
        ),
        sa.ForeignKeyConstraint(
            ["begun_by"], ["account.id"], name=op.f("fk_refund_begun_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_refund_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_refund_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
    )
    op.create_index(op.f("ix_refund_order_id"), "refund", ["order_id"])
    op.create_index(op.f("ix_refund_payment_id"), "refund", ["payment_id"])
    op.create_index(
        "ix_refund_begun_next_check_at",
        "refund",
        ["next_check_at"],
        postgresql_where=sa.text("status = 'begun'"),
        sqlite_where=sa.text("status = 'begun'"),
    )
    op.create_table(
        "refund_line",
        sa.Column("refund_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_refund_line_quantity")),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refund.id"], name=op.f("fk_refund_line_refund_id_refund")
        ),
        sa.PrimaryKeyConstraint("refund_id", "number", name=op.f("pk_refund_line")),
    )


def _create_sandbox() -> None:
    op.create_table(
        "sandbox_charge",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("payment_id", sa.String(length=64), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("behaviour", sa.String(length=24), nullable=False),
        sa.Column("card_last4", sa.String(length=4), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("failure", sa.String(length=24), nullable=True),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("return_path", sa.String(length=255), nullable=True),
        sa.Column("decides_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.String(length=20), nullable=True),
        sa.Column("notify_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notified", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox_charge")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_sandbox_charge_payment_id")),
        sa.UniqueConstraint("secret", name=op.f("uq_sandbox_charge_secret")),
    )
    op.create_index(
        "ix_sandbox_charge_notify_at",
        "sandbox_charge",
        ["notify_at"],
        postgresql_where=sa.text("notify_at IS NOT NULL"),
        sqlite_where=sa.text("notify_at IS NOT NULL"),
    )
    op.create_table(
        "sandbox_refund",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("charge_id", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["charge_id"],
            ["sandbox_charge.id"],
            name=op.f("fk_sandbox_refund_charge_id_sandbox_charge"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox_refund")),
    )
    op.create_index(op.f("ix_sandbox_refund_charge_id"), "sandbox_refund", ["charge_id"])


def _move_attempts() -> None:
    """Each attempt of the first release was a payment of the sandbox, answered at once. It keeps its id there as here, so
    that it can be refunded."""
    op.execute(
        "INSERT INTO sandbox_charge (id, payment_id, amount_minor, currency, behaviour, card_last4, "
        "status, failure, secret, notified) "
        "SELECT a.id, a.id, a.amount_minor, a.currency, 'charges', a.card_last4, "
        "CASE a.outcome WHEN 'approved' THEN 'charged' ELSE 'failed' END, "
        "CASE a.outcome WHEN 'approved' THEN NULL ELSE a.outcome END, "
        "'first-' || a.id, 0 FROM payment_attempt a"
    )
    op.execute(
        "INSERT INTO payment (id, account_id, gateway, currency, amount_minor, status, reference, "
        "card_last4, failure, begun_at, give_up_at, next_check_at, checks) "
        "SELECT a.id, o.account_id, 'sandbox', a.currency, a.amount_minor, "
        "CASE a.outcome WHEN 'approved' THEN 'succeeded' ELSE 'failed' END, a.id, a.card_last4, "
        "CASE a.outcome WHEN 'approved' THEN NULL ELSE a.outcome END, "
        "a.created_at, a.created_at, a.created_at, 0 "
        "FROM payment_attempt a JOIN orders o ON o.id = a.order_id"
    )
    op.execute(
        "INSERT INTO payment_order (payment_id, order_id, amount_minor, refunded_minor, is_binding) "
        "SELECT id, order_id, amount_minor, 0, outcome = 'approved' FROM payment_attempt"
    )
    op.drop_table("payment_attempt")
