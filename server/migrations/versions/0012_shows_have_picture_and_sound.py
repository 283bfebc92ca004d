"""shows have picture and sound: where, and whether at the moment

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "airing",
        sa.Column("show_id", sa.String(length=20), nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("signal", sa.String(length=8), nullable=False),
        sa.Column("media_url", sa.Text(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("signal IN ('off', 'live', 'lost')", name=op.f("ck_airing_signal")),
        sa.ForeignKeyConstraint(["show_id"], ["show.id"], name=op.f("fk_airing_show_id_show")),
        sa.PrimaryKeyConstraint("show_id", name=op.f("pk_airing")),
    )
    op.create_index("ix_airing_signal", "airing", ["signal", "seen_at"])
