"""orders are credited in batches: one event tells of a batch, what a row copies from its click is not looked up again, and
what waits in the outbox is found by its id

Revision: 0031, after 0030
"""

import json
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

COPIES = {
    "share_credit": {"link_id": "share_link"},
    "share_touch": {"link_id": "share_link"},
    "share_step": {"link_id": "share_link"},
    "reward": {"link_id": "share_link", "brand_id": "brand", "account_id": "account"},
}
IS_WAITING = sa.text("delivered_at IS NULL")
WAITING = sa.text("SELECT id, payload FROM outbox WHERE delivered_at IS NULL AND name = :name")
TELL = sa.text("UPDATE outbox SET name = :name, payload = :payload WHERE id = :id")
LINK = sa.text("SELECT id FROM share_link WHERE code = :code")


def upgrade() -> None:
    op.drop_index("ix_outbox_undelivered", table_name="outbox")
    op.create_index(
        "ix_outbox_undelivered",
        "outbox",
        ["id"],
        sqlite_where=IS_WAITING,
        postgresql_where=IS_WAITING,
    )
    for table, columns in COPIES.items():
        with op.batch_alter_table(table) as batch_op:
            for column, target in columns.items():
                name = f"fk_{table}_{column}_{target}"
                batch_op.drop_constraint(op.f(name), type_="foreignkey")
    _tell("share.order_credited", "share.orders_credited", _credited)
    _tell("share.reward_earned", "share.rewards_earned", _earned)


def _tell(
    name: str, new: str, batch_of_one: Callable[[dict[str, str], str], dict[str, list[str]]]
) -> None:
    """What nobody has been told yet is told as a batch of one."""
    connection = op.get_bind()
    for row in connection.execute(WAITING, {"name": name}).all():
        before = json.loads(row.payload)
        link_id = connection.execute(LINK, {"code": before["link_code"]}).scalar_one()
        payload = json.dumps({"event": new, **batch_of_one(before, link_id)})
        connection.execute(TELL, {"name": new, "payload": payload, "id": row.id})


def _credited(before: dict[str, str], link_id: str) -> dict[str, list[str]]:
    return {
        "order_ids": [before["order_id"]],
        "link_ids": [link_id],
        "account_ids": [before["account_id"]],
    }


def _earned(before: dict[str, str], link_id: str) -> dict[str, list[str]]:
    return {"reward_ids": [before["reward_id"]], "link_ids": [link_id]}
