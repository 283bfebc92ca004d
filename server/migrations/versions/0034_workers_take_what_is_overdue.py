"""workers share what is overdue in the outbox: who delivers a batch takes it for a while

Revision: 0034, after 0033
"""

import sqlalchemy as sa
from alembic import op

import kit.db

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("taken_until", kit.db.Instant()))


def downgrade() -> None:
    op.drop_column("outbox", "taken_until")
