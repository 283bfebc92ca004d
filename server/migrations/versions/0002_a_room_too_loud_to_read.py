"""a room too loud to read: timed and shadow mutes, and rules of a room's chat

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chat_rules",
        sa.Column("show_id", sa.String(length=20), nullable=False),
        sa.Column("slow_mode_s", sa.Integer(), nullable=False),
        sa.Column("links", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=20), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("slow_mode_s BETWEEN 0 AND 300", name=op.f("ck_chat_rules_slow_mode_s")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["account.id"], name=op.f("fk_chat_rules_changed_by_account")
        ),
        sa.PrimaryKeyConstraint("show_id", name=op.f("pk_chat_rules")),
    )
    op.add_column(
        "chat_message",
        sa.Column("is_shadowed", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index("ix_chat_message_account_id_sent_at", "chat_message", ["account_id", "sent_at"])
    op.drop_index("ix_chat_message_account_id", "chat_message")
    op.add_column("chat_mute", sa.Column("until", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "chat_mute",
        sa.Column("is_shadow", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("chat_mute", "is_shadow")
    op.drop_column("chat_mute", "until")
    op.create_index("ix_chat_message_account_id", "chat_message", ["account_id"])
    op.drop_index("ix_chat_message_account_id_sent_at", "chat_message")
    op.drop_column("chat_message", "is_shadowed")
    op.drop_table("chat_rules")
