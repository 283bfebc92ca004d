"""Random rules and random facts, for what must agree on them."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from membership.segments.facts import Facts
from membership.segments.rule import Ago, Between, Group, InCategories, Rule

NOW = datetime(2026, 11, 11, 12, 10, tzinfo=UTC)
CATEGORIES = ("Shoes", "shoes", "Shoe", "Späti & Co", "100%_green")
"""Alike, so that whoever looks for parts of names, or does not tell case, is found out."""

small = st.integers(0, 4)
days = st.integers(0, 3)
bounds = st.tuples(st.none() | small, st.none() | small)
moments = st.builds(
    lambda day, seconds: NOW - timedelta(days=day, seconds=seconds), days, st.integers(-1, 1)
)
conditions = st.one_of(
    st.builds(
        lambda fact, ends: Between(fact=fact, at_least=ends[0], at_most=ends[1]),
        st.sampled_from(["tier_rank", "orders", "spend_minor", "shows_watched", "green_bp"]),
        bounds,
    ),
    st.builds(
        lambda fact, ends: Ago(fact=fact, at_least_days=ends[0], at_most_days=ends[1]),
        st.sampled_from(["last_bought_at", "last_watched_at", "joined_at"]),
        bounds,
    ),
    st.builds(
        InCategories,
        any_of=st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=3, unique=True),
    ),
)
matches = st.sampled_from(["all", "any"])
groups = st.builds(Group, match=matches, conditions=st.lists(conditions, max_size=3))
rules = st.builds(Rule, match=matches, groups=st.lists(groups, max_size=3))
facts = st.builds(
    Facts,
    tier_rank=small,
    joined_at=moments,
    orders=small,
    spend_minor=small,
    green_bp=small,
    last_bought_at=st.none() | moments,
    categories=st.frozensets(st.sampled_from(CATEGORIES), max_size=3),
    shows_watched=small,
    last_watched_at=st.none() | moments,
)
