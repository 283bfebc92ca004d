"""A segment's rule: groups of conditions on a member's facts. Pure.

    gold who have not bought for a month, or whoever mostly buys green:

    Rule(match="any", groups=[
        Group(match="all", conditions=[Between(fact="tier_rank", at_least=3), Ago(fact="last_bought_at", at_least_days=30)]),
        Group(match="all", conditions=[Between(fact="green_bp", at_least=5_000)]),
    ])

The store says the same to the database; a test holds both to one answer. A rule without groups, and a group without
conditions, is every member.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct

from membership.segments.facts import Facts

MOST_GROUPS = 5
MOST_CONDITIONS = 10
MOST_CATEGORIES = 20
Match = Literal["all", "any"]
Number = Literal["tier_rank", "orders", "spend_minor", "shows_watched", "green_bp"]
Moment = Literal["last_bought_at", "last_watched_at", "joined_at"]
Amount = Annotated[int, Meta(ge=0, le=2**53)]
Days = Annotated[int, Meta(ge=0, le=3_650)]
CategoryName = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")]  # fmt: skip


class Condition(Struct, frozen=True, kw_only=True, tag_field="by", forbid_unknown_fields=True):
    """Base of the kinds of conditions."""


class Between(Condition, tag="between", frozen=True, kw_only=True):
    """A number lies between these two, which both count."""

    fact: Number
    at_least: Amount | None = None
    at_most: Amount | None = None


class Ago(Condition, tag="ago", frozen=True, kw_only=True):
    """It happened so many times 24 hours ago. What never happened was not so long ago, however long."""

    fact: Moment
    at_least_days: Days | None = None
    at_most_days: Days | None = None


class InCategories(Condition, tag="categories", frozen=True, kw_only=True):
    """They bought something of one of these categories."""

    any_of: Annotated[list[CategoryName], Meta(min_length=1, max_length=MOST_CATEGORIES)]


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    match: Match = "all"
    conditions: Annotated[
        list[Between | Ago | InCategories], Meta(max_length=MOST_CONDITIONS)
    ] = []  # fmt: skip


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    match: Match = "all"
    groups: Annotated[list[Group], Meta(max_length=MOST_GROUPS)] = []


def matches(rule: Rule, facts: Facts, now: datetime) -> bool:
    return _agree(rule.match, (_group_matches(group, facts, now) for group in rule.groups))


def earliest_and_latest(condition: Ago, now: datetime) -> tuple[datetime | None, datetime | None]:
    """The moments between which it happened, which both count."""
    since, until = condition.at_most_days, condition.at_least_days
    return (
        None if since is None else now - timedelta(days=since),
        None if until is None else now - timedelta(days=until),
    )


def _group_matches(group: Group, facts: Facts, now: datetime) -> bool:
    return _agree(group.match, (_holds(one, facts, now) for one in group.conditions))


def _holds(condition: Between | Ago | InCategories, facts: Facts, now: datetime) -> bool:
    if isinstance(condition, InCategories):
        return not facts.categories.isdisjoint(condition.any_of)
    if isinstance(condition, Ago):
        earliest, latest = earliest_and_latest(condition, now)
        at: datetime | None = getattr(facts, condition.fact)
        return at is not None and (not earliest or earliest <= at) and (not latest or at <= latest)
    least, most = condition.at_least, condition.at_most
    number: int = getattr(facts, condition.fact)
    return (least is None or least <= number) and (most is None or number <= most)


def _agree(match: Match, answers: Iterable[bool]) -> bool:
    """Nothing asked is a yes."""
    given = list(answers)
    return not given or (all(given) if match == "all" else any(given))
