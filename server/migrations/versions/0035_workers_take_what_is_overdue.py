"""workers share what is overdue in the outbox: who delivers a batch takes it for a while

Revision: 0035, after 0032
"""

import sqlalchemy as sa
from alembic import op

import kit.db

revision = "0035"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("taken_until", kit.db.Instant()))


def downgrade() -> None:
    op.drop_column("outbox", "taken_until")
