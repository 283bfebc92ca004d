"""orders with which a step of price protection failed are remembered across restarts

Revision: 0037, after 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unprotected_order",
        sa.Column("order_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_unprotected_order_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_unprotected_order")),
    )


def downgrade() -> None:
    op.drop_table("unprotected_order")
