"""points can be given, not only earned by an order

Revision: 0019, after 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("point_lot") as lots:
        lots.add_column(
            sa.Column("source", sa.String(length=5), server_default="order", nullable=False)
        )
        lots.create_check_constraint(op.f("ck_point_lot_source"), "source IN ('order', 'gift')")
    with op.batch_alter_table("point_entry") as entries:
        entries.drop_constraint(op.f("ck_point_entry_bought"), type_="check")
        entries.create_check_constraint(
            op.f("ck_point_entry_new"), "(reason IN ('bought', 'given')) = (taken_from IS NULL)"
        )
