"""A reward's money is always somewhere, and its entries say where (docs/sharing.md, R4 to R7)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from share.rewards.entry import Entry, State, balance_of, sums
from share.rewards.offer import Kind, Offer
from share.rewards.payout import payable, totals
from share.rewards.reward import (
    NEXT,
    Change,
    Reward,
    Status,
    batched,
    earned,
    freed,
    matured,
    paid,
    refunded,
    refused,
)

TOTAL = 10_000
RATE = Offer(Kind.RATE, rate_bp=1_000)


def reward(**facts: object) -> Reward:
    return replace(
        Reward(
            id="r",
            brand_id="b",
            account_id="sharer",
            currency="EUR",
            offer=RATE,
            order_total_minor=TOTAL,
            amount_minor=1_000,
        ),
        **facts,  # type: ignore[arg-type]
    )


class Life:
    """A reward, everything that was entered about it, and what each payout took."""

    def __init__(self, begun: Reward) -> None:
        self.reward = begun
        self.seen = [begun.status]
        self.entries = [earned(begun)]
        self.item = 0

    def take(self, change: Change) -> None:
        if change.reward.status is not self.seen[-1]:
            self.seen.append(change.reward.status)
        self.reward = change.reward
        self.entries += change.entries

    def do(self, step: str, kept_minor: int) -> None:
        now = self.reward
        if step == "refund":
            self.take(refunded(now, kept_minor))
        elif step == "refuse":
            self.take(refused(now))
        elif step == "mature" and now.status is Status.PENDING:
            self.take(matured(now))
        elif step == "batch" and now.status in {Status.PAYABLE, Status.OWED}:
            self.item = now.due_minor
            self.take(batched(now, "p"))
        elif step == "pay" and now.status is Status.IN_PAYOUT:
            self.take(paid(now, self.item))
        elif step == "free" and now.status is Status.IN_PAYOUT:
            self.take(freed(now, self.item))


STEPS = st.tuples(
    st.sampled_from(["refund", "refuse", "mature", "batch", "pay", "free"]),
    st.integers(0, TOTAL),
)


@given(st.lists(STEPS, max_size=25))
def test_all_entries_sum_to_where_the_money_is(steps: list[tuple[str, int]]) -> None:
    life = Life(reward())
    for step, kept_minor in steps:
        life.do(step, kept_minor)
        now, found = life.reward, sums(life.entries)
        assert sum(found.values()) == 1_000
        balance = balance_of(found)
        is_cancelled = now.status is Status.CANCELLED
        worth = 0 if is_cancelled else now.amount_minor
        assert balance.pending_minor == (worth if now.status is Status.PENDING else 0)
        assert balance.payable_minor == (worth if now.status is Status.PAYABLE else 0)
        assert balance.in_payout_minor == (life.item if now.status is Status.IN_PAYOUT else 0)
        assert balance.paid_minor + balance.in_payout_minor == now.settled_minor
        assert found[State.REVERSED] == 1_000 - worth
        assert all(entry.amount_minor > 0 for entry in life.entries)
    assert all(after in NEXT[before] for before, after in pairwise(life.seen))


@given(st.lists(STEPS, max_size=15), st.integers(0, TOTAL), st.integers(1, 3))
def test_a_refund_told_again_or_of_before_changes_nothing(
    steps: list[tuple[str, int]], kept_minor: int, more: int
) -> None:
    life = Life(reward())
    for step, kept in steps:
        life.do(step, kept)
    life.do("refund", kept_minor)
    known, entries = life.reward, list(life.entries)
    for _ in range(more):
        life.do("refund", kept_minor)
        life.do("refund", TOTAL)
    assert (life.reward, life.entries) == (known, entries)


def test_a_refund_of_what_was_paid_is_owed_until_a_payout_takes_it_back() -> None:
    life = Life(reward())
    for step in ("mature", "batch", "pay"):
        life.do(step, 0)
    assert (life.reward.status, life.reward.settled_minor) == (Status.PAID, 1_000)
    life.do("refund", 2_500)
    assert (life.reward.status, life.reward.due_minor) == (Status.OWED, -750)
    assert balance_of(sums(life.entries)).owed_minor == 750
    life.do("batch", 0)
    life.do("pay", 0)
    assert (life.reward.status, life.reward.due_minor) == (Status.PAID, 0)
    assert balance_of(sums(life.entries)).paid_minor == 250
    assert balance_of(sums(life.entries)).owed_minor == 0


def test_a_refund_while_it_is_in_a_payout_is_owed_afterwards_and_settled_when_that_is_rejected() -> (
    None
):
    for end, status, owed in (("pay", Status.OWED, 1_000), ("free", Status.CANCELLED, 0)):
        life = Life(reward())
        for step, kept in (("mature", 0), ("batch", 0), ("refund", 0), (end, 0)):
            life.do(step, kept)
        assert life.reward.status is status
        assert balance_of(sums(life.entries)).owed_minor == owed


def test_a_status_that_is_not_next_is_a_bug() -> None:
    with pytest.raises(AssertionError, match="cannot become"):
        matured(reward(status=Status.CANCELLED))


def test_points_are_given_when_they_mature_and_become_fewer_by_a_refund() -> None:
    points = reward(offer=Offer(Kind.POINTS, amount=80), amount_minor=0, points=80)
    given_ = matured(points)
    assert (given_.reward.status, given_.entries) == (Status.PAID, ())
    fewer = refunded(given_.reward, 5_000)
    assert (fewer.reward.points, fewer.lost, fewer.reward.status) == (40, 40, Status.PAID)
    none = refunded(fewer.reward, 0)
    assert (none.lost, none.reward.status) == (40, Status.CANCELLED)


@pytest.mark.parametrize(
    ("offer", "kept_minor", "total_minor", "worth"),
    [
        (Offer(Kind.RATE, rate_bp=500), 1_999, 1_999, 99),
        (Offer(Kind.FIXED, amount=500), 10_000, 10_000, 500),
        (Offer(Kind.FIXED, amount=500), 3_333, 10_000, 166),
        (Offer(Kind.FIXED, amount=500), 300, 300, 300),
        (Offer(Kind.POINTS, amount=80), 10_000, 10_000, 80),
        (Offer(Kind.POINTS, amount=80), 0, 0, 0),
    ],
)
def test_what_an_order_is_worth(
    offer: Offer, kept_minor: int, total_minor: int, worth: int
) -> None:
    assert offer.worth(kept_minor, total_minor) == worth


def test_who_gets_less_than_the_least_or_owes_waits() -> None:
    made = [
        reward(id="1", account_id="much", amount_minor=900),
        reward(id="2", account_id="much", amount_minor=100, settled_minor=500),
        reward(id="3", account_id="little", amount_minor=300),
        reward(id="4", account_id="owes", amount_minor=0, settled_minor=50),
    ]
    assert totals(made) == {"much": 500, "little": 300, "owes": -50}
    assert [each.id for each in payable(made, 500)] == ["1", "2"]
    assert [each.id for each in payable(made, 0)] == ["1", "2", "3"]


def test_entries_without_a_source_are_new() -> None:
    assert sums([Entry("r", None, State.PENDING, 5, earned(reward()).reason)])[State.PENDING] == 5
