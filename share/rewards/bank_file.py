"""A payout as CSV for whoever makes the transfers: a row for each sharer."""

from collections.abc import Iterable, Mapping

from sqlalchemy import RowMapping

from kit.spreadsheet import BOM, amount, harmless, lines
from share.payees.bank_account import BankAccount
from share.rewards.payout import Payout
from share.rewards.presenting import number_of

COLUMNS = (
    "payout", "payee", "email", "holder", "account", "bic", "amount", "currency", "rewards", "reference",
)  # fmt: skip
NOWHERE = BankAccount("", "", "")
"""Of who had taken back their bank account when it was approved."""


def written(
    payout: Payout,
    rows: Iterable[RowMapping],
    handles: Mapping[str, str],
    emails: Mapping[str, str],
    accounts: Mapping[str, BankAccount],
) -> str:
    number = number_of(payout.id)
    made = []
    for row in rows:
        account_id = row["account_id"]
        account = accounts.get(account_id, NOWHERE)
        made.append(
            (
                number,
                harmless(handles[account_id]),
                harmless(emails[account_id]),
                harmless(account.holder),
                account.number,
                account.bic,
                amount(int(row["amount_minor"]), payout.currency),
                payout.currency,
                row["rewards"],
                f"Dealcast {number} {handles[account_id]}",
            )
        )
    return BOM + lines([COLUMNS, *made])
