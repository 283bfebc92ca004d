"""No limit is ever passed, and what it cuts it names (docs/sharing.md, R3)."""

from hypothesis import given
from hypothesis import strategies as st

from share.rewards.capping import Cut, CutBy, Earning, Used, cut
from share.rewards.offer import Unit
from share.rewards.terms import Limits

PURSE = ("brand", Unit.MONEY)
NOTHING = Used({}, {})
MOST = st.none() | st.integers(0, 1_000)
EARNINGS = st.lists(
    st.builds(
        Earning,
        st.just(PURSE),
        st.sampled_from(["sol", "ada"]),
        st.sampled_from(["mira", "ben"]),
        st.integers(1, 400),
    ),
    max_size=12,
)


@given(EARNINGS, MOST, MOST, MOST, st.integers(0, 200), st.integers(0, 200))
def test_limits_hold_whatever_comes(
    earnings: list[Earning],
    per_day: int | None,
    per_friend: int | None,
    budget: int | None,
    today: int,
    by_mira: int,
) -> None:
    of = Limits(per_day, per_friend, budget, spent=0 if budget is None else min(50, budget))
    used = Used({("sol", *PURSE): today}, {("sol", "mira", *PURSE): by_mira})
    cuts, spent = cut(earnings, {PURSE: of}, used)
    assert spent == {PURSE: sum(one.amount for one in cuts)}
    if budget is not None:
        assert of.spent + spent[PURSE] <= budget
    made = list(zip(earnings, cuts, strict=True))
    if per_day is not None:
        of_sol = sum(one.amount for each, one in made if each.sharer_id == "sol")
        assert today + of_sol <= max(per_day, today)
    if per_friend is not None:
        pair = [
            one.amount for each, one in made if (each.sharer_id, each.friend_id) == ("sol", "mira")
        ]
        assert by_mira + sum(pair) <= max(per_friend, by_mira)
    for each, one in made:
        assert 0 <= one.amount <= each.amount
        assert (one.cut_by is None) == (one.amount == each.amount)


def test_the_tightest_limit_is_named() -> None:
    one = Earning(PURSE, "sol", "mira", 500)
    limits = {PURSE: Limits(per_day=400, per_friend=300, budget=200)}
    assert cut([one], limits, NOTHING)[0] == [Cut(200, CutBy.BUDGET)]
    equal = {PURSE: Limits(per_day=300, per_friend=300)}
    assert cut([one], equal, NOTHING)[0] == [Cut(300, CutBy.FRIEND)]


def test_a_budget_is_for_the_first_who_come_and_no_other_brand() -> None:
    earnings = [Earning(PURSE, "sol", "mira", 300), Earning(PURSE, "ada", "ben", 300)]
    other = Earning(("other", Unit.MONEY), "sol", "mira", 300)
    cuts, spent = cut([*earnings, other], {PURSE: Limits(budget=400)}, NOTHING)
    assert cuts == [Cut(300), Cut(100, CutBy.BUDGET), Cut(300)]
    assert spent == {PURSE: 400}


@given(EARNINGS, MOST, MOST, MOST, st.lists(st.integers(0, 12), max_size=4))
def test_in_batches_of_any_size_the_same_is_cut_as_one_by_one(
    earnings: list[Earning],
    per_day: int | None,
    per_friend: int | None,
    budget: int | None,
    ends: list[int],
) -> None:
    of = Limits(per_day, per_friend, budget)
    assert in_parts(earnings, of, ends) == in_parts(earnings, of, list(range(len(earnings))))


def in_parts(earnings: list[Earning], of: Limits, ends: list[int]) -> list[Cut]:
    """As batches that come one after the other are cut, each of which sees what those before it wrote."""
    made: list[Cut] = []
    for end in [*sorted(ends), len(earnings)]:
        by_day: dict[tuple[str, ...], int] = {}
        by_friend: dict[tuple[str, ...], int] = {}
        for each, one in zip(earnings, made, strict=False):
            day, pair = (each.sharer_id, *PURSE), (each.sharer_id, each.friend_id, *PURSE)
            by_day[day] = by_day.get(day, 0) + one.amount
            by_friend[pair] = by_friend.get(pair, 0) + one.amount
        spent = sum(one.amount for one in made)
        limits = {PURSE: Limits(of.per_day, of.per_friend, of.budget, spent)}
        cuts, _ = cut(earnings[len(made) : end], limits, Used(by_day, by_friend))
        made += cuts
    return made
