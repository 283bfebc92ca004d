"""Orders that are booked together give what booking them one by one gives, however often it is said."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest

from kit.auth import Principal
from membership.programmes import Programmes
from membership.tiers.views import NewTier
from tests.support.points import TIERS, VOUCHER, Club, Order, programme
from tests.support.slices import World

Wish = tuple[Principal, Order, int]
RULES = {"window": "rolling", "window_days": 30, "downgrade": "refund"}


@pytest.mark.parametrize("seed", range(2))
async def test_batches_of_any_size_give_what_one_by_one_gives(world: World, seed: int) -> None:
    dice = Random(seed)
    singly, together, guests = await _club(world), await _club(world), await world.person("guest")
    people = [await singly.member(f"member{number}") for number in range(4)]
    for person in people:
        await Programmes(world.work).join(person, together.brand.slug)
    world.pass_time(timedelta(days=1))
    wishes = [(dice.choice([*people, guests]), dice.randrange(1, 30_000)) for _ in range(30)]
    orders = [(person, paid, world.now) for person, paid in wishes]

    wanted = _said(dice, [(one, Order(f"a{n:019}", *of), 0) for n, (one, *of) in enumerate(orders)])
    for person, order, refunded in wanted:
        await singly.book(person, order, refunded)
    renamed = [
        (one, Order(f"b{of.id[1:]}", of.paid_minor, of.paid_at), back) for one, of, back in wanted
    ]
    await _book(dice, together, renamed)
    assert await _state(together, people) == await _state(singly, people)

    changes = together.changes
    await _book(dice, together, [wish for wish in renamed if wish[2]])
    last = {order.id: (person, order, refunded) for person, order, refunded in renamed}
    await together.booking.book_orders([together.purchase(*wish) for wish in last.values()])
    assert together.changes == changes
    assert await _state(together, people) == await _state(singly, people)


async def _club(world: World) -> Club:
    club = await Club.open(world)
    gold = NewTier(name="Gold", share_rate_bp=800, points_from=300, multiplier_bp=20_000, entry_voucher_id=VOUCHER)  # fmt: skip
    await club.set_rules(programme(tiers=[*TIERS[:2], gold], **RULES))
    return club


def _said(dice: Random, orders: Sequence[Wish]) -> list[Wish]:
    """Some are paid back in part or whole later, and each is said once more at some time."""
    back = [
        (one, of, dice.randrange(1, of.paid_minor + 1)) for one, of, _ in dice.sample(orders, 10)
    ]
    return [*orders, *dice.sample(orders, 10), *back, *dice.sample(back, 5)]


async def _book(dice: Random, club: Club, wishes: Sequence[Wish]) -> None:
    rest = [club.purchase(*wish) for wish in wishes]
    while rest:
        size = dice.randrange(1, 15)
        batch, rest = rest[:size], rest[size:]
        await club.booking.book_orders(batch)


async def _state(club: Club, people: Sequence[Principal]) -> list[object]:
    found: list[object] = []
    for person in people:
        wallet = await club.wallet(person)
        page = await club.wallets.entries(person, club.brand.slug, None)
        entries = sorted((entry.title, entry.reason, entry.points) for entry in page.entries)
        found += [wallet.pending, wallet.active, wallet.tier.name, wallet.progress, entries]
    return found
