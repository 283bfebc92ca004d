"""The rules of a deal, as a table and over random histories."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce import deals as rules
from commerce.claims import Granted, decide_claim
from commerce.deals import Deal, DealStatus
from commerce.errors import (
    AlreadyLive,
    DealEnded,
    NotEnoughLeft,
    NotOpen,
    NotQueued,
    OverBuyerLimit,
    SoldOut,
    TierTooLow,
)
from kit.errors import Refusal

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)


def deal(**facts: Any) -> Deal:
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
            "per_buyer_limit": 2,
            "min_tier_rank": 0,
            "duration_s": 60,
            "created_at": NOW,
            **facts,
        }
    )


def live(**facts: Any) -> Deal:
    dropped = rules.drop(deal(**facts), NOW)
    assert isinstance(dropped, Deal)
    return dropped


def ended(**facts: Any) -> Deal:
    over = rules.end(live(**facts), NOW)
    assert isinstance(over, Deal)
    return over


@pytest.mark.parametrize(
    ("offer", "after_s", "rank", "held", "quantity", "refusal"),
    [
        (deal(), 0, 0, (), 1, NotOpen),
        (ended(), 0, 0, (), 1, DealEnded),
        (live(), 60, 0, (), 1, DealEnded),
        (live(min_tier_rank=2), 0, 1, (), 1, TierTooLow),
        (live(), 0, 0, (1, 2), 1, OverBuyerLimit),
        (live(), 0, 0, (2,), 2, OverBuyerLimit),
        (live(), 0, 0, (), 3, OverBuyerLimit),
        (live(sold=5), 0, 0, (), 1, SoldOut),
        (live(sold=4), 0, 0, (), 2, NotEnoughLeft),
    ],
)
def test_a_claim_is_refused_for_the_reason_that_holds(
    offer: Deal, after_s: int, rank: int, held: tuple[int, ...], quantity: int, refusal: type
) -> None:
    decision = decide_claim(offer, NOW + timedelta(seconds=after_s), rank, held, quantity)
    assert type(decision) is refusal


@pytest.mark.parametrize(
    ("offer", "after_s", "rank", "held", "quantity", "slots"),
    [
        (live(), 0, 0, (), 1, (1,)),
        (live(), 59, 0, (), 2, (1, 2)),
        (live(), 0, 0, (1,), 1, (2,)),
        (live(), 0, 0, (2,), 1, (1,)),
        (live(min_tier_rank=2), 0, 2, (), 1, (1,)),
        (live(min_tier_rank=2), 0, 100, (), 1, (1,)),
        (live(sold=3), 0, 0, (), 2, (1, 2)),
    ],
)
def test_a_granted_claim_takes_units_and_the_buyers_lowest_free_slots(
    offer: Deal, after_s: int, rank: int, held: tuple[int, ...], quantity: int, slots: tuple[int]
) -> None:
    decision = decide_claim(offer, NOW + timedelta(seconds=after_s), rank, held, quantity)
    assert decision == Granted(slots)
    sold = replace(offer, sold=offer.sold + quantity, version=offer.version + 1)
    assert rules.take(offer, quantity) == sold


def test_units_that_went_to_claims_just_before_are_gone() -> None:
    assert isinstance(decide_claim(live(stock=5), NOW, 0, (), 2, taken=3), Granted)
    assert isinstance(decide_claim(live(stock=5), NOW, 0, (), 2, taken=4), NotEnoughLeft)
    assert isinstance(decide_claim(live(stock=5), NOW, 0, (), 2, taken=5), SoldOut)


def test_the_refusal_for_too_many_says_how_many_are_left() -> None:
    decision = decide_claim(live(stock=5, sold=4), NOW, 0, (), 2)
    assert isinstance(decision, NotEnoughLeft)
    assert "Only 1 left" in decision.detail


def test_a_dropped_deal_is_open_for_its_duration() -> None:
    dropped = live(duration_s=90)
    assert (dropped.status, dropped.opened_at) == (DealStatus.LIVE, NOW)
    assert dropped.closes_at == NOW + timedelta(seconds=90)
    assert dropped.is_lapsed(NOW + timedelta(seconds=90))
    assert not dropped.is_lapsed(NOW + timedelta(seconds=89))


def test_a_deal_drops_once() -> None:
    assert isinstance(rules.drop(live(), NOW), AlreadyLive)
    assert isinstance(rules.drop(ended(), NOW), DealEnded)


def test_only_a_live_deal_ends() -> None:
    assert isinstance(rules.end(deal(), NOW), NotOpen)
    assert isinstance(rules.end(ended(), NOW), DealEnded)


def test_a_deal_that_ends_early_closes_at_that_moment_and_is_unpinned() -> None:
    early = NOW + timedelta(seconds=10)
    over = rules.end(live(is_pinned=True), early)
    assert isinstance(over, Deal)
    assert (over.status, over.closes_at, over.is_pinned) == (DealStatus.ENDED, early, False)


def test_a_deal_that_is_closed_late_ended_at_its_time() -> None:
    offer = live()
    over = rules.end(offer, NOW + timedelta(minutes=5))
    assert isinstance(over, Deal)
    assert over.closes_at == offer.closes_at


def test_only_a_live_deal_is_pinned() -> None:
    assert isinstance(rules.pin(deal(), NOW), NotOpen)
    assert isinstance(rules.pin(ended(), NOW), DealEnded)
    assert isinstance(rules.pin(live(), NOW + timedelta(minutes=2)), DealEnded)
    pinned = rules.pin(live(), NOW)
    assert isinstance(pinned, Deal)
    assert pinned.is_pinned


def test_pinning_twice_and_unpinning_the_unpinned_change_nothing() -> None:
    pinned, plain = live(is_pinned=True), live()
    assert rules.pin(pinned, NOW) is pinned
    assert rules.unpin(plain) is plain


def test_only_a_queued_deal_is_changed() -> None:
    assert isinstance(rules.change(live(), price_minor=1), NotQueued)
    changed = rules.change(deal(), price_minor=1, stock=9)
    assert changed == deal(price_minor=1, stock=9, version=2)


def test_a_list_has_live_deals_first_and_the_newest_of_the_ended_ones() -> None:
    listed = rules.in_order([
        replace(ended(), id="ended-first", closes_at=NOW),
        deal(id="queued-2", position=7),
        live(id="live-1", position=1),
        replace(ended(), id="ended-last", closes_at=NOW + timedelta(seconds=9)),
        live(id="pinned", position=4, is_pinned=True),
        deal(id="queued-1", position=3),
        live(id="live-2", position=2),
    ])  # fmt: skip
    assert [offer.id for offer in listed] == [
        "pinned", "live-1", "live-2", "queued-1", "queued-2", "ended-last", "ended-first",
    ]  # fmt: skip


BUYERS = ("ann", "ben", "cho")
steps = st.one_of(
    st.tuples(st.just("claim"), st.sampled_from(BUYERS), st.integers(1, 4)),
    st.tuples(st.just("give back"), st.sampled_from(BUYERS), st.just(0)),
    st.tuples(st.sampled_from(["drop", "end", "pin", "wait"]), st.just(""), st.integers(0, 20)),
)


@given(stock=st.integers(1, 6), limit=st.integers(1, 4), history=st.lists(steps, max_size=40))
def test_whatever_happens_stock_is_never_negative_and_every_unit_is_accounted_for(
    stock: int, limit: int, history: list[tuple[str, str, int]]
) -> None:
    offer, now = deal(stock=stock, per_buyer_limit=limit, duration_s=60), NOW
    orders: dict[str, list[tuple[int, ...]]] = {buyer: [] for buyer in BUYERS}
    for verb, buyer, number in history:
        before, result = offer, offer
        if verb == "wait":
            now += timedelta(seconds=number)
        elif verb == "claim":
            held = {slot for slots in orders[buyer] for slot in slots}
            decision = decide_claim(offer, now, 0, held, number)
            if isinstance(decision, Granted):
                result = rules.take(offer, number)
                assert held.isdisjoint(decision.slots)
                orders[buyer].append(decision.slots)
        elif verb == "give back" and orders[buyer]:
            result = rules.give_back(offer, len(orders[buyer].pop()))
        elif verb in {"drop", "end", "pin"}:
            moved = getattr(rules, verb)(offer, now)
            result = offer if isinstance(moved, Refusal) else moved
        offer = result

        taken = {buyer: sum(map(len, slots)) for buyer, slots in orders.items()}
        assert offer.stock_left >= 0
        assert offer.sold == sum(taken.values()) <= stock
        assert max(taken.values()) <= limit
        assert (offer.version == before.version) == (offer == before)
