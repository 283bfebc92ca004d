"""What a sharer sees of their money: where it is with each brand, and each entry that brought it there."""

from collections.abc import AsyncIterator, Mapping

from sqlalchemy import RowMapping

from kit.auth import Principal
from kit.clock import to_ms
from kit.ids import is_id
from kit.spreadsheet import BOM, amount, harmless, lines, moment
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.people import Brand
from share.rewards.entry import Balance
from share.rewards.offer import Kind, Offer
from share.rewards.presenting import number_of
from share.rewards.store import statements as store_statements
from share.rewards.views import RewardAccountView, RewardEntryView, StatementView

PAGE = 50
COLUMNS = (
    "at", "brand", "order_number", "link", "reason", "from", "to", "amount", "currency", "payout",
)  # fmt: skip


class Statements:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def mine(self, principal: Principal, before: str | None = None) -> StatementView:
        """The caller's balances, and the newest entries or those before one.

        Raises:
            NotSignedIn
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            balances = await store_statements.balances(tx, account_id)
            brands = await directory.brands_by_id(tx, {brand_id for brand_id, _ in balances})
            entries, older = await _page(tx, account_id, before, brands)
        accounts = [
            _account(brands[brand_id], currency, balance)
            for (brand_id, currency), balance in balances.items()
        ]
        accounts.sort(key=lambda each: (each.brand_name, each.currency))
        return StatementView(accounts=accounts, entries=entries, next=older)

    async def export(self, principal: Principal) -> AsyncIterator[str]:
        """All of the caller's entries as CSV, the newest first.

        Raises:
            NotSignedIn
        """
        return self._exported(principal.account())

    async def _exported(self, account_id: str) -> AsyncIterator[str]:
        yield BOM + lines([COLUMNS])
        before: str | None = None
        while True:
            async with self._work.read() as tx:
                ids = {brand_id for brand_id, _ in await store_statements.balances(tx, account_id)}
                brands = await directory.brands_by_id(tx, ids)
                entries, before = await _page(tx, account_id, before, brands)
            yield lines(map(_row, entries))
            if before is None:
                return


async def _page(
    tx: Tx, account_id: str, before: str | None, brands: Mapping[str, Brand]
) -> tuple[list[RewardEntryView], str | None]:
    since = before if before is not None and is_id(before) else None
    rows = await store_statements.page(tx, account_id, since, PAGE + 1)
    entries = [_entry(row, brands[row["brand_id"]].name) for row in rows[:PAGE]]
    return entries, entries[-1].id if len(rows) > PAGE else None


def _account(brand: Brand, currency: str, balance: Balance) -> RewardAccountView:
    return RewardAccountView(
        brand_slug=brand.slug,
        brand_name=brand.name,
        currency=currency,
        pending_minor=balance.pending_minor,
        payable_minor=balance.payable_minor,
        in_payout_minor=balance.in_payout_minor,
        paid_minor=balance.paid_minor,
        owed_minor=balance.owed_minor,
    )


def _entry(row: RowMapping, brand_name: str) -> RewardEntryView:
    offer = Offer(Kind(row["kind"]), row["rate_bp"], row["offer_amount"])
    return RewardEntryView(
        id=row["id"],
        at_ms=to_ms(row["entered_at"]),
        brand_name=brand_name,
        order_number=row["order_number"],
        link_code=row["code"],
        link_title=row["title"],
        reason=row["reason"],
        taken_from=row["taken_from"],
        put_into=row["put_into"],
        amount_minor=row["amount_minor"],
        currency=row["currency"],
        cut_by=row["cut_by"],
        full_minor=offer.worth(row["order_total_minor"], row["order_total_minor"]),
        due_at_ms=to_ms(row["due_at"]),
        payout=number_of(row["payout_id"]) if row["payout_id"] else None,
    )


def _row(entry: RewardEntryView) -> tuple[object, ...]:
    return (
        moment(entry.at_ms),
        harmless(entry.brand_name),
        entry.order_number,
        entry.link_code,
        entry.reason,
        entry.taken_from or "",
        entry.put_into,
        amount(entry.amount_minor, entry.currency),
        entry.currency,
        entry.payout or "",
    )
