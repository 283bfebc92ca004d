"""The split of a challenge's pot: exact, whatever the scores (docs/teams.md, 14 and 15)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from share.challenges.splitting import Standing, by_weight, evenly, ranked, split

START = datetime(2026, 11, 11, tzinfo=UTC)


@st.composite
def standings(draw: st.DrawFn) -> list[Standing]:
    sizes = draw(st.lists(st.integers(0, 5), max_size=20))
    return [
        Standing(
            team_id=f"team{team:02}",
            score=draw(st.integers(0, 500)),
            scored_at=START + timedelta(seconds=draw(st.integers(0, 3))),
            account_ids=tuple(f"person{team:02}-{person}" for person in range(size)),
        )
        for team, size in enumerate(sizes)
    ]


@given(st.integers(1, 1_000_000), st.integers(1, 10), standings())
def test_all_shares_sum_to_the_pot_or_nobody_is_given_any(
    pot: int, winners: int, teams: list[Standing]
) -> None:
    shares = split(pot, winners, teams)
    can_win = [team for team in teams if team.score and team.account_ids]
    assert sum(sum(team.values()) for team in shares.values()) == (pot if can_win else 0)
    assert len(shares) == min(winners, len(can_win))
    assert all(points >= 0 for team in shares.values() for points in team.values())
    assert split(pot, winners, teams[::-1]) == shares  # in whatever order they are read


@given(st.integers(1, 1_000_000), st.integers(1, 10), standings())
def test_a_better_team_is_given_no_less_and_members_differ_by_one_at_most(
    pot: int, winners: int, teams: list[Standing]
) -> None:
    shares = split(pot, winners, teams)
    totals = [
        sum(shares[team.team_id].values()) for team in ranked(teams) if team.team_id in shares
    ]
    assert totals == sorted(totals, reverse=True)
    for team in shares.values():
        assert max(team.values()) - min(team.values()) <= 1


@given(st.integers(0, 10**6), st.lists(st.integers(1, 1_000), min_size=1, max_size=10))
def test_a_part_is_never_a_whole_point_from_its_proportion(amount: int, weights: list[int]) -> None:
    parts = by_weight(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - amount * weight) < sum(weights)


def test_the_example_of_the_rules() -> None:
    foxes = Standing(team_id="foxes", score=20, scored_at=START, account_ids=("ana", "ben"))
    owls = Standing(team_id="owls", score=10, scored_at=START, account_ids=("cleo", "dan"))
    assert split(100, 3, [owls, foxes]) == {
        "foxes": {"ana": 34, "ben": 33},
        "owls": {"cleo": 17, "dan": 16},
    }


def test_of_equal_teams_the_one_that_had_its_score_earlier_is_better() -> None:
    later = START + timedelta(seconds=1)
    first = Standing(team_id="z", score=5, scored_at=START, account_ids=("ana",))
    second = Standing(team_id="a", score=5, scored_at=later, account_ids=("ben",))
    assert split(7, 1, [second, first]) == {"z": {"ana": 7}}


def test_what_does_not_divide_goes_to_who_joined_first() -> None:
    assert evenly(5, ("ana", "ben", "cleo")) == {"ana": 2, "ben": 2, "cleo": 1}
