"""A member's lots: what an order earns, and what becomes of it. Sums always hold, and repeating changes nothing."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from membership.points.book import Book
from membership.points.earning import Bought, Terms, lasting, terms_of
from membership.points.entry import Balance, Entry, Reason, balance_of
from membership.points.errors import NotEnoughPoints
from membership.points.gift import Gift
from membership.points.lot import Lot, State
from membership.tiers.rules import Rules

NOW = datetime(2026, 11, 11, 12, tzinfo=UTC)
DAY = timedelta(days=1)
RULES = Rules(earn_points=1, earn_step_minor=100, return_days=14, expires_after_days=60)


class Ledger:
    """What a store does: keeps lots and entries between the books that are opened on them."""

    def __init__(self, rules: Rules = RULES) -> None:
        self.rules = rules
        self.now = NOW
        self.lots: dict[str, Lot] = {}
        self.entries: list[Entry] = []
        self.notices: list[tuple[int, datetime]] = []
        self._numbers = count(1)

    def open(self) -> Book:
        return Book("brand", "account", self.lots.values(), self.now, self._id)

    def close(self, book: Book) -> None:
        for lot in (*book.new_lots, *book.changed_lots):
            self.lots[lot.id] = lot
        self.entries += book.entries
        self.notices += [(notice.points, notice.expires_at) for notice in book.notices]

    def book(self, order_id: str, paid: int, kept: int, paid_at: datetime = NOW) -> None:
        bought = Bought(
            order_id=order_id, title=order_id, paid_minor=paid, kept_minor=kept, paid_at=paid_at
        )
        book = self.open()
        book.book_order(bought, terms_of(self.rules, 10_000, bought))
        self.close(book)

    def give(self, gift_id: str, points: int, kept: int | None = None) -> None:
        gift = Gift(
            id=gift_id, brand_id="brand", account_id="account", points=points, title="", kept=kept
        )
        book = self.open()
        book.book_gift(gift, lasting(self.rules, points, self.now))
        self.close(book)

    def spend(self, points: int, handout_id: str) -> bool:
        book = self.open()
        if book.spend(points, handout_id, "Voucher") is not None:
            assert book.entries == []
            return False
        self.close(book)
        return True

    def give_back(self, handout_id: str) -> None:
        parts = {
            entry.lot_id: entry.points
            for entry in self.entries
            if entry.handout_id == handout_id and entry.reason is Reason.REDEEMED
        }
        book = self.open()
        book.give_back(parts, handout_id, "Voucher")
        self.close(book)

    def tend(self, after: timedelta = timedelta()) -> None:
        self.now += after
        book = self.open()
        book.tend()
        self.close(book)

    @property
    def balance(self) -> Balance:
        return self.open().balance

    def _id(self) -> str:
        return f"{next(self._numbers):06}"


def test_points_are_pending_through_the_return_window_and_then_active() -> None:
    ledger = Ledger()
    ledger.book("o1", 10_000, 10_000)
    assert ledger.balance == Balance(pending=100)
    ledger.tend(14 * DAY - timedelta(seconds=1))
    assert ledger.balance == Balance(pending=100)
    ledger.tend(timedelta(seconds=1))
    assert ledger.balance == Balance(active=100)


def test_without_a_return_window_points_are_active_at_once() -> None:
    ledger = Ledger(Rules(earn_points=2, earn_step_minor=100, return_days=0))
    ledger.book("o1", 1_000, 1_000)
    assert ledger.balance == Balance(active=20)


def test_a_gift_is_active_at_once_and_the_same_again_changes_nothing() -> None:
    ledger = Ledger()
    for _ in range(3):
        ledger.give("g1", 50)
    assert ledger.balance == Balance(active=50)
    assert [entry.reason for entry in ledger.entries] == [Reason.GIVEN, Reason.MATURED]


def test_what_is_taken_back_of_a_gift_that_was_spent_is_owed() -> None:
    ledger = Ledger()
    ledger.give("g1", 50)
    assert ledger.spend(40, "h1")
    for _ in range(2):
        ledger.give("g1", 50, kept=20)
    assert ledger.balance == Balance(active=-20, spent=40, reversed=30)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 30)), max_size=12))
def test_of_gifts_that_are_taken_back_in_any_order_the_least_that_was_kept_stays(
    said: list[tuple[str, int]],
) -> None:
    ledger = Ledger()
    least: dict[str, int] = {}
    for gift_id, kept in said:
        ledger.give(gift_id, 30, kept)
        least[gift_id] = min(least.get(gift_id, 30), kept)
    assert ledger.balance == Balance(
        active=sum(least.values()), reversed=sum(30 - kept for kept in least.values())
    )


def test_the_same_order_again_changes_nothing() -> None:
    ledger = Ledger()
    ledger.book("o1", 10_000, 10_000)
    before = dict(ledger.lots), list(ledger.entries)
    for _ in range(3):
        ledger.book("o1", 10_000, 10_000)
    assert (ledger.lots, ledger.entries) == before


def test_a_refund_takes_back_its_part_and_an_older_state_does_not_bring_it_again() -> None:
    ledger = Ledger()
    ledger.book("o1", 9_999, 9_999)
    ledger.book("o1", 9_999, 5_000)
    assert ledger.balance == Balance(pending=49, reversed=50)
    ledger.book("o1", 9_999, 9_999)
    assert ledger.balance == Balance(pending=49, reversed=50)
    ledger.book("o1", 9_999, 0)
    assert ledger.balance == Balance(reversed=99)


def test_a_refund_that_is_heard_of_before_the_payment_ends_the_same() -> None:
    early, late = Ledger(), Ledger()
    early.book("o1", 10_000, 2_500)
    late.book("o1", 10_000, 10_000)
    late.book("o1", 10_000, 2_500)
    assert early.balance == late.balance == Balance(pending=25, reversed=75)


def test_points_are_spent_from_the_lots_that_expire_first() -> None:
    ledger = Ledger()
    ledger.book("late", 10_000, 10_000, NOW)
    ledger.book("early", 10_000, 10_000, NOW - 5 * DAY)
    ledger.tend(14 * DAY)
    assert ledger.spend(130, "h1")
    left = {lot.source_id: lot.active for lot in ledger.lots.values()}
    assert left == {"early": 0, "late": 70}
    book = ledger.open()
    refusal = book.spend(71, "h2", "Voucher")
    assert isinstance(refusal, NotEnoughPoints)
    assert refusal.detail == "You have 1 points too few. Buy more to earn them."


def test_what_was_spent_is_given_back_to_its_lots() -> None:
    ledger = Ledger()
    ledger.book("o1", 10_000, 10_000)
    ledger.tend(14 * DAY)
    assert ledger.spend(60, "h1")
    assert ledger.balance == Balance(active=40, spent=60)
    ledger.give_back("h1")
    assert ledger.balance == Balance(active=100)


def test_points_that_were_spent_before_a_refund_are_owed_and_the_next_pay_for_them() -> None:
    ledger = Ledger()
    ledger.book("o1", 10_000, 10_000)
    ledger.tend(14 * DAY)
    assert ledger.spend(100, "h1")
    ledger.book("o1", 10_000, 0)
    assert ledger.balance == Balance(active=-100, spent=100, reversed=100)
    ledger.book("o2", 15_000, 15_000, ledger.now)
    assert ledger.balance.active == -100
    ledger.tend(14 * DAY)
    assert ledger.balance == Balance(active=50, spent=100, reversed=100)


def test_lots_expire_each_at_its_own_time() -> None:
    ledger = Ledger()
    ledger.book("o1", 10_000, 10_000)
    ledger.book("o2", 5_000, 5_000, NOW + DAY)
    ledger.tend(74 * DAY)
    assert ledger.balance == Balance(active=50, expired=100)
    ledger.tend(DAY)
    assert ledger.balance == Balance(expired=150)


def test_a_refund_after_the_points_expired_costs_nothing_more() -> None:
    ledger = Ledger()
    ledger.book("o1", 10_000, 10_000)
    ledger.tend(80 * DAY)
    ledger.book("o1", 10_000, 0)
    assert ledger.balance == Balance(reversed=100)


def test_one_is_told_once_before_points_expire() -> None:
    ledger = Ledger()
    ledger.book("o1", 10_000, 10_000)
    expires_at = NOW + 74 * DAY
    ledger.tend(59 * DAY)
    assert ledger.notices == []
    ledger.tend(DAY)
    ledger.tend(DAY)
    assert ledger.notices == [(100, expires_at)]


@given(
    paid=st.integers(0, 10**9),
    earned=st.integers(0, 10**9),
    steps=st.lists(st.integers(0, 10**9), max_size=6),
)
def test_however_a_refund_is_cut_the_same_is_taken_back(
    paid: int, earned: int, steps: list[int]
) -> None:
    kept = [min(step, paid) for step in steps]
    terms = Terms(earned, NOW + DAY, None, None)
    in_steps, at_once = Ledger(), Ledger()
    for each in (paid, *kept):
        _book(in_steps, paid, each, terms)
    _book(at_once, paid, min((paid, *kept)), terms)
    assert in_steps.balance == at_once.balance


def _book(ledger: Ledger, paid: int, kept: int, terms: Terms) -> None:
    bought = Bought(order_id="o", title="", paid_minor=paid, kept_minor=kept, paid_at=NOW)
    book = ledger.open()
    book.book_order(bought, terms)
    ledger.close(book)


class Life(RuleBasedStateMachine):
    """Whatever happens to someone's points in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger()
        self.orders: dict[str, tuple[int, int, datetime]] = {}
        self.handouts: list[str] = []
        self.given_back: list[str] = []

    @rule(paid=st.integers(0, 50_000))
    def buy(self, paid: int) -> None:
        order_id = f"o{len(self.orders)}"
        self.orders[order_id] = paid, paid, self.ledger.now
        self.ledger.book(order_id, paid, paid, self.ledger.now)

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def refund(self, data: st.DataObject) -> None:
        order_id = data.draw(st.sampled_from(sorted(self.orders)))
        paid, kept, paid_at = self.orders[order_id]
        kept = data.draw(st.integers(0, kept))
        self.orders[order_id] = paid, kept, paid_at
        self.ledger.book(order_id, paid, kept, paid_at)

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def hear_again(self, data: st.DataObject) -> None:
        """An event that is repeated, or late."""
        order_id = data.draw(st.sampled_from(sorted(self.orders)))
        paid, kept, paid_at = self.orders[order_id]
        self.ledger.tend()
        before = dict(self.ledger.lots), len(self.ledger.entries)
        self.ledger.book(order_id, paid, data.draw(st.integers(kept, paid)), paid_at)
        assert (self.ledger.lots, len(self.ledger.entries)) == before

    @rule(points=st.integers(1, 400))
    def spend(self, points: int) -> None:
        handout_id = f"h{len(self.handouts) + len(self.given_back)}"
        had = self.ledger.balance.active
        if self.ledger.spend(points, handout_id):
            self.handouts.append(handout_id)
            assert self.ledger.balance.active == had - points
        else:
            assert had < points

    @precondition(lambda self: self.handouts)
    @rule()
    def give_back(self) -> None:
        self.given_back.append(self.handouts.pop())
        self.ledger.give_back(self.given_back[-1])

    @rule(days=st.integers(0, 40))
    def pass_time(self, days: int) -> None:
        self.ledger.tend(days * DAY)

    @invariant()
    def each_lot_sums_to_what_it_earned(self) -> None:
        for lot in self.ledger.lots.values():
            assert sum(lot.count(state) for state in State) == lot.earned
            assert all(lot.count(state) >= 0 for state in State if state is not State.OWED)
            assert lot.earned - lot.reversed == lot.kept_points(lot.kept_minor)

    @invariant()
    def entries_sum_to_where_the_points_are(self) -> None:
        sums: Counter[State] = Counter()
        for entry in self.ledger.entries:
            sums[entry.put_into] += entry.points
            if entry.taken_from is not None:
                sums[entry.taken_from] -= entry.points
        assert balance_of(dict(sums)) == self.ledger.balance

    @invariant()
    def nothing_is_owed_while_there_are_points_to_pay(self) -> None:
        lots = self.ledger.lots.values()
        owed = -sum(lot.owed for lot in lots)
        assert owed >= 0
        assert owed == 0 or not any(lot.active for lot in lots)

    @invariant()
    def what_is_due_is_never_in_the_past_once_it_was_tended(self) -> None:
        self.ledger.tend()
        assert all(
            lot.due_at is None or lot.due_at > self.ledger.now for lot in self.ledger.lots.values()
        )

    @invariant()
    def nobody_is_told_twice(self) -> None:
        assert len(self.ledger.notices) <= len(self.ledger.lots)


TestLife = Life.TestCase
