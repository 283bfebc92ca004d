"""an order is made a gift before it is paid

Revision: 0030, after 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

GIFTS = sa.table("gift", sa.column("expires_at"))


def upgrade() -> None:
    with op.batch_alter_table("gift") as batch_op:
        batch_op.alter_column("expires_at", nullable=True)
        batch_op.create_check_constraint("begun", "expires_at IS NOT NULL OR accepted_at IS NULL")


def downgrade() -> None:
    op.execute(GIFTS.delete().where(GIFTS.c.expires_at.is_(None)))
    with op.batch_alter_table("gift") as batch_op:
        batch_op.drop_constraint("ck_gift_begun")
        batch_op.alter_column("expires_at", nullable=False)
