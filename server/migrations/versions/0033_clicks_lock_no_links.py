"""a click does not look up its link again, nor lock its row: links are never deleted

Revision: 0033, after 0032
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

REFERENCE = "fk_share_click_link_id_share_link"


def upgrade() -> None:
    with op.batch_alter_table("share_click") as batch_op:
        batch_op.drop_constraint(op.f(REFERENCE), type_="foreignkey")


def downgrade() -> None:
    with op.batch_alter_table("share_click") as batch_op:
        batch_op.create_foreign_key(op.f(REFERENCE), "share_link", ["link_id"], ["id"])
