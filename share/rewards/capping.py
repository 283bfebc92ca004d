"""How much of each reward a brand's limits let through, in the order of their crediting. Pure.

A limit that is used up makes a reward smaller, to nothing if it must; it never keeps an order from being credited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from share.rewards.offer import Unit
from share.rewards.terms import NO_LIMITS, Limits

Purse = tuple[str, Unit]
"""A brand and what it counts in."""


class CutBy(StrEnum):
    """The limit that made a reward smaller."""

    FRIEND = "friend"
    DAY = "day"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Earning:
    """What an order is worth by its offer."""

    purse: Purse
    sharer_id: str
    friend_id: str
    amount: int


@dataclass(frozen=True, slots=True)
class Cut:
    """What the limits leave of it."""

    amount: int
    cut_by: CutBy | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """What sharers have already of brands that limit it."""

    by_day: Mapping[tuple[str, ...], int]
    """By the sharer and the purse, for today."""
    by_friend: Mapping[tuple[str, ...], int]
    """By the sharer, the friend and the purse."""


def cut(
    earnings: Sequence[Earning], limits: Mapping[Purse, Limits], used: Used
) -> tuple[list[Cut], dict[Purse, int]]:
    """What each earning becomes, and what they take of each purse that is limited."""
    by_day, by_friend = dict(used.by_day), dict(used.by_friend)
    spent = dict.fromkeys(limits, 0)
    made = []
    for each in earnings:
        purse, day = each.purse, (each.sharer_id, *each.purse)
        pair = (each.sharer_id, each.friend_id, *each.purse)
        of = limits.get(purse, NO_LIMITS)
        one = _cut(each.amount, {
            CutBy.FRIEND: _left(of.per_friend, by_friend.get(pair, 0)),
            CutBy.DAY: _left(of.per_day, by_day.get(day, 0)),
            CutBy.BUDGET: _left(of.budget_left, spent.get(purse, 0)),
        })  # fmt: skip
        by_day[day] = by_day.get(day, 0) + one.amount
        by_friend[pair] = by_friend.get(pair, 0) + one.amount
        if purse in spent:
            spent[purse] += one.amount
        made.append(one)
    return made, spent


def _cut(amount: int, left: Mapping[CutBy, int | None]) -> Cut:
    """By the tightest limit; the first of equally tight ones."""
    cut_by = None
    for limit, most in left.items():
        if most is not None and most < amount:
            amount, cut_by = most, limit
    return Cut(amount, cut_by)


def _left(most: int | None, used: int) -> int | None:
    return None if most is None else max(0, most - used)
