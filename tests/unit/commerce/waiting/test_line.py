"""The line of a deal: who may join, and who is offered what. Then a model: any order of claims, joins, leaves, returns,
restocks and price changes keeps what the waitlist promises."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from commerce import deals as rules
from commerce.claims import Granted, decide_claim
from commerce.deals import Deal
from commerce.errors import DealEnded, NoSuchDeal, OverBuyerLimit, ShowNotLive, TierTooLow
from commerce.waiting import joining
from commerce.waiting.errors import NotSoldOut, WaitlistFull
from commerce.waiting.joining import Known, Settled, Wish
from commerce.waiting.line import MOST_IN_LINE, Waiter, serve
from kit.auth import Principal
from kit.errors import Refusal

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)


def sold_out(**facts: Any) -> Deal:
    return Deal(
        **{
            "id": "d",
            "show_id": "s",
            "brand_id": "b",
            "product_id": "p",
            "position": 1,
            "price_minor": 1_000,
            "currency": "EUR",
            "stock": 5,
            "sold": 5,
            "per_buyer_limit": 3,
            "min_tier_rank": 0,
            "duration_s": 60,
            "status": rules.DealStatus.LIVE,
            "opened_at": NOW,
            "closes_at": NOW + timedelta(seconds=60),
            "created_at": NOW,
            **facts,
        }
    )


def wish(buyer: str, quantity: int = 1, deal_id: str = "d") -> Wish:
    return Wish(Principal(buyer), buyer, deal_id, quantity, None)


def waiter(buyer: str, number: int, quantity: int = 1) -> Waiter:
    return Waiter(
        deal_id="d",
        account_id=buyer,
        number=number,
        quantity=quantity,
        referral_token=None,
        joined_at=NOW,
    )


def joined(deal: Deal, *wishes: Wish, **known: Any) -> Settled:
    facts = {"deals": {deal.id: deal}, "live_shows": {"s"}, **known}
    return joining.settle(wishes, Known(**facts), NOW)


def refused(deal: Deal, quantity: int = 1, **known: Any) -> type:
    return type(joined(deal, wish("ann", quantity), **known).outcomes[0])


def test_who_joins_together_stands_in_order_of_arrival() -> None:
    settled = joined(sold_out(line_served=4), wish("ann"), wish("bob", 2), numbers={"d": 6})
    assert settled.outcomes == [waiter("ann", 7), waiter("bob", 8, 2)]
    assert [(deal.waiting, deal.version) for deal in settled.deals] == [(2, 3)]


def test_who_joins_again_keeps_the_place_and_may_wait_for_another_number() -> None:
    settled = joined(sold_out(), wish("ann"), wish("bob"), wish("ann", 2), wish("bob"))
    assert settled.outcomes[2] == waiter("ann", 1, 2)
    assert settled.outcomes[3] == settled.outcomes[1]
    assert settled.changed == [waiter("ann", 1, 2)]
    assert settled.deals[0].waiting == 2


def test_after_those_who_were_served_numbers_go_on() -> None:
    assert joined(sold_out(line_served=9), wish("ann")).joined[0].number == 10


def test_one_waits_only_for_what_one_could_claim_if_it_were_there() -> None:
    assert refused(sold_out(sold=4)) is NotSoldOut
    assert refused(sold_out(), quantity=4) is OverBuyerLimit
    assert refused(sold_out(), quantity=2, held={("d", "ann"): {1, 2}}) is OverBuyerLimit
    assert refused(sold_out(min_tier_rank=1)) is TierTooLow
    assert refused(sold_out(closes_at=NOW)) is DealEnded
    assert refused(sold_out(), live_shows=()) is ShowNotLive
    assert refused(sold_out(), deals={}) is NoSuchDeal
    assert refused(sold_out(waiting=MOST_IN_LINE)) is WaitlistFull


def test_who_has_the_tier_may_wait() -> None:
    settled = joined(sold_out(min_tier_rank=2), wish("ann"), ranks={("b", "ann"): 2})
    assert settled.outcomes == [waiter("ann", 1)]


def test_units_are_offered_in_order_and_the_last_offer_may_be_smaller() -> None:
    deal = sold_out(stock=8, waiting=3)
    line = [waiter("ann", 1), waiter("bob", 2, 3), waiter("cid", 3)]
    served = serve(deal, line, {"bob": {2}})
    assert [(each.waiter.account_id, each.slots) for each in served.offers] == [
        ("ann", (1,)),
        ("bob", (1, 3)),
    ]
    after = served.deal
    assert (after.sold, after.waiting, after.line_served) == (8, 1, 2)


def test_who_is_at_the_limit_goes_without_an_offer() -> None:
    served = serve(
        sold_out(stock=6, waiting=2), [waiter("ann", 1), waiter("bob", 2)], {"ann": {1, 2, 3}}
    )
    assert [each.waiter.account_id for each in served.offers] == ["bob"]
    assert served.deal.waiting == 0


people = st.sampled_from(["ann", "bob", "cid", "dan", "eva"])
units = st.integers(1, 4)


class Sale(RuleBasedStateMachine):
    """One deal, its orders and its line, as the stores would hold them."""

    orders = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.deal = sold_out(stock=4, sold=0)
        self.line: list[Waiter] = []
        self.held: dict[str, set[int]] = {}
        self.offered: list[int] = []
        """The numbers of those who were offered units, in the order of the offers."""
        self.left_early: set[int] = set()

    @rule(target=orders, buyer=people, quantity=units, seen=st.sampled_from([None, 900, 1_100]))
    def claim(self, buyer: str, quantity: int, seen: int | None) -> tuple[str, tuple[int, ...]]:
        deal, held = self.deal, self.held.get(buyer, set())
        granted = decide_claim(deal, NOW, 0, held, quantity, seen_minor=seen)
        if isinstance(granted, Refusal):
            return buyer, ()
        assert not self.line, "someone outside the line took units"
        assert seen is None or deal.price_minor <= seen
        self.deal = rules.take(deal, quantity)
        self._hold(buyer, granted.slots)
        return buyer, granted.slots

    @rule(order=orders)
    def give_back(self, order: tuple[str, tuple[int, ...]]) -> None:
        """It expired, was cancelled or was refunded."""
        buyer, slots = order
        if not slots or not set(slots) <= self.held.get(buyer, set()):
            return
        self.held[buyer] -= {*slots}
        self._serve(rules.give_back(self.deal, len(slots)))

    @rule(who=people)
    def let_all_of_someone_expire(self, who: str) -> None:
        slots = self.held.pop(who, set())
        if slots:
            self._serve(rules.give_back(self.deal, len(slots)))

    @rule(buyer=people, quantity=units)
    def join(self, buyer: str, quantity: int) -> None:
        settled = joining.settle([wish(buyer, quantity)], self._known(), NOW)
        if isinstance(settled.outcomes[0], Refusal):
            return
        changed = {each.number: each for each in settled.changed}
        self.line = [changed.get(each.number, each) for each in self.line] + settled.joined
        self.deal = settled.deals[0] if settled.deals else self.deal

    @rule(who=people)
    def leave(self, who: str) -> None:
        gone = [each for each in self.line if each.account_id == who]
        if gone:
            self.line.remove(gone[0])
            self.left_early.add(gone[0].number)
            self.deal = rules.change_line(self.deal, -1)

    @rule(stock=st.integers(0, 9))
    def restock(self, stock: int) -> None:
        changed = rules.change_live(self.deal, NOW, 1_000, stock=stock)
        if stock < self.deal.sold:
            assert isinstance(changed, Refusal)
        else:
            assert isinstance(changed, Deal)
            self._serve(changed)

    @rule(price_minor=st.sampled_from([800, 1_000, 1_200]))
    def reprice(self, price_minor: int) -> None:
        changed = rules.change_live(self.deal, NOW, 1_000, price_minor=price_minor)
        assert isinstance(changed, Deal)
        self.deal = changed

    @invariant()
    def what_is_promised_holds(self) -> None:
        deal = self.deal
        assert 0 <= deal.sold <= deal.stock
        assert deal.sold == sum(len(slots) for slots in self.held.values())
        assert all(len(slots) <= deal.per_buyer_limit for slots in self.held.values())
        assert deal.waiting == len(self.line)
        assert not self.line or deal.stock_left == 0, "units lie idle while people wait"
        numbers = [each.number for each in self.line]
        assert numbers == sorted(set(numbers)), "the line is out of order"
        assert all(number > deal.line_served for number in numbers)

    @invariant()
    def nobody_is_passed_over(self) -> None:
        assert self.offered == sorted(self.offered)
        went = {*self.offered, *self.left_early, *(each.number for each in self.line)}
        assert went >= set(range(1, self.deal.line_served + 1))

    def _serve(self, deal: Deal) -> None:
        served = serve(deal, self.line[: deal.stock_left], self.held)
        self.deal = served.deal
        for offer in served.offers:
            self.offered.append(offer.waiter.number)
            self._hold(offer.waiter.account_id, offer.slots)
        self.line = [each for each in self.line if each.number > served.deal.line_served]

    def _hold(self, buyer: str, slots: tuple[int, ...]) -> None:
        held = self.held.setdefault(buyer, set())
        assert held.isdisjoint(slots)
        held |= {*slots}

    def _known(self) -> Known:
        return Known(
            deals={"d": self.deal},
            live_shows={"s"},
            held={("d", who): slots for who, slots in self.held.items()},
            lines={("d", each.account_id): each for each in self.line},
            numbers={"d": self.line[-1].number} if self.line else {},
        )


TestAnySale = Sale.TestCase
TestAnySale.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)


def test_a_claim_is_granted_at_the_price_that_was_seen_or_below() -> None:
    deal = replace(sold_out(sold=0), price_minor=1_000)
    assert isinstance(decide_claim(deal, NOW, 0, (), 1, seen_minor=1_000), Granted)
    assert isinstance(decide_claim(deal, NOW, 0, (), 1, seen_minor=1_200), Granted)
    refusal = decide_claim(deal, NOW, 0, (), 1, seen_minor=999)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "deal.price_changed"
    assert "€10.00" in refusal.detail
