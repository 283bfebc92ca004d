"""an order remembers how its price came about, and what was taken off each line

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("orders") as batch_op:
        batch_op.add_column(sa.Column("quote", sa.Text()))
        batch_op.create_check_constraint(op.f("ck_orders_total"), "total_minor >= 0")
    with op.batch_alter_table("order_line") as batch_op:
        batch_op.add_column(
            sa.Column("discount_minor", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_order_line_discount"),
            "discount_minor BETWEEN 0 AND unit_price_minor * quantity",
        )


def downgrade() -> None:
    with op.batch_alter_table("order_line") as batch_op:
        batch_op.drop_constraint(op.f("ck_order_line_discount"), type_="check")
        batch_op.drop_column("discount_minor")
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_constraint(op.f("ck_orders_total"), type_="check")
        batch_op.drop_column("quote")
