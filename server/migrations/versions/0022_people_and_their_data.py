"""people say what brands may do, and take their data along or have it erased; brands see what was between them

Revision: 0022, after 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ID = sa.String(length=20)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("replaced_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "channel IN ('email', 'message', 'profile')", name=op.f("ck_consent_channel")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_consent_account_id_account")
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_consent_brand_id_brand")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(
        "ix_consent_account_id", "consent", ["account_id", "brand_id", "id"], unique=False
    )
    op.create_index(
        "uq_consent_present",
        "consent",
        ["brand_id", "channel", "account_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "data_export",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("files_done", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(status = 'ready') = (expires_at IS NOT NULL)", name=op.f("ck_data_export_expires")
        ),
        sa.CheckConstraint("status IN ('begun', 'ready')", name=op.f("ck_data_export_status")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_data_export_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    op.create_index("ix_data_export_account_id", "data_export", ["account_id", "id"], unique=False)
    op.create_index(
        "uq_data_export_under_way",
        "data_export",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("status = 'begun'"),
        sqlite_where=sa.text("status = 'begun'"),
    )
    op.create_table(
        "erasure",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_erasure_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_erasure")),
    )
    op.create_index(
        "ix_erasure_due_at",
        "erasure",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("due_at IS NOT NULL"),
        sqlite_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "member_look",
        sa.Column("id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("looked_by", ID, nullable=False),
        sa.Column("looked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_member_look_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_member_look_brand_id_brand")
        ),
        sa.ForeignKeyConstraint(
            ["looked_by"], ["account.id"], name=op.f("fk_member_look_looked_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_look")),
    )
    op.create_index("ix_member_look_account_id", "member_look", ["account_id", "id"], unique=False)
    op.create_index("ix_member_look_looked_by", "member_look", ["looked_by"], unique=False)
    op.create_table(
        "profile",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("display_name", sa.String(length=60), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=True),
        sa.Column("birth_month", sa.Integer(), nullable=True),
        sa.Column("birth_day", sa.Integer(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(birth_month IS NULL) = (birth_day IS NULL)", name=op.f("ck_profile_birthday")
        ),
        sa.CheckConstraint("birth_day BETWEEN 1 AND 31", name=op.f("ck_profile_birth_day")),
        sa.CheckConstraint("birth_month BETWEEN 1 AND 12", name=op.f("ck_profile_birth_month")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_profile_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_profile")),
    )
    op.create_table(
        "profile_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("fields", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_profile_change_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_change")),
    )
    op.create_index(
        "ix_profile_change_account_id", "profile_change", ["account_id", "id"], unique=False
    )
    op.create_table(
        "show_visit",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("show_id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "seconds >= 0 AND first_at <= last_at", name=op.f("ck_show_visit_seconds")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_show_visit_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", "show_id", name=op.f("pk_show_visit")),
    )
    op.create_index(
        "ix_show_visit_brand_id", "show_visit", ["brand_id", "account_id", "last_at"], unique=False
    )
    op.create_table(
        "data_export_part",
        sa.Column("export_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"],
            ["data_export.id"],
            name=op.f("fk_data_export_part_export_id_data_export"),
        ),
        sa.PrimaryKeyConstraint("export_id", "number", name=op.f("pk_data_export_part")),
    )
    op.create_table(
        "tier_move",
        sa.Column("id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("was_rank", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id", "account_id"],
            ["member.brand_id", "member.account_id"],
            name="fk_tier_move_brand_id_member",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_move")),
    )
    op.create_index(
        "ix_tier_move_account_id", "tier_move", ["account_id", "brand_id", "id"], unique=False
    )
    op.create_index(
        "ix_member_joined_at", "member", ["brand_id", "joined_at", "account_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_member_joined_at", "member")
    op.drop_table("tier_move")
    op.drop_table("data_export_part")
    op.drop_table("show_visit")
    op.drop_table("profile_change")
    op.drop_table("profile")
    op.drop_table("member_look")
    op.drop_table("erasure")
    op.drop_table("data_export")
    op.drop_table("consent")
