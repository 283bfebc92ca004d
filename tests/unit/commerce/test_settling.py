"""A batch of claims ends as if they had come one by one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from commerce import deals as rules
from commerce.deals import Deal
from commerce.errors import NoSuchDeal, OverBuyerLimit, PriceChanged, ShowNotLive, SoldOut
from commerce.settling import Attempt, Claim, Kept, Known, Repeated, Settled, Won, settle
from kit.auth import Principal
from kit.errors import Refusal
from kit.idempotency import KeyReused

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)


def deal(deal_id: str = "d", show_id: str = "s", **facts: Any) -> Deal:
    queued = Deal(
        **{
            "id": deal_id,
            "show_id": show_id,
            "brand_id": "b",
            "product_id": "p",
            "position": 1,
            "price_minor": 1_000,
            "currency": "EUR",
            "stock": 5,
            "per_buyer_limit": 2,
            "min_tier_rank": 0,
            "duration_s": 60,
            "created_at": NOW,
            **facts,
        }
    )
    live = rules.drop(queued, NOW)
    assert isinstance(live, Deal)
    return live


def claim(number: int, buyer: str = "ann", deal_id: str = "d", quantity: int = 1,
          key: str | None = None) -> Claim:  # fmt: skip
    return Claim(f"o{number}", Principal(buyer), buyer, deal_id, quantity, key, None)


def known(*deals: Deal, **facts: Any) -> Known:
    return Known(**{"deals": {deal.id: deal for deal in deals}, "live_shows": {"s"}, **facts})


def kinds(settled: Settled) -> list[type]:
    return [type(outcome) for outcome in settled.outcomes]


def test_the_first_who_came_win_and_the_deal_changes_once() -> None:
    offer = deal(stock=2)
    settled = settle([claim(n, buyer=f"b{n}") for n in range(4)], known(offer), NOW)
    assert kinds(settled) == [Won, Won, SoldOut, SoldOut]
    assert settled.deals == [replace(offer, sold=2, version=offer.version + 1)]


def test_a_deal_of_which_nobody_won_anything_is_not_written() -> None:
    settled = settle([claim(1)], known(deal(stock=1, sold=1)), NOW)
    assert kinds(settled) == [SoldOut]
    assert (settled.deals, settled.units) == ([], {})


def test_the_same_attempt_twice_in_a_batch_gives_one_order() -> None:
    settled = settle([claim(1, key="k"), claim(2, key="k")], known(deal()), NOW)
    assert settled.outcomes[1] == Repeated("o1")


def test_a_key_that_is_used_for_something_else_in_the_same_batch_is_refused() -> None:
    batch = [claim(1, key="k"), claim(2, key="k", deal_id="e"), claim(3, key="k", quantity=2)]
    assert kinds(settle(batch, known(deal(), deal("e")), NOW)) == [Won, KeyReused, KeyReused]


def test_who_was_refused_under_a_key_can_try_again_under_it() -> None:
    batch = [claim(1, key="k", quantity=3), claim(2, key="k", quantity=2)]
    assert kinds(settle(batch, known(deal()), NOW)) == [OverBuyerLimit, Won]


def test_a_winner_who_asks_again_finds_the_order_although_all_is_sold_and_the_show_is_over() -> (
    None
):
    facts = known(deal(sold=5), kept={("ann", "k"): Kept("before", "d", 1)}, live_shows=())
    assert settle([claim(1, key="k")], facts, NOW).outcomes == [Repeated("before")]
    assert kinds(settle([claim(1, key="l")], facts, NOW)) == [ShowNotLive]


def test_a_deal_that_does_not_exist_is_not_claimed() -> None:
    assert kinds(settle([claim(1)], known(), NOW)) == [NoSuchDeal]


def test_who_is_of_a_tier_is_known_by_brand() -> None:
    offer = deal(min_tier_rank=2)
    facts = known(offer, ranks={("b", "ann"): 2, ("other", "ben"): 3})
    settled = settle([claim(1, "ann"), claim(2, "ben")], facts, NOW)
    assert isinstance(settled.outcomes[0], Won)
    assert isinstance(settled.outcomes[1], Refusal)


BUYERS, KEYS = ("ann", "ben", "cho"), (None, "k", "l")
claims = st.builds(
    lambda buyer, deal_id, quantity, key: (buyer, deal_id, quantity, key),
    st.sampled_from(BUYERS),
    st.sampled_from(("d", "e", "off air", "none")),
    st.integers(1, 3),
    st.sampled_from(KEYS),
)


class Books:
    """A database's memory, for settling batch after batch."""

    def __init__(self, deals: Sequence[Deal], ranks: dict[tuple[str, str], int]) -> None:
        self.deals = {deal.id: deal for deal in deals}
        self.ranks = ranks
        self.held: dict[tuple[str, str], set[int]] = {}
        self.kept: dict[Attempt, Kept] = {}

    def settle(self, batch: Sequence[Claim]) -> list[object]:
        facts = Known(dict(self.deals), {"s"}, self.ranks, self.held, dict(self.kept))
        settled = settle(batch, facts, NOW)
        self.deals |= {deal.id: deal for deal in settled.deals}
        for win in settled.won:
            if attempt := win.claim.attempt:
                self.kept[attempt] = Kept(win.claim.order_id, win.claim.deal_id, win.claim.quantity)
            held = self.held.setdefault((win.deal.id, win.claim.account_id), set())
            assert held.isdisjoint(win.slots)
            held |= set(win.slots)
        return [_shown(outcome) for outcome in settled.outcomes]

    def state(self) -> object:
        sold = {deal.id: deal.sold for deal in self.deals.values()}
        return sold, self.held, self.kept


def _shown(outcome: object) -> object:
    if isinstance(outcome, Won):
        return outcome.claim.order_id, outcome.slots
    if isinstance(outcome, Refusal):
        return type(outcome), outcome.detail
    return outcome


@given(
    asked=st.lists(claims, max_size=25),
    cuts=st.sets(st.integers(0, 25)),
    stock=st.integers(1, 6),
    limit=st.integers(1, 4),
    rank=st.integers(0, 2),
)
def test_however_claims_are_cut_into_batches_they_end_the_same(
    asked: list[tuple[str, str, int, str | None]],
    cuts: set[int],
    stock: int,
    limit: int,
    rank: int,
) -> None:
    offers = [
        deal("d", stock=stock, per_buyer_limit=limit),
        deal("e", stock=stock, per_buyer_limit=limit, min_tier_rank=1),
        deal("off air", show_id="over"),
    ]
    ranks = {("b", "ann"): rank}
    made = [claim(number, *facts) for number, facts in enumerate(asked)]
    one_by_one, in_batches = Books(offers, ranks), Books(offers, ranks)

    expected = [outcome for each in made for outcome in one_by_one.settle([each])]
    edges = [0, *sorted(cut for cut in cuts if 0 < cut < len(made)), len(made)]
    outcomes = [
        outcome for start, end in pairwise(edges) for outcome in in_batches.settle(made[start:end])
    ]

    assert outcomes == expected
    assert in_batches.state() == one_by_one.state()
    for offer in in_batches.deals.values():
        held = [slots for (of, _), slots in in_batches.held.items() if of == offer.id]
        assert sum(map(len, held)) == offer.sold <= offer.stock
        assert all(len(slots) <= limit for slots in held)


def test_who_saw_a_lower_price_is_refused_and_who_saw_a_higher_one_pays_the_lower() -> None:
    batch = [
        structs.replace(claim(1, "ann"), seen_minor=999),
        structs.replace(claim(2, "bob"), seen_minor=1_001),
        claim(3, "cid"),
    ]
    settled = settle(batch, known(deal(stock=2)), NOW)
    assert kinds(settled) == [PriceChanged, Won, Won]


def test_that_it_is_sold_out_counts_before_what_it_costs() -> None:
    batch = [claim(1, "ann"), structs.replace(claim(2, "bob"), seen_minor=1)]
    assert kinds(settle(batch, known(deal(stock=1)), NOW)) == [Won, SoldOut]
