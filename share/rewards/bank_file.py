"""A payout as CSV for whoever makes the transfers: a row for each sharer."""

from collections.abc import Iterable, Mapping

from sqlalchemy import RowMapping

from kit.spreadsheet import BOM, amount, harmless, lines
from share.rewards.payout import Payout
from share.rewards.presenting import number_of

COLUMNS = ("payout", "payee", "email", "amount", "currency", "rewards", "reference")


def written(
    payout: Payout,
    rows: Iterable[RowMapping],
    handles: Mapping[str, str],
    emails: Mapping[str, str],
) -> str:
    number = number_of(payout.id)
    made = [
        (
            number,
            harmless(handles[row["account_id"]]),
            harmless(emails[row["account_id"]]),
            amount(int(row["amount_minor"]), payout.currency),
            payout.currency,
            row["rewards"],
            f"Dealcast {number} {handles[row['account_id']]}",
        )
        for row in rows
    ]
    return BOM + lines([COLUMNS, *made])
