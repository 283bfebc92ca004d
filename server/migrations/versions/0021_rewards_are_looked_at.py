"""rewards are looked at by rules when they are earned, and some wait for somebody's decision

Revision: 0021, after 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ID = sa.String(length=20)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("reward") as batch_op:
        batch_op.add_column(
            sa.Column("is_held", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("sandbox_charge") as batch_op:
        batch_op.add_column(sa.Column("card_hash", sa.String(length=32), nullable=True))
    _cards()
    _traces()
    _screenings()
    _rulebooks()


def _cards() -> None:
    op.create_table(
        "used_card",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("card_hash", sa.String(length=32), nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_used_card_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", "card_hash", name=op.f("pk_used_card")),
    )
    op.create_index("ix_used_card_card_hash", "used_card", ["card_hash"])
    op.create_index("ix_used_card_used_at", "used_card", ["used_at"])


def _traces() -> None:
    op.create_table(
        "trace",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('browser', 'device', 'network')", name=op.f("ck_trace_kind")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_trace_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", "kind", "mark", name=op.f("pk_trace")),
    )
    op.create_index("ix_trace_mark", "trace", ["mark"])
    op.create_index("ix_trace_seen_at", "trace", ["seen_at"])


def _screenings() -> None:
    op.create_table(
        "screening",
        sa.Column("reward_id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("link_id", ID, nullable=False),
        sa.Column("sharer_id", ID, nullable=False),
        sa.Column("friend_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("is_new_friend", sa.Boolean(), nullable=False),
        sa.Column("is_same_network", sa.Boolean(), nullable=False),
        sa.Column("earned_at", MOMENT, nullable=False),
        sa.Column("screened_at", MOMENT, nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(length=2000), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('clear', 'hold', 'refuse')", name=op.f("ck_screening_verdict")
        ),
        sa.CheckConstraint("NOT is_waiting OR verdict = 'hold'", name=op.f("ck_screening_waiting")),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["reward.id"], name=op.f("fk_screening_reward_id_reward")
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_screening_brand_id_brand")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["share_link.id"], name=op.f("fk_screening_link_id_share_link")
        ),
        sa.ForeignKeyConstraint(
            ["sharer_id"], ["account.id"], name=op.f("fk_screening_sharer_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["friend_id"], ["account.id"], name=op.f("fk_screening_friend_id_account")
        ),
        sa.PrimaryKeyConstraint("reward_id", name=op.f("pk_screening")),
    )
    op.create_index("ix_screening_sharer_id", "screening", ["sharer_id", "earned_at"])
    op.create_index("ix_screening_friend_id", "screening", ["friend_id", "earned_at"])
    op.create_index("ix_screening_link_id", "screening", ["link_id", "earned_at"])
    for name, columns, is_unique, only in (
        ("uq_screening_place", ["brand_id", "sharer_id", "friend_id", "place"], True,
         "place IS NOT NULL"),
        ("ix_screening_case", ["brand_id", "reward_id"], False, "verdict != 'clear'"),
        ("ix_screening_waiting", ["brand_id", "reward_id"], False, "is_waiting"),
    ):  # fmt: skip
        op.create_index(
            name,
            "screening",
            columns,
            unique=is_unique,
            postgresql_where=sa.text(only),
            sqlite_where=sa.text(only),
        )
    op.create_table(
        "screening_finding",
        sa.Column("reward_id", ID, nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("at_least", sa.Integer(), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "severity IN ('hold', 'refuse')", name=op.f("ck_screening_finding_severity")
        ),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["screening.reward_id"],
            name=op.f("fk_screening_finding_reward_id_screening"),
        ),
        sa.PrimaryKeyConstraint("reward_id", "rule", name=op.f("pk_screening_finding")),
    )  # fmt: skip
    op.create_table(
        "review_decision",
        sa.Column("reward_id", ID, nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "outcome IN ('released', 'refused', 'closed')",
            name=op.f("ck_review_decision_outcome"),
        ),
        sa.CheckConstraint(
            "outcome != 'released' OR by_id IS NOT NULL", name=op.f("ck_review_decision_released")
        ),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["screening.reward_id"],
            name=op.f("fk_review_decision_reward_id_screening"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_review_decision_by_id_account")
        ),
        sa.PrimaryKeyConstraint("reward_id", name=op.f("pk_review_decision")),
    )  # fmt: skip


def _rulebooks() -> None:
    op.create_table(
        "review_rulebook",
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("choices", sa.String(length=4000), nullable=False),
        sa.Column("changed_by", ID, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_review_rulebook_version")),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_review_rulebook_brand_id_brand")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["account.id"], name=op.f("fk_review_rulebook_changed_by_account")
        ),
        sa.PrimaryKeyConstraint("brand_id", "version", name=op.f("pk_review_rulebook")),
    )
