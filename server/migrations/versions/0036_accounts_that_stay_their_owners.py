"""passwords can be set anew by a letter, sessions know when the password was last given, and letters tell of changes

Revision: 0036, after 0035
"""

import sqlalchemy as sa
from alembic import op

import kit.db

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("session") as batch_op:
        batch_op.add_column(
            sa.Column("device", sa.String(length=40), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("confirmed_at", kit.db.Instant(), nullable=True))
    op.create_table(
        "account_token",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("expires_at", kit.db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_token_account_id_account")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_account_token")),
    )
    op.create_index("ix_account_token_account_id", "account_token", ["account_id"])
    op.create_index("ix_account_token_expires_at", "account_token", ["expires_at"])
    op.create_table(
        "account_letter",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=True),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.String(length=254), nullable=False),
        sa.Column("written_at", kit.db.Instant(), nullable=False),
        sa.Column("due_at", kit.db.Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "account_id IS NOT NULL OR about = 'password_forgotten'",
            name=op.f("ck_account_letter_account"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_letter_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_letter")),
    )
    op.create_index("ix_account_letter_account_id", "account_letter", ["account_id"])
    op.create_index("ix_account_letter_due_at", "account_letter", ["due_at"])


def downgrade() -> None:
    op.drop_table("account_letter")
    op.drop_table("account_token")
    with op.batch_alter_table("session") as batch_op:
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("device")
