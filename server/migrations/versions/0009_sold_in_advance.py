"""pre-sales: sale windows, deals with a deposit, orders whose balance is paid later

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TIMES = ("deposit_from", "deposit_until", "balance_from", "balance_until")
PRESALE = (
    "CASE WHEN sale_window_id IS NULL THEN deposit_minor IS NULL AND worth_minor IS NULL "
    "AND deposit_from IS NULL AND deposit_until IS NULL AND balance_from IS NULL "
    "AND balance_until IS NULL "
    "ELSE deposit_minor > 0 AND worth_minor BETWEEN deposit_minor AND price_minor "
    "AND deposit_from < deposit_until AND deposit_until <= balance_from "
    "AND balance_from < balance_until END"
)
DEPOSIT = (
    "CASE WHEN deposit_paid_at IS NULL THEN status NOT IN ('deposit_paid', 'forfeited') "
    "AND (balance_until IS NULL OR paid_at IS NULL) "
    "ELSE balance_until IS NOT NULL AND status NOT IN ('held', 'expired') END"
)
HOLDS_UNPAID = sa.text("status IN ('held', 'deposit_paid')")
IS_DEPOSIT_PAID = sa.text("status = 'deposit_paid'")
IS_HELD = sa.text("status = 'held'")
IS_WITHDRAWN = sa.text("withdrawal = 'begun'")
IS_BINDING = sa.text("is_binding")


def upgrade() -> None:
    op.create_table(
        "sale_window",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        *(_instant(name, nullable=False) for name in TIMES),
        _instant("created_at", nullable=False),
        sa.CheckConstraint(
            "deposit_from < deposit_until AND deposit_until <= balance_from "
            "AND balance_from < balance_until",
            name=op.f("ck_sale_window_times"),
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_sale_window_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_window")),
    )
    op.create_index("ix_sale_window_deposit_until", "sale_window", ["deposit_until"])
    _change_deals()
    _change_orders()
    _change_payments()


def _change_deals() -> None:
    with op.batch_alter_table("deal") as batch_op:
        batch_op.add_column(sa.Column("sale_window_id", sa.String(length=20)))
        batch_op.add_column(sa.Column("deposit_minor", sa.BigInteger()))
        batch_op.add_column(sa.Column("worth_minor", sa.BigInteger()))
        for name in TIMES:
            batch_op.add_column(_instant(name))
        batch_op.add_column(sa.Column("withdrawal", sa.String(length=8)))
        batch_op.create_foreign_key(
            op.f("fk_deal_sale_window_id_sale_window"), "sale_window", ["sale_window_id"], ["id"]
        )
        batch_op.create_check_constraint(op.f("ck_deal_presale"), PRESALE)
        batch_op.create_check_constraint(
            op.f("ck_deal_withdrawal"),
            "withdrawal IS NULL OR (withdrawal IN ('begun', 'done') AND status = 'ended' "
            "AND sale_window_id IS NOT NULL)",
        )
    op.create_index(op.f("ix_deal_sale_window_id"), "deal", ["sale_window_id"])
    op.create_index(
        "ix_deal_withdrawal",
        "deal",
        ["id"],
        postgresql_where=IS_WITHDRAWN,
        sqlite_where=IS_WITHDRAWN,
    )


def _change_orders() -> None:
    op.drop_index("ix_orders_held_hold_expires_at", table_name="orders")
    with op.batch_alter_table("orders") as batch_op:
        for name in ("balance_from", "balance_until", "deposit_paid_at", "remind_at"):
            batch_op.add_column(_instant(name))
        batch_op.drop_constraint(op.f("ck_orders_status"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_orders_status"),
            "status IN ('held', 'awaiting_payment', 'deposit_paid', 'paid', 'partly_refunded', "
            "'refunded', 'expired', 'cancelled', 'forfeited')",
        )
        batch_op.create_check_constraint(
            op.f("ck_orders_balance_window"), "(balance_from IS NULL) = (balance_until IS NULL)"
        )
        batch_op.create_check_constraint(op.f("ck_orders_deposit"), DEPOSIT)
    op.create_index(
        "ix_orders_unpaid_hold_expires_at",
        "orders",
        ["hold_expires_at"],
        postgresql_where=HOLDS_UNPAID,
        sqlite_where=HOLDS_UNPAID,
    )
    op.create_index(
        "ix_orders_deposit_paid_remind_at",
        "orders",
        ["remind_at"],
        postgresql_where=IS_DEPOSIT_PAID,
        sqlite_where=IS_DEPOSIT_PAID,
    )
    with op.batch_alter_table("order_line") as batch_op:
        for name in ("deposit_minor", "worth_minor"):
            batch_op.add_column(
                sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)
            )
        batch_op.drop_constraint(op.f("ck_order_line_discount"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_order_line_deposit"), "deposit_minor BETWEEN 0 AND worth_minor"
        )
        batch_op.create_check_constraint(
            op.f("ck_order_line_worth"), "worth_minor <= unit_price_minor"
        )
        batch_op.create_check_constraint(
            op.f("ck_order_line_discount"),
            "discount_minor BETWEEN 0 AND (unit_price_minor - deposit_minor) * quantity",
        )


def _change_payments() -> None:
    op.drop_index("uq_payment_order_binding_order_id", table_name="payment_order")
    with op.batch_alter_table("payment_order") as batch_op:
        batch_op.add_column(
            sa.Column("purpose", sa.String(length=8), server_default="whole", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_payment_order_purpose"), "purpose IN ('whole', 'deposit', 'balance')"
        )
    _bind(["order_id", "purpose"])


def downgrade() -> None:
    op.drop_index("uq_payment_order_binding_order_id", table_name="payment_order")
    with op.batch_alter_table("payment_order") as batch_op:
        batch_op.drop_constraint(op.f("ck_payment_order_purpose"), type_="check")
        batch_op.drop_column("purpose")
    _bind(["order_id"])
    with op.batch_alter_table("order_line") as batch_op:
        for name in ("deposit", "worth", "discount"):
            batch_op.drop_constraint(op.f(f"ck_order_line_{name}"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_order_line_discount"),
            "discount_minor BETWEEN 0 AND unit_price_minor * quantity",
        )
        batch_op.drop_column("deposit_minor")
        batch_op.drop_column("worth_minor")
    op.drop_index("ix_orders_unpaid_hold_expires_at", table_name="orders")
    op.drop_index("ix_orders_deposit_paid_remind_at", table_name="orders")
    with op.batch_alter_table("orders") as batch_op:
        for name in ("status", "balance_window", "deposit"):
            batch_op.drop_constraint(op.f(f"ck_orders_{name}"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_orders_status"),
            "status IN ('held', 'awaiting_payment', 'paid', 'partly_refunded', 'refunded', "
            "'expired', 'cancelled')",
        )
        for name in ("balance_from", "balance_until", "deposit_paid_at", "remind_at"):
            batch_op.drop_column(name)
    op.create_index(
        "ix_orders_held_hold_expires_at",
        "orders",
        ["hold_expires_at"],
        postgresql_where=IS_HELD,
        sqlite_where=IS_HELD,
    )
    op.drop_index("ix_deal_withdrawal", table_name="deal")
    op.drop_index(op.f("ix_deal_sale_window_id"), table_name="deal")
    with op.batch_alter_table("deal") as batch_op:
        batch_op.drop_constraint(op.f("ck_deal_presale"), type_="check")
        batch_op.drop_constraint(op.f("ck_deal_withdrawal"), type_="check")
        batch_op.drop_constraint(op.f("fk_deal_sale_window_id_sale_window"), type_="foreignkey")
        for name in ("sale_window_id", "deposit_minor", "worth_minor", *TIMES, "withdrawal"):
            batch_op.drop_column(name)
    op.drop_table("sale_window")


def _bind(columns: list[str]) -> None:
    op.create_index(
        "uq_payment_order_binding_order_id",
        "payment_order",
        columns,
        unique=True,
        postgresql_where=IS_BINDING,
        sqlite_where=IS_BINDING,
    )


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
