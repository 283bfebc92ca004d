"""draws in a room, whose result anyone can check

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draw",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("show_id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("prize", sa.String(length=120), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("min_tier_rank", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entrants", sa.Integer(), nullable=False),
        sa.Column("entrants_hash", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("places > 0", name=op.f("ck_draw_places")),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (entrants_hash IS NULL)", name=op.f("ck_draw_decided")
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_draw_brand_id_brand")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
    )
    op.create_index("ix_draw_show_id", "draw", ["show_id", "id"])
    op.create_index(
        "uq_draw_open",
        "draw",
        ["show_id"],
        unique=True,
        postgresql_where=sa.text("decided_at IS NULL"),
        sqlite_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "draw_entry",
        sa.Column("draw_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("ticket", sa.String(length=16), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_draw_entry_draw_id_draw")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_draw_entry_account_id_account")
        ),
        sa.PrimaryKeyConstraint("draw_id", "account_id", name=op.f("pk_draw_entry")),
        sa.UniqueConstraint("draw_id", "ticket", name=op.f("uq_draw_entry_draw_id_ticket")),
        sa.UniqueConstraint("draw_id", "place", name=op.f("uq_draw_entry_draw_id_place")),
    )
    op.create_index("ix_draw_entry_account_id", "draw_entry", ["account_id"])


def downgrade() -> None:
    op.drop_table("draw_entry")
    op.drop_table("draw")
