"""shows are open to members only, or to some of them first

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COLUMNS = ("min_tier_rank", "first_tier_rank", "head_start_s")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("show", sa.Column(name, sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("show") as batch_op:
        for name in COLUMNS:
            batch_op.drop_column(name)
