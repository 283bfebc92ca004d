"""Rows of payout details."""

from collections.abc import Collection

from sqlalchemy import RowMapping, delete, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import is_among
from kit.unit_of_work import Tx
from share.payees.bank_account import BankAccount
from share.payees.sealing import Sealing
from share.payees.tables import payout_accounts, payout_details


async def save(tx: Tx, account_id: str, of: BankAccount, sealing: Sealing) -> None:
    values = {
        "holder": of.holder,
        "bic": of.bic,
        "hint": of.hint,
        "sealed": sealing.seal(of.number, account_id),
        "key_id": sealing.key_id,
        "changed_at": tx.now,
    }
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(payout_details).values(account_id=account_id, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=values))


async def remove(tx: Tx, account_id: str) -> bool:
    """Whether there was something to remove."""
    theirs = payout_details.c.account_id == account_id
    return await tx.execute(delete(payout_details).where(theirs)) == 1


async def details(tx: Tx, account_id: str, sealing: Sealing) -> RowMapping | None:
    """As they are shown. What nobody can open any more is as if it was not there."""
    return await tx.first(
        select(payout_details).where(
            payout_details.c.account_id == account_id, payout_details.c.key_id == sealing.key_id
        )
    )


async def known(tx: Tx, account_ids: Collection[str], key_id: str) -> set[str]:
    """Those of these people who said where their money is to go."""
    among = is_among(tx.connection, payout_details.c.account_id, account_ids)
    rows = await tx.all(
        select(payout_details.c.account_id).where(among, payout_details.c.key_id == key_id)
    )
    return {row["account_id"] for row in rows}


async def approve(tx: Tx, payout_id: str, account_ids: Collection[str]) -> None:
    """Have the payout pay these people where they want to be paid now, whatever they say later."""
    of = payout_details.c
    now = select(literal(payout_id), of.account_id, of.holder, of.bic, of.sealed).where(
        is_among(tx.connection, of.account_id, account_ids)
    )
    names = ["payout_id", "account_id", "holder", "bic", "sealed"]
    await tx.execute(insert(payout_accounts).from_select(names, now))


async def approved(tx: Tx, payout_id: str, sealing: Sealing) -> dict[str, BankAccount]:
    """Where the payout pays whom, as far as that can be opened."""
    found = {}
    for row in await tx.all(
        select(payout_accounts).where(payout_accounts.c.payout_id == payout_id)
    ):
        number = sealing.open(row["sealed"], row["account_id"])
        if number is not None:
            found[row["account_id"]] = BankAccount(row["holder"], number, row["bic"])
    return found
