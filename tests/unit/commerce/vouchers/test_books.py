"""Limits and budgets hold over any history of collecting, reserving and giving back (B1 to B4)."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.pricing.quote import Quote
from commerce.pricing.vouchers import Kind, Scope, Stacking, Voucher
from commerce.vouchers.books import Books, Changes
from commerce.vouchers.errors import (
    BudgetSpent,
    NoSuchVoucher,
    VoucherLimitReached,
    VoucherNotStarted,
    VoucherOver,
    VoucherUsedUp,
)
from commerce.vouchers.issued import How, Issued
from commerce.vouchers.uses import Share, Use, UseStatus
from kit.errors import Refusal
from tests.support.pricing import NOW, line, quoted, voucher

PEOPLE = ("ann", "ben", "cem")
ORDERS = ("o1", "o2", "o3", "o4")


def issued(id: str = "v", how: How = How.CODE, **facts: Any) -> Issued:
    terms = facts.pop("terms", None) or voucher(id, stacking=Stacking.FREE, scope=Scope.PLATFORM)
    return Issued(
        terms=terms,
        how=how,
        code="CODE" if how is How.CODE else None,
        show_id="s" if how is How.COLLECT else None,
        created_by="mira",
        created_at=NOW,
        **facts,
    )


def books_of(*vouchers: Issued) -> Books:
    numbers = count(1)
    by_id = {each.id: each for each in vouchers}
    return Books(by_id, (), (), NOW, lambda: f"use{next(numbers):04}")


def cart(*orders: str, terms: Voucher | None = None, price: int = 1_000) -> Quote:
    """A quote of one line an order with a voucher that takes 1.00."""
    lines = [line(f"deal-{order}", price, order_id=order) for order in orders]
    return quoted(lines, terms or issued().terms)


def test_a_use_takes_a_place_and_its_cost_and_returns_both() -> None:
    books = books_of(issued(total_limit=3, budget_minor=250))
    uses = books.reserve("ann", cart("o1"))
    assert isinstance(uses, list)
    assert (books.voucher("v").taken, books.voucher("v").spent_minor) == (1, 100)
    assert [use.status for use in books.give_back("o1")] == [UseStatus.RETURNED]
    assert (books.voucher("v").taken, books.voucher("v").spent_minor) == (0, 0)
    assert books.give_back("o1") == []
    assert [entry.amount_minor for entry in books.changes().entries] == [-100, 100]


def test_a_copy_is_its_holders_again() -> None:
    books = books_of(issued(how=How.COLLECT, total_limit=1))
    copy = books.hand_out("v", "ann")
    assert isinstance(copy, Use)
    assert books.hand_out("v", "ann") == copy
    assert isinstance(books.hand_out("v", "ben"), VoucherUsedUp)
    books.reserve("ann", cart("o1"))
    assert isinstance(books.reserve("ann", cart("o2")), VoucherLimitReached)
    assert [use.status for use in books.give_back("o1")] == [UseStatus.COLLECTED]
    assert books.voucher("v").taken == 1
    assert isinstance(books.reserve("ann", cart("o2")), list)


def test_who_used_a_copy_can_collect_another_up_to_the_limit_for_one_person() -> None:
    books = books_of(issued(how=How.COLLECT, per_person=2))
    for order in ("o1", "o2"):
        books.hand_out("v", "ann")
        assert isinstance(books.reserve("ann", cart(order)), list)
    assert isinstance(books.hand_out("v", "ann"), VoucherLimitReached)


def test_without_a_copy_nothing_is_reserved() -> None:
    assert isinstance(books_of(issued(how=How.GRANT)).reserve("ann", cart("o1")), NoSuchVoucher)
    assert isinstance(books_of().reserve("ann", cart("o1")), NoSuchVoucher)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (
            {"starts_at": NOW.replace(year=2027), "ends_at": NOW.replace(year=2028)},
            VoucherNotStarted,
        ),
        ({"ends_at": NOW}, VoucherOver),
        ({"ended_at": NOW}, VoucherOver),
    ],
)
def test_what_is_not_valid_any_more_is_not_reserved(
    facts: dict[str, Any], refusal: type[Refusal]
) -> None:
    since = issued(terms=voucher("v", scope=Scope.PLATFORM, **facts))
    assert isinstance(books_of(since).reserve("ann", cart("o1")), refusal)


def test_the_vouchers_of_a_quote_are_reserved_together_or_not_at_all() -> None:
    first, second = issued("a", budget_minor=500), issued("b", budget_minor=50)
    quote = quoted([line("lamp", order_id="o1")], first.terms, second.terms)
    books = books_of(first, second)
    assert isinstance(books.reserve("ann", quote), BudgetSpent)
    assert books.changes() == Changes([], [], [], [], [], [], [])
    assert (books.voucher("a").taken, books.voucher("a").spent_minor) == (0, 0)


def test_to_reserve_again_for_the_same_order_replaces_what_it_had() -> None:
    books = books_of(issued(per_person=1, total_limit=1, budget_minor=100))
    for _ in range(3):
        assert isinstance(books.reserve("ann", cart("o1")), list)
    assert (books.voucher("v").taken, books.voucher("v").spent_minor) == (1, 100)


def test_a_use_that_spans_orders_returns_with_the_last_of_them() -> None:
    books = books_of(issued(budget_minor=1_000))
    books.reserve("ann", cart("o1", "o2"))
    assert books.give_back("o1") == []
    assert (books.voucher("v").taken, books.voucher("v").spent_minor) == (1, 50)
    assert len(books.give_back("o2")) == 1
    assert (books.voucher("v").taken, books.voucher("v").spent_minor) == (0, 0)


def test_a_refund_of_some_units_refills_the_budget_and_keeps_the_use() -> None:
    books = books_of(issued(budget_minor=1_000))
    books.reserve("ann", cart("o1"))
    assert books.give_back("o1", {"v": 34}) == []
    assert (books.voucher("v").taken, books.voucher("v").spent_minor) == (1, 66)
    books.give_back("o1")
    assert (books.voucher("v").taken, books.voucher("v").spent_minor) == (0, 0)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "hand_out", "give_back", "refund"]),
        st.sampled_from(PEOPLE),
        st.sets(st.sampled_from(ORDERS), min_size=1, max_size=2),
    ),
    max_size=40,
)


@given(
    steps=STEPS,
    how=st.sampled_from([How.COLLECT, How.CODE]),
    per_person=st.integers(1, 3),
    total=st.none() | st.integers(1, 4),
    budget=st.none() | st.integers(0, 400),
)
def test_no_history_passes_a_limit_or_a_budget_and_the_ledger_sums_to_the_balance(
    steps: list[tuple[str, str, set[str]]],
    how: How,
    per_person: int,
    total: int | None,
    budget: int | None,
) -> None:
    start = issued(how=how, per_person=per_person, total_limit=total, budget_minor=budget)
    books = books_of(start)
    for what, who, orders in steps:
        if what == "reserve":
            books.reserve(who, cart(*sorted(orders)))
        elif what == "hand_out" and how is How.COLLECT:
            books.hand_out("v", who)
        elif what == "give_back":
            books.give_back(min(orders))
        elif what == "refund":
            _refund_a_little(books, min(orders))
        _balance(books, start)


def _refund_a_little(books: Books, order: str) -> None:
    shares = _shares(books)
    if any(share.order_id == order and share.cost_minor for share in shares):
        books.give_back(order, {"v": 1})


def _shares(books: Books) -> list[Share]:
    changes = books.changes()
    return [*changes.new_shares, *changes.shares]


def _balance(books: Books, start: Issued) -> None:
    now, changes = books.voucher("v"), books.changes()
    assert 0 <= now.taken <= (start.total_limit if start.total_limit is not None else 10**9)
    assert 0 <= now.spent_minor <= (start.budget_minor if start.budget_minor is not None else 10**9)
    assert sum(entry.amount_minor for entry in changes.entries) == -now.spent_minor
    assert sum(share.cost_minor for share in _shares(books)) == now.spent_minor
    held = [use for use in changes.new_uses if use.slot is not None]
    assert len(held) == now.taken
    assert len({(use.account_id, use.slot) for use in held}) == len(held)
    assert all(1 <= (use.slot or 0) <= start.per_person for use in held)
    with_share = {share.use_id for share in _shares(books)}
    assert {use.id for use in held if use.status is UseStatus.RESERVED} == with_share


def test_each_kind_takes_its_own_cost() -> None:
    percent = voucher("v", kind=Kind.PERCENT, rate_bp=1_000, scope=Scope.PLATFORM)
    books = books_of(issued(terms=percent, budget_minor=99))
    assert isinstance(books.reserve("ann", cart("o1", terms=percent)), BudgetSpent)
