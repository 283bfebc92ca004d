"""From click to order: which of several clicks counts, why the others do not, and how far each led."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec import structs

from kit.auth import Principal
from kit.errors import Forbidden
from share.clicks import Visitor
from share.errors import NoSuchLink
from share.events import OrdersCredited, RewardsEarned
from share.journeys import Taken
from share.views import Funnel, LinkView, NewLink, NewTerms

from .conftest import BASE_URL, SAFARI, Sharing

FRIEND = Visitor("203.0.113.5", SAFARI, visitor_id="v1")
PHONE = Visitor("198.51.100.7", SAFARI, visitor_id="v2")


async def link_of(sharing: Sharing, sharer: Principal) -> LinkView:
    new = NewLink(kind="show", target_id=sharing.add_target())
    return await sharing.linking.make_link(sharer, new, BASE_URL)


async def two_clicks(sharing: Sharing) -> tuple[LinkView, LinkView, str]:
    """One browser follows the sharer's link and, a day later, another's; the token that it has then."""
    other = await sharing.world.person("other")
    await sharing.world.put_on_tier(other, sharing.brand, 1)
    first, last = await sharing.link(), await link_of(sharing, other)
    await sharing.click(first, FRIEND)
    sharing.world.pass_time(timedelta(days=1))
    return first, last, await sharing.click(last, FRIEND)


async def manager_of(sharing: Sharing) -> Principal:
    return await sharing.world.person("manager", sharing.brand, "manager")


async def counted(sharing: Sharing, link: LinkView) -> tuple[int, int]:
    found = await sharing.linking.link(link.code)
    return found.orders, found.funnel.bought


async def test_the_last_link_counts_and_both_sharers_are_told_why(sharing: Sharing) -> None:
    first, last, token = await two_clicks(sharing)
    order = sharing.order(await sharing.world.person("friend"), token)
    await sharing.crediting.credit_orders([order])

    assert (await counted(sharing, first), await counted(sharing, last)) == ((0, 0), (1, 1))
    manager = await manager_of(sharing)
    found = await sharing.explaining.order(manager, order.order_id, sharing.brand.id)
    assert (found.outcome, found.model, found.reward_minor) == ("credited", "last", 59)
    assert [(touch.link_code, touch.verdict) for touch in found.touches] == [
        (first.code, "outdone"),
        (last.code, "credited"),
    ]
    [mine] = await sharing.explaining.link(sharing.sharer, first.code)
    assert (mine.order_number, mine.verdict, mine.reward_minor) == ("A1B2C3", "outdone", 0)
    with pytest.raises(NoSuchLink):
        await sharing.explaining.link(sharing.sharer, last.code)


async def test_the_first_link_counts_where_the_brand_has_it_so(sharing: Sharing) -> None:
    await sharing.explaining.set_terms(
        await manager_of(sharing), sharing.brand.slug, NewTerms(model="first", window_days=30)
    )
    first, last, token = await two_clicks(sharing)
    await sharing.crediting.credit_orders(
        [sharing.order(await sharing.world.person("friend"), token)]
    )
    assert (await counted(sharing, first), await counted(sharing, last)) == ((1, 1), (0, 0))


async def test_a_click_keeps_the_window_of_its_moment(sharing: Sharing) -> None:
    link = await sharing.link()
    token = await sharing.click(link, FRIEND)
    manager = await manager_of(sharing)
    shorter = NewTerms(model="last", window_days=1)
    assert (await sharing.explaining.terms(sharing.brand.slug)).window_days == 90
    await sharing.explaining.set_terms(manager, sharing.brand.slug, shorter)
    sharing.destinations.forget_target(sharing.brand.id)  # as is done when it is said
    sharing.world.pass_time(timedelta(days=2))
    later = await sharing.click(link, FRIEND)
    sharing.world.pass_time(timedelta(days=2))

    order = sharing.order(await sharing.world.person("friend"), later)
    await sharing.crediting.credit_orders([order])
    found = await sharing.explaining.order(manager, order.order_id, sharing.brand.id)
    assert [(touch.window_days, touch.verdict) for touch in found.touches] == [
        (90, "credited"),
        (1, "too_old"),
    ]
    assert token != later


async def test_only_managers_choose_the_terms_and_only_hosts_see_the_reasons(
    sharing: Sharing,
) -> None:
    host = await sharing.world.person("host", sharing.brand, "host")
    with pytest.raises(Forbidden):
        await sharing.explaining.set_terms(
            host, sharing.brand.slug, NewTerms(model="first", window_days=9)
        )
    with pytest.raises(Forbidden):
        await sharing.explaining.order(sharing.sharer, "0" * 20, sharing.brand.id)


async def test_an_order_without_any_click_says_so(sharing: Sharing) -> None:
    order = sharing.order(await sharing.world.person("friend"), None)
    await sharing.crediting.credit_orders([order])
    found = await sharing.explaining.order(
        await manager_of(sharing), order.order_id, sharing.brand.id
    )
    assert (found.outcome, found.decided_at_ms, found.touches) == ("no_click", None, [])


async def test_a_link_to_another_brand_followed_since_takes_nothing_away(
    sharing: Sharing,
) -> None:
    link = await sharing.link()
    await sharing.click(link, FRIEND)
    elsewhere = await sharing.link(sharing.add_target(brand=await sharing.world.brand()))
    token = await sharing.click(elsewhere, FRIEND)
    await sharing.crediting.credit_orders(
        [sharing.order(await sharing.world.person("friend"), token)]
    )
    assert (await counted(sharing, link), await counted(sharing, elsewhere)) == ((1, 1), (0, 0))


async def test_who_signed_up_after_a_click_buys_on_another_device(sharing: Sharing) -> None:
    link = await sharing.link()
    token = await sharing.click(link, PHONE)
    friend = await sharing.world.person("friend")
    await sharing.journeys.sign_up(friend.account(), token)

    placed_at = sharing.world.now + timedelta(hours=1)
    order = structs.replace(sharing.order(friend, None), placed_at=placed_at)
    await sharing.crediting.credit_orders([order])
    assert await counted(sharing, link) == (1, 1)
    assert (await sharing.linking.link(link.code)).funnel.joined == 1


async def test_a_click_made_after_the_order_on_another_device_counts_nothing(
    sharing: Sharing,
) -> None:
    friend = await sharing.world.person("friend")
    order = structs.replace(sharing.order(friend, None), placed_at=sharing.world.now)
    sharing.world.pass_time(timedelta(minutes=1))
    link = await sharing.link()
    await sharing.click(link, replace(PHONE, account_id=friend.account()))
    await sharing.crediting.credit_orders([order])
    assert await counted(sharing, link) == (0, 0)


async def test_the_steps_of_a_click_count_once_however_often_they_are_told(
    sharing: Sharing,
) -> None:
    link = await sharing.link()
    token = await sharing.click(link, FRIEND)
    friend = await sharing.world.person("friend")
    order = sharing.order(friend, token)
    brand_id = sharing.brand.id
    for _ in range(3):
        await sharing.journeys.sign_up(friend.account(), token)
        await sharing.journeys.watch(token, friend.account(), brand_id)
        await asyncio.gather(
            *(
                sharing.journeys.take(Taken("claimed", token, friend.account(), brand_id))
                for _ in range(5)
            )
        )
        await sharing.crediting.credit_orders([order])
    found = await sharing.linking.link(link.code)
    assert found.funnel == Funnel(clicks=1, joined=1, watched=1, claimed=1, bought=1)
    assert (found.orders, found.pending_minor) == (1, 99)
    assert len(sharing.world.happened(OrdersCredited)) == 1
    assert len(sharing.world.happened(RewardsEarned)) == 1


async def test_of_many_who_claim_those_are_noted_who_came_by_a_link(sharing: Sharing) -> None:
    link = await sharing.link()
    token = await sharing.click(link, FRIEND)
    taken = [
        Taken("claimed", token if number == 1 else None, f"buyer {number}", sharing.brand.id)
        for number in range(3)
    ]
    for _ in range(2):
        await sharing.journeys.take_of_many(taken)
    assert (await sharing.linking.link(link.code)).funnel == Funnel(clicks=1, claimed=1)


async def test_steps_with_another_brand_are_not_the_links(sharing: Sharing) -> None:
    link = await sharing.link()
    token = await sharing.click(link, FRIEND)
    other = await sharing.world.brand()
    await sharing.journeys.watch(token, None, other.id)
    await sharing.journeys.watch("forged", None, sharing.brand.id)
    assert (await sharing.linking.link(link.code)).funnel == Funnel(clicks=1)


async def test_a_crowd_that_pays_at_once_is_credited_exactly(sharing: Sharing) -> None:
    links = [await sharing.link(), await sharing.link(kind="deal")]
    orders = []
    for number in range(40):
        friend = await sharing.world.person(f"friend{number}")
        token = await sharing.click(links[number % 2], replace(FRIEND, visitor_id=f"w{number}"))
        orders.append(sharing.order(friend, token, 10_000))
    await asyncio.gather(*(sharing.crediting.credit_orders([order]) for order in orders * 3))
    for link in links:
        found = await sharing.linking.link(link.code)
        assert (found.orders, found.pending_minor, found.funnel.bought) == (20, 20 * 500, 20)


async def test_demotion_changes_new_clicks_only(sharing: Sharing) -> None:
    link = await sharing.link()
    before = await sharing.click(link, FRIEND)
    await sharing.world.put_on_tier(sharing.sharer, sharing.brand, 1)
    after = await sharing.click(link, PHONE)
    for token, reward in ((before, 500), (after, 300)):
        friend = await sharing.world.person(f"friend{reward}")
        order = sharing.order(friend, token, 10_000)
        await sharing.crediting.credit_orders([order])
        [newest, *_] = (await sharing.linking.desk(sharing.sharer, BASE_URL)).rewards
        assert newest.amount_minor == reward
