"""A team's places and who leads, under any order of joining and leaving."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from commerce.teams.errors import AlreadyInTeam, LeaderFirst, TeamFull, TeamOver
from commerce.teams.team import Team, TeamStatus, completed, ended, joined, refuse_join, without
from commerce.teams.terms import TeamTerms, refuse_team_terms
from kit.money import Money

NOW = datetime(2026, 11, 11, tzinfo=UTC)
SOON = NOW + timedelta(minutes=30)
PRICE = Money(2_000, "EUR")


def a_team(size: int = 3) -> Team:
    team = Team(
        id="team",
        deal_id="deal",
        show_id="show",
        brand_id="brand",
        leader_id="ana",
        size=size,
        price_minor=1_500,
        started_at=NOW,
        fills_by=SOON,
    )
    return joined(team, "ana", "order-ana", NOW)


def paid(team: Team) -> Team:
    return replace(team, places=tuple(replace(place, is_paid=True) for place in team.places))


@given(st.integers(2, 5), st.lists(st.tuples(st.booleans(), st.integers(0, 7)), max_size=40))
def test_places_are_never_shared_and_somebody_leads(
    size: int, steps: list[tuple[bool, int]]
) -> None:
    team = a_team(size)
    for number, (comes, person) in enumerate(steps):
        at = NOW + timedelta(seconds=number)
        account_id, order_id = f"person{person}", f"order-{number}"
        if comes and refuse_join(paid(team), account_id, at) is None:
            team = joined(team, account_id, order_id, at)
        elif not comes and team.status is TeamStatus.FORMING:
            place = team.places[person % len(team.places)]
            team = without(team, place.order_id)
        numbers = [place.number for place in team.places]
        assert len({*numbers}) == len(numbers) <= size
        assert all(1 <= place <= size for place in numbers)
        people = [place.account_id for place in team.places]
        assert len({*people}) == len(people)
        assert (team.leader_id in people) == (team.status is TeamStatus.FORMING)


def test_the_longest_member_leads_on() -> None:
    team = joined(a_team(), "ben", "order-ben", NOW + timedelta(seconds=2))
    team = joined(team, "cleo", "order-cleo", NOW + timedelta(seconds=1))
    assert without(team, "order-ana").leader_id == "cleo"
    assert without(team, "order-ben").leader_id == "ana"
    assert without(a_team(), "order-ana").status is TeamStatus.ENDED


def test_who_cannot_join() -> None:
    unpaid, team = a_team(), paid(a_team(2))
    assert isinstance(refuse_join(unpaid, "ben", NOW), LeaderFirst)
    assert isinstance(refuse_join(team, "ana", NOW), AlreadyInTeam)
    assert isinstance(refuse_join(team, "ben", SOON), TeamOver)
    assert isinstance(refuse_join(ended(team), "ben", NOW), TeamOver)
    full = paid(joined(team, "ben", "order-ben", NOW))
    assert isinstance(refuse_join(full, "cleo", NOW), TeamFull)
    assert completed(full).status is TeamStatus.COMPLETE
    assert not completed(full).takes_money(NOW)
    assert refuse_join(team, "ben", NOW) is None


def test_the_countdown_never_outlasts_the_deal() -> None:
    terms = TeamTerms(price_minor=1_500, size=2, minutes=30)
    assert terms.fills_by(NOW, NOW + timedelta(hours=1)) == SOON
    assert terms.fills_by(NOW, NOW + timedelta(minutes=5)) == NOW + timedelta(minutes=5)


def test_a_team_pays_less_than_who_buys_alone() -> None:
    terms = TeamTerms(price_minor=1_500, size=3, minutes=30)
    assert refuse_team_terms(terms, PRICE, 3, is_presale=False) is None
    dear = replace(terms, price_minor=2_000)
    refusal = refuse_team_terms(dear, PRICE, 3, is_presale=False)
    assert refusal is not None
    assert "€20.00" in refusal.fields["team.price_minor"]
    short = refuse_team_terms(terms, PRICE, 2, is_presale=False)
    assert short is not None
    assert "team.size" in short.fields
    assert refuse_team_terms(terms, PRICE, 3, is_presale=True) is not None
