"""what vouchers paid for wholly can be given back: a refund of no money has units and no payment

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

REFUNDED = "ck_orders_refunded_minor"
AMOUNT = "ck_refund_amount_minor"
ID = sa.String(length=20)


def upgrade() -> None:
    _check(
        "orders",
        REFUNDED,
        "CASE status WHEN 'refunded' THEN refunded_minor = total_minor "
        "AND (total_minor > 0 OR refunded_units = units) "
        "WHEN 'partly_refunded' THEN refunded_minor + refunded_units > 0 "
        "AND (refunded_minor < total_minor OR (total_minor = 0 AND refunded_units < units)) "
        "ELSE refunded_minor = 0 END",
    )
    with op.batch_alter_table("refund") as batch_op:
        batch_op.alter_column("payment_id", existing_type=ID, nullable=True)
    _check("refund", AMOUNT, "amount_minor >= 0 AND (amount_minor = 0) = (payment_id IS NULL)")


def downgrade() -> None:
    op.execute(
        "DELETE FROM refund_line WHERE refund_id IN (SELECT id FROM refund WHERE amount_minor = 0)"
    )
    op.execute("DELETE FROM refund WHERE amount_minor = 0")
    op.execute(
        "UPDATE orders SET status = 'paid' WHERE status = 'partly_refunded' AND refunded_minor = 0"
    )
    _check("refund", AMOUNT, "amount_minor > 0")
    with op.batch_alter_table("refund") as batch_op:
        batch_op.alter_column("payment_id", existing_type=ID, nullable=False)
    _check(
        "orders",
        REFUNDED,
        "CASE status WHEN 'refunded' THEN refunded_minor = total_minor "
        "WHEN 'partly_refunded' THEN refunded_minor > 0 AND refunded_minor < total_minor "
        "ELSE refunded_minor = 0 END",
    )


def _check(table: str, name: str, condition: str) -> None:
    """Put this condition in the place of the one of the same name."""
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_check_constraint(op.f(name), condition)
