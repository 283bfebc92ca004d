"""shows can be watched again: recordings, clips, what deals were at each moment, and deals that outlast their show

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

UNFINISHED = sa.text("finished_at IS NULL")


def upgrade() -> None:
    _recordings()
    _clips()
    _deals()
    with op.batch_alter_table("airing") as batch_op:
        batch_op.add_column(
            sa.Column("recording", sa.String(length=8), server_default="off", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_airing_recording"), "recording IN ('off', 'on', 'stopped')"
        )
    _link_kinds("'show', 'deal', 'clip'")


def downgrade() -> None:
    op.execute("DELETE FROM share_link WHERE kind = 'clip'")
    _link_kinds("'show', 'deal'")
    with op.batch_alter_table("airing") as batch_op:
        batch_op.drop_constraint(op.f("ck_airing_recording"), type_="check")
        batch_op.drop_column("recording")
    op.drop_column("deal", "sells_on")
    op.drop_table("deal_moment")
    op.drop_table("clip")
    op.drop_table("recorded_segment")
    op.drop_table("recording")


def _recordings() -> None:
    op.create_table(
        "recording",
        sa.Column("show_id", sa.String(length=20), nullable=False),
        sa.Column("takes", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stretches", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["show_id"], ["show.id"], name=op.f("fk_recording_show_id_show")),
        sa.PrimaryKeyConstraint("show_id", name=op.f("pk_recording")),
    )
    op.create_index(
        "ix_recording_unfinished",
        "recording",
        ["written_at"],
        postgresql_where=UNFINISHED,
        sqlite_where=UNFINISHED,
    )
    op.create_table(
        "recorded_segment",
        sa.Column("show_id", sa.String(length=20), nullable=False),
        sa.Column("track", sa.String(length=8), nullable=False),
        sa.Column("take", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("header", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_s", sa.Float(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_after_break", sa.Boolean(), nullable=False),
        sa.CheckConstraint("track IN ('video', 'audio')", name=op.f("ck_recorded_segment_track")),
        sa.CheckConstraint("duration_s > 0", name=op.f("ck_recorded_segment_duration")),
        sa.ForeignKeyConstraint(
            ["show_id"], ["recording.show_id"], name=op.f("fk_recorded_segment_show_id_recording")
        ),
        sa.PrimaryKeyConstraint(
            "show_id", "take", "number", "track", name=op.f("pk_recorded_segment")
        ),
    )


def _clips() -> None:
    op.create_table(
        "clip",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("show_id", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("starts_ms", sa.Integer(), nullable=False),
        sa.Column("ends_ms", sa.Integer(), nullable=False),
        sa.Column("product_ids", sa.Text(), nullable=False),
        sa.Column("cut_by", sa.String(length=20), nullable=False),
        sa.Column("cut_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_ms >= 0 AND ends_ms > starts_ms", name=op.f("ck_clip_span")),
        sa.ForeignKeyConstraint(["show_id"], ["show.id"], name=op.f("fk_clip_show_id_show")),
        sa.ForeignKeyConstraint(["cut_by"], ["account.id"], name=op.f("fk_clip_cut_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clip")),
    )
    op.create_index("ix_clip_show_id", "clip", ["show_id", "id"])


def _deals() -> None:
    op.add_column(
        "deal", sa.Column("sells_on", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "deal_moment",
        sa.Column("deal_id", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("show_id", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("stock_left", sa.Integer(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_moment_deal_id_deal")),
        sa.PrimaryKeyConstraint("deal_id", "version", name=op.f("pk_deal_moment")),
    )
    op.create_index("ix_deal_moment_show_id", "deal_moment", ["show_id", "at"])


def _link_kinds(kinds: str) -> None:
    with op.batch_alter_table("share_link") as batch_op:
        batch_op.drop_constraint(op.f("ck_share_link_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_share_link_kind"), f"kind IN ({kinds})")
