"""brands by name, and shows of whatever status, are read a page at a time

Revision: 0038, after 0037
"""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_brand_name", "brand", ["name", "id"])
    op.create_index("ix_show_scheduled_at", "show", ["scheduled_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_show_scheduled_at", "show")
    op.drop_index("ix_brand_name", "brand")
