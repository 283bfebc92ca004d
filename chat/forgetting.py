"""Taking out of all rooms what someone said who leaves Dealcast."""

from chat import store
from chat.events import MessagesDeleted
from kit.unit_of_work import Tx


async def forget_messages(tx: Tx, account_id: str) -> None:
    """Delete what the person said, and its text for good. A second time nothing is left to do."""
    for show_id in await store.rooms_of(tx, account_id):
        last_id = await store.mark_all_deleted(tx, show_id, account_id, account_id)
        if last_id is not None:
            tx.emit(
                MessagesDeleted(show_id=show_id, account_id=account_id, last_message_id=last_id)
            )
    await store.blank_texts(tx, account_id)
