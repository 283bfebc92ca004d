"""Managers set rules, see first who changes, and members move as the rules say."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from msgspec.structs import replace

from kit.errors import Forbidden
from membership.tiers.checking import tiers_of
from membership.tiers.errors import BadProgramme, ProgrammeChanged
from membership.tiers.rules import Totals, rank_for
from membership.tiers.store import members as store_members
from membership.tiers.views import NewRedeemable, NewTier
from tests.support.points import TIERS, VOUCHER, Club, programme
from tests.support.slices import World

YEARLY = programme(window="year", downgrade="period_end")


async def test_a_brand_without_rules_of_its_own_has_those_that_change_nothing(world: World) -> None:
    club = await Club.open(world)
    mira = await club.member("mira")
    await club.buys(mira, 10_000)
    wallet = await club.wallet(mira)
    assert (wallet.tier.name, wallet.pending, wallet.progress) == ("Bronze", 0, None)
    programme = await club.editing.programme(club.manager, club.brand.slug)
    assert (programme.version, programme.earn_points, len(programme.tiers)) == (0, 0, 1)


async def test_only_managers_change_rules_and_nobody_undoes_what_a_colleague_did(
    world: World,
) -> None:
    club = await Club.open(world, programme())
    host = await world.person("hannah", club.brand, "host")
    with pytest.raises(Forbidden):
        await club.editing.programme(host, club.brand.slug)
    with pytest.raises(Forbidden):
        await club.editing.preview(host, club.brand.slug, programme())
    with pytest.raises(ProgrammeChanged):
        await club.editing.save(club.manager, club.brand.slug, programme())
    saved = await club.editing.save(club.manager, club.brand.slug, programme(version=1))
    assert saved.version == 2
    assert await club.editing.programme(club.manager, club.brand.slug) == saved


async def test_only_vouchers_that_the_brand_hands_out_can_be_due(world: World) -> None:
    club = await Club.open(world)
    foreign = [NewRedeemable(voucher_id="elsewhere", points=10)]
    twice = [NewRedeemable(voucher_id=VOUCHER, points=points) for points in (10, 20)]
    first = NewTier(name="Bronze", share_rate_bp=0, entry_voucher_id="elsewhere")
    for new, field in (
        (programme(redeemables=foreign), "redeemables[0].voucher_id"),
        (programme(redeemables=twice), "redeemables[1].voucher_id"),
        (programme(tiers=[first]), "tiers[0].entry_voucher_id"),
    ):
        with pytest.raises(BadProgramme) as refused:
            await club.editing.save(club.manager, club.brand.slug, new)
        assert set(refused.value.fields) == {field}


async def test_a_preview_says_who_changes_and_changes_nothing(world: World) -> None:
    club = await Club.open(world, programme())
    people = {name: await club.member(name) for name in ("ada", "bo", "cy", "di")}
    for name, paid in (("ada", 35_000), ("bo", 12_000), ("cy", 9_000)):
        await club.buys(people[name], paid)
    easier = [TIERS[0], replace(TIERS[1], points_from=80), replace(TIERS[2], points_from=120)]
    preview = await club.editing.preview(
        club.manager, club.brand.slug, replace(programme(), tiers=easier)
    )
    counts = [(tier.name, tier.now, tier.then) for tier in preview.tiers]
    assert counts == [("Bronze", 2, 1), ("Silver", 1, 1), ("Gold", 1, 2)]
    assert (preview.rising, preview.at_risk) == (2, 0)
    assert [(each.handle, each.was, each.becomes) for each in preview.examples_rising] == [
        ("bo", "Silver", "Gold"),
        ("cy", "Bronze", "Silver"),
    ]
    assert (await club.wallet(people["cy"])).tier.name == "Bronze"

    harder = [TIERS[0], TIERS[1], replace(TIERS[2], points_from=400)]
    preview = await club.editing.preview(
        club.manager, club.brand.slug, replace(YEARLY, tiers=harder)
    )
    assert (preview.rising, preview.at_risk) == (0, 1)
    assert [(each.handle, each.becomes) for each in preview.examples_at_risk] == [("ada", "Silver")]
    assert preview.tiers[2].then == 1  # they keep it until their period ends


async def test_the_databases_count_agrees_with_the_rule(world: World) -> None:
    club = await Club.open(world, programme(return_days=0))
    chance, new = (
        Random(7),
        replace(programme(), tiers=[TIERS[0], replace(TIERS[1], spend_from_minor=9_000), TIERS[2]]),
    )
    expected: dict[int, int] = dict.fromkeys((1, 2, 3), 0)
    for number in range(25):
        person = await club.member(f"p_{number}")
        for _ in range(chance.randrange(3)):
            await club.buys(person, chance.randrange(0, 30_000))
        points = (await club.wallet(person)).active
        spend = await _spend(club, person.account())
        reached = rank_for(tiers_of(new), Totals(points, spend))
        has = (await club.wallet(person)).tier.rank
        expected[max(reached, has)] += 1
    preview = await club.editing.preview(club.manager, club.brand.slug, new)
    assert {tier.rank: tier.then for tier in preview.tiers} == expected


async def test_new_rules_lift_everyone_at_once_and_take_nothing(world: World) -> None:
    club = await Club.open(world, programme())
    ada, bo = await club.member("ada"), await club.member("bo")
    await club.buys(ada, 35_000)
    await club.buys(bo, 9_000)
    changed = [TIERS[0], replace(TIERS[1], points_from=90), replace(TIERS[2], points_from=900)]
    await club.set_rules(replace(YEARLY, tiers=changed, version=1))
    assert ((await club.wallet(ada)).tier.name, (await club.wallet(bo)).tier.name) == (
        "Gold", "Silver",
    )  # fmt: skip
    assert (await club.wallet(ada)).kept_until_ms is not None
    assert await club.reviewing.apply_rules() == 0
    world.now = datetime(2027, 1, 1, 3, tzinfo=UTC)
    await club.pass_days(0)
    assert (await club.wallet(ada)).tier.name == "Silver"


async def test_a_year_ends_and_the_next_begins_with_what_it_reached(world: World) -> None:
    club = await Club.open(world, YEARLY)
    mira = await club.member("mira")
    await club.buys(mira, 35_000)
    world.now = datetime(2027, 1, 1, 3, tzinfo=UTC)
    await club.pass_days(0)
    wallet = await club.wallet(mira)
    assert wallet.tier.name == "Gold"
    world.now = datetime(2028, 1, 1, 3, tzinfo=UTC)
    await club.pass_days(0)
    wallet = await club.wallet(mira)
    assert wallet.tier.name == "Bronze"
    assert wallet.progress is not None
    assert wallet.progress.points == 0


async def test_a_rolling_tier_lasts_its_days_and_is_looked_at_again(world: World) -> None:
    club = await Club.open(
        world, programme(window="rolling", window_days=90, downgrade="period_end")
    )
    mira = await club.member("mira")
    await club.buys(mira, 12_000)
    await club.pass_days(60)
    await club.buys(mira, 11_000)
    await club.pass_days(40)
    assert (await club.wallet(mira)).tier.name == "Silver"
    await club.pass_days(90)
    assert (await club.wallet(mira)).tier.name == "Bronze"


async def test_members_of_a_tier_that_is_gone_are_on_the_one_below(world: World) -> None:
    club = await Club.open(world, programme())
    mira = await club.member("mira")
    await club.buys(mira, 35_000)
    await club.set_rules(programme(tiers=list(TIERS[:2]), version=1))
    assert (await club.wallet(mira)).tier.name == "Silver"


async def test_who_was_given_a_tier_keeps_it_whatever_the_rules_are(world: World) -> None:
    club = await Club.open(world, YEARLY)
    mira = await world.person("mira")
    await world.put_on_tier(mira, club.brand, 3)
    await club.set_rules(replace(YEARLY, version=1))
    world.pass_time(timedelta(days=800))
    for _ in range(4):
        await club.pass_days(0)
    assert (await club.wallet(mira)).tier.name == "Gold"


async def _spend(club: Club, account_id: str) -> int:
    async with club.world.work.read() as tx:
        totals = await store_members.totals(tx, club.brand.id, account_id, (None, None))
    return totals.spend_minor
