"""New rules must fit together; what does not is said by field."""

from msgspec.structs import replace

from membership.tiers.checking import checked_rules, refusal_of, tiers_of
from membership.tiers.rules import Rules, Window
from membership.tiers.views import NewProgramme, NewTier

BRONZE = NewTier(name="Bronze", share_rate_bp=300)
SILVER = NewTier(name="Silver", share_rate_bp=500, points_from=100)
GOLD = NewTier(name="Gold", share_rate_bp=800, points_from=300, spend_from_minor=50_000)
NEW = NewProgramme(tiers=[BRONZE, SILVER, GOLD], earn_points=1, window="year", version=3)


def wrong(new: NewProgramme) -> set[str]:
    refusal = refusal_of(new)
    return set(refusal.fields) if refusal else set()


def test_rules_that_fit_are_the_next_version() -> None:
    rules = checked_rules(NEW)
    assert isinstance(rules, Rules)
    assert (rules.version, rules.window, rules.earn_points) == (4, Window.YEAR, 1)
    assert [tier.rank for tier in tiers_of(NEW)] == [1, 2, 3]


def test_what_does_not_fit_is_said_by_field() -> None:
    assert wrong(replace(NEW, window="lifetime", downgrade="period_end")) == {"downgrade"}
    assert wrong(replace(NEW, expires_after_days=14, notice_days=14)) == {"notice_days"}
    assert wrong(replace(NEW, earn_points=0)) == {"earn_points"}
    assert wrong(replace(NEW, tiers=[SILVER, GOLD])) == {"tiers[0].points_from"}
    lower = replace(GOLD, points_from=50)
    assert wrong(replace(NEW, tiers=[BRONZE, SILVER, lower])) == {"tiers[2].points_from"}
    same = replace(SILVER, name=" bronze ")
    assert wrong(replace(NEW, tiers=[BRONZE, same])) == {"tiers[1].name"}
    assert wrong(replace(NEW, tiers=[replace(BRONZE, name=" ")])) == {"tiers[0].name"}


def test_who_ships_for_free_ships_for_free_on_the_tiers_above_too() -> None:
    silver, gold = (replace(tier, has_free_shipping=True) for tier in (SILVER, GOLD))
    assert wrong(replace(NEW, tiers=[BRONZE, silver, GOLD])) == {"tiers[2].has_free_shipping"}
    whole = replace(NEW, tiers=[BRONZE, silver, gold])
    assert wrong(whole) == set()
    assert [tier.has_free_shipping for tier in tiers_of(whole)] == [False, True, True]
