"""Having letters written to people about their accounts, in the transaction of what they tell of."""

from kit.unit_of_work import Tx
from membership import directory
from membership.security import store
from membership.security.letter import About


async def write_to(
    tx: Tx, account_id: str, about: About, locale: str, *, detail: str = "", to: str | None = None
) -> None:
    """Have the person written to, at their address or at this one. A worker sends it."""
    account = await directory.account(tx, account_id)
    if account is not None:
        await store.add_letter(tx, about, account_id, to or account.email, locale, detail)
