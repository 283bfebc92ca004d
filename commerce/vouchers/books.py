"""Vouchers, their uses and their budgets, as a transaction has locked and read them, and what becomes of them. Pure.

One after the other, copies are collected and uses reserved and given back; each sees what those before it left. A
refusal changes nothing. `changes` says what has to be written then.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from commerce.pricing.points import are_points
from commerce.pricing.quote import Quote
from commerce.vouchers import issued as places
from commerce.vouchers import uses as moves
from commerce.vouchers.errors import NoSuchVoucher, VoucherLimitReached
from commerce.vouchers.issued import Issued
from commerce.vouchers.uses import Entry, Share, Use, UseStatus
from kit.errors import Refusal

Holder = tuple[str, str]
"""A voucher and an account."""
ShareKey = tuple[str, str]
"""A use and an order."""
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from what was read."""

    issued: list[Issued]
    new_uses: list[Use]
    uses: list[Use]
    new_shares: list[Share]
    shares: list[Share]
    gone_shares: list[Share]
    entries: list[Entry]


class Books:
    def __init__(
        self,
        issued: Mapping[str, Issued],
        uses: Iterable[Use],
        shares: Iterable[Share],
        now: datetime,
        new_id: Callable[[], str],
    ) -> None:
        """`uses` are those of everybody who is concerned, and those that have one of the `shares`."""
        self._issued = dict(issued)
        self._uses: dict[str, Use] = {}
        self._shares: dict[ShareKey, Share] = {}
        self._entries: list[Entry] = []
        self._undo: list[Callable[[], object]] = []
        self._use_ids: dict[Holder, list[str]] = {}
        self._share_keys: dict[str, list[ShareKey]] = {}
        """By use and by order. Of what is gone again, ids stay here and are passed over."""
        self._now = now
        self._new_id = new_id
        for use in uses:
            self._set_use(use)
        for share in shares:
            self._set_share(share)
        self._read = dict(self._issued), dict(self._uses), dict(self._shares)

    def changes(self) -> Changes:
        issued, uses, shares = self._read
        return Changes(
            issued=[after for id, after in self._issued.items() if after is not issued[id]],
            new_uses=[use for id, use in self._uses.items() if id not in uses],
            uses=[use for id, use in self._uses.items() if id in uses and use is not uses[id]],
            new_shares=[share for key, share in self._shares.items() if key not in shares],
            shares=[
                share
                for key, share in self._shares.items()
                if key in shares and share != shares[key]
            ],
            gone_shares=[share for key, share in shares.items() if key not in self._shares],
            entries=self._entries,
        )

    def find(self, voucher_id: str) -> Issued | None:
        return self._issued.get(voucher_id)

    def voucher(self, voucher_id: str) -> Issued:
        return self._issued[voucher_id]

    def held_by(self, voucher_id: str, account_id: str) -> list[Use]:
        """What the person has of the voucher: copies, and uses that are reserved or used."""
        ids = self._use_ids.get((voucher_id, account_id), ())
        uses = (self._uses[use_id] for use_id in ids if use_id in self._uses)
        return [use for use in uses if use.slot is not None]

    def hand_out(self, voucher_id: str, account_id: str) -> Use | Refusal:
        """A copy. Whoever has one that is not used keeps it and gets no other."""
        issued = self._issued[voucher_id]
        held = self.held_by(voucher_id, account_id)
        if unused := [use for use in held if use.status is UseStatus.COLLECTED]:
            return unused[0]
        if refusal := places.refuse_over(issued, self._now):
            return refusal
        return self._new_use(issued, held, account_id, UseStatus.COLLECTED)

    def reserve(self, account_id: str, quote: Quote) -> list[Use] | Refusal:
        """All vouchers that the quote uses, for the orders of its lines, or none of them.

        What these orders had reserved before is given back first.
        """
        self._undo.clear()
        for order_id in dict.fromkeys(line.order_id for line in quote.lines if line.order_id):
            self.give_back(order_id)
        costs = _costs(quote)
        reserved = []
        for voucher_id in sorted(costs):
            use = self._reserve_one(account_id, voucher_id, costs[voucher_id])
            if isinstance(use, Refusal):
                self._roll_back()
                return use
            reserved.append(use)
        return reserved

    def give_back(self, order_id: str, parts: Mapping[str, int] | None = None) -> list[Use]:
        """What the order has taken, wholly, or these parts of its costs by voucher; the uses that returned.

        A use returns with the last of its orders that gives it back wholly (B4).
        """
        returned = []
        for share in sorted(self._shares_of(order_id), key=lambda share: share.use_id):
            voucher_id = self._uses[share.use_id].voucher_id
            cost = share.cost_minor if parts is None else parts.get(voucher_id, 0)
            assert 0 <= cost <= share.cost_minor, "more is given back than the order took"
            self._pay_back(voucher_id, share, cost, is_whole=parts is None)
            if parts is None and not self._shares_of(share.use_id):
                returned.append(self._return(share.use_id))
        return returned

    def _reserve_one(
        self, account_id: str, voucher_id: str, costs: Mapping[str, int]
    ) -> Use | Refusal:
        issued = self._issued.get(voucher_id)
        if issued is None:
            return NoSuchVoucher("Ask for a new quote.")
        if refusal := places.refuse_time(issued, self._now):
            return refusal
        use = self._place(issued, account_id)
        if isinstance(use, Refusal):
            return use
        spent = places.spend(self._issued[voucher_id], sum(costs.values()))
        if isinstance(spent, Refusal):
            return spent
        self._set_issued(spent)
        for order_id, cost in costs.items():
            self._set_share(Share(use.id, order_id, cost))
            self._enter("reserved", -cost, voucher_id, use.id, order_id)
        return use

    def _place(self, issued: Issued, account_id: str) -> Use | Refusal:
        """A copy that the person has, or a new use."""
        held = self.held_by(issued.id, account_id)
        if not issued.has_copies:
            return self._new_use(issued, held, account_id, UseStatus.RESERVED)
        unused = [use for use in held if use.status is UseStatus.COLLECTED]
        if unused:
            return self._set_use(moves.reserve(unused[0]))
        if held:
            return VoucherLimitReached("You have used it already, or reserved it for other orders.")
        return NoSuchVoucher("You do not have it. Collect it first.")

    def _new_use(
        self, issued: Issued, held: Iterable[Use], account_id: str, status: UseStatus
    ) -> Use | Refusal:
        taken = places.take_place(issued, {use.slot for use in held if use.slot is not None})
        if isinstance(taken, Refusal):
            return taken
        after, slot = taken
        self._set_issued(after)
        use = Use(
            id=self._new_id(),
            voucher_id=issued.id,
            account_id=account_id,
            slot=slot,
            status=status,
            taken_at=self._now,
        )
        return self._set_use(use)

    def _pay_back(self, voucher_id: str, share: Share, cost: int, *, is_whole: bool) -> None:
        self._set_issued(places.refill(self._issued[voucher_id], cost))
        self._enter("returned", cost, voucher_id, share.use_id, share.order_id)
        if is_whole:
            self._drop_share(share)
        else:
            self._set_share(replace(share, cost_minor=share.cost_minor - cost))

    def _return(self, use_id: str) -> Use:
        use = self._uses[use_id]
        issued = self._issued[use.voucher_id]
        if not issued.has_copies:
            self._set_issued(places.free_place(issued))
        return self._set_use(moves.give_back(use, issued))

    def _shares_of(self, use_or_order_id: str) -> list[Share]:
        keys = self._share_keys.get(use_or_order_id, ())
        return [self._shares[key] for key in dict.fromkeys(keys) if key in self._shares]

    def _enter(self, reason: str, amount: int, voucher_id: str, use_id: str, order_id: str) -> None:
        if amount:
            self._entries.append(Entry(voucher_id, reason, amount, use_id, order_id))
            self._undo.append(self._entries.pop)

    def _set_issued(self, issued: Issued) -> None:
        _set(self._issued, issued.id, issued, self._undo)

    def _set_use(self, use: Use) -> Use:
        if use.id not in self._uses:
            self._use_ids.setdefault((use.voucher_id, use.account_id), []).append(use.id)
        _set(self._uses, use.id, use, self._undo)
        return use

    def _set_share(self, share: Share) -> None:
        key = share.use_id, share.order_id
        for of in key:
            self._share_keys.setdefault(of, []).append(key)
        _set(self._shares, key, share, self._undo)

    def _drop_share(self, share: Share) -> None:
        _set(self._shares, (share.use_id, share.order_id), None, self._undo)

    def _roll_back(self) -> None:
        while self._undo:
            self._undo.pop()()


def _set(
    table: dict[K, V], key: K, value: V | None, undo: list[Callable[[], object]] | None
) -> None:
    """Set the value, or with None remove it, and note how to undo that."""
    before = table.get(key)
    if undo is not None:
        undo.append(lambda: _set(table, key, before, None))
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value


def _costs(quote: Quote) -> dict[str, dict[str, int]]:
    """What each voucher costs its issuer, by order. Each line that a voucher meets must be held by an order."""
    costs: dict[str, dict[str, int]] = {}
    for line in quote.lines:
        for discount in line.discounts:
            if are_points(discount.voucher_id):
                continue
            assert line.order_id is not None, "a voucher is reserved for units that no order holds"
            of_voucher = costs.setdefault(discount.voucher_id, {})
            before = of_voucher.get(line.order_id, 0)
            of_voucher[line.order_id] = before + discount.cost_minor
    return costs
