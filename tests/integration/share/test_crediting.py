"""From a friend's order to the sharer's reward."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec import structs

from share.clicks import Visitor
from share.crediting import PaidOrder
from share.events import OrdersCredited, RewardsEarned
from share.views import LinkView

from .conftest import BASE_URL, SAFARI, Sharing

FRIEND = Visitor("203.0.113.5", SAFARI)


async def earned(sharing: Sharing, link: LinkView) -> tuple[int, int]:
    """The link's orders and what they earned, which must agree with the rewards."""
    desk = await sharing.linking.desk(sharing.sharer, BASE_URL)
    assert sum(found.pending_minor for found in desk.links) == sum(
        reward.amount_minor for reward in desk.rewards
    )
    mine = next(found for found in desk.links if found.code == link.code)
    assert mine == await sharing.linking.link(link.code, BASE_URL)
    return mine.orders, mine.pending_minor


async def test_a_friend_who_clicked_before_signing_up_earns_the_sharer_a_reward(
    sharing: Sharing,
) -> None:
    link = await sharing.link()
    token = await sharing.click(link, FRIEND)
    friend = await sharing.world.person("friend")

    order = sharing.order(friend, token)
    await sharing.crediting.credit_orders([order])

    assert await earned(sharing, link) == (1, 99)
    [reward] = (await sharing.linking.desk(sharing.sharer, BASE_URL)).rewards
    assert (reward.rate_bp, reward.amount_minor, reward.currency) == (500, 99, "EUR")
    assert (reward.link_code, reward.title, reward.order_number, reward.status) == (
        link.code,
        "A show",
        "A1B2C3",
        "pending",
    )
    assert await sharing.linking.reward(reward.id) == reward
    [link_id] = await sharing.link_ids(link)
    assert sharing.world.events[-2:] == [
        OrdersCredited(
            order_ids=[order.order_id],
            link_ids=[link_id],
            account_ids=[sharing.sharer.account()],
        ),
        RewardsEarned(reward_ids=[reward.id], link_ids=[link_id]),
    ]


async def test_the_rate_is_the_one_of_the_click(sharing: Sharing) -> None:
    link = await sharing.link()
    token = await sharing.click(link, FRIEND)
    await sharing.world.put_on_tier(sharing.sharer, sharing.brand, 3)
    friend = await sharing.world.person("friend")

    await sharing.crediting.credit_orders([sharing.order(friend, token, 10_000)])

    assert await earned(sharing, link) == (1, 500)
    assert (await sharing.linking.link(link.code)).rate_bp == 1_000


async def test_a_sharer_who_had_not_joined_gets_the_order_and_no_reward(
    sharing: Sharing,
) -> None:
    link = await sharing.link(sharing.add_target(brand=await sharing.world.brand()))
    token = await sharing.click(link, FRIEND)
    order = sharing.order(await sharing.world.person("friend"), token)

    await sharing.crediting.credit_orders([structs.replace(order, brand_id=link.brand_id)])

    assert await earned(sharing, link) == (1, 0)
    assert len(sharing.world.happened(OrdersCredited)) == 1
    assert sharing.world.happened(RewardsEarned) == []


async def test_self_referral_earns_nothing_even_by_a_click_made_signed_out(
    sharing: Sharing,
) -> None:
    link = await sharing.link()
    token = await sharing.click(link, FRIEND)
    await sharing.crediting.credit_orders([sharing.order(sharing.sharer, token)])
    assert await earned(sharing, link) == (0, 0)
    assert sharing.world.happened(OrdersCredited) == []


@pytest.mark.parametrize("token", [None, "", "forged", "0" * 20])
async def test_an_order_without_a_click_earns_nothing(sharing: Sharing, token: str | None) -> None:
    link = await sharing.link()
    friend = await sharing.world.person("friend")
    await sharing.crediting.credit_orders([sharing.order(friend, token)])
    assert await earned(sharing, link) == (0, 0)


async def test_an_order_at_another_brand_earns_nothing(sharing: Sharing) -> None:
    link = await sharing.link()
    order = sharing.order(await sharing.world.person("friend"), await sharing.click(link, FRIEND))
    other = await sharing.world.brand()
    await sharing.crediting.credit_orders([structs.replace(order, brand_id=other.id)])
    assert await earned(sharing, link) == (0, 0)


async def test_an_order_paid_on_day_91_earns_nothing_and_one_on_day_90_does(
    sharing: Sharing,
) -> None:
    link = await sharing.link()
    token = await sharing.click(link, FRIEND)
    friend = await sharing.world.person("friend")
    in_time = structs.replace(
        sharing.order(friend, token), paid_at=sharing.world.now + timedelta(days=90)
    )
    sharing.world.pass_time(timedelta(days=91))

    await sharing.crediting.credit_orders([sharing.order(friend, token)])
    assert await earned(sharing, link) == (0, 0)
    await sharing.crediting.credit_orders([in_time])  # its event came late
    assert await earned(sharing, link) == (1, 99)


async def test_an_order_said_to_be_paid_20_times_at_once_is_credited_once(
    sharing: Sharing,
) -> None:
    link = await sharing.link()
    friend = await sharing.world.person("friend")
    order = sharing.order(friend, await sharing.click(link, FRIEND))

    await asyncio.gather(*(sharing.crediting.credit_orders([order]) for _ in range(20)))

    assert await earned(sharing, link) == (1, 99)
    assert len(sharing.world.happened(RewardsEarned)) == 1
    assert len(sharing.world.happened(OrdersCredited)) == 1


async def test_what_was_decided_first_about_an_order_stays(sharing: Sharing) -> None:
    link = await sharing.link()
    friend = await sharing.world.person("friend")
    order = sharing.order(friend, "forged")
    await sharing.crediting.credit_orders([order])
    token = await sharing.click(link, FRIEND)
    await sharing.crediting.credit_orders([structs.replace(order, referral_token=token)])
    assert await earned(sharing, link) == (0, 0)


async def test_rewards_of_many_orders_by_two_links_add_up(sharing: Sharing) -> None:
    links = [await sharing.link(), await sharing.link(kind="deal")]
    orders: list[PaidOrder] = []
    for number in range(12):
        friend = await sharing.world.person(f"friend{number}")
        visitor = replace(FRIEND, visitor_id=f"v{number}")
        token = await sharing.click(links[number % 2], visitor)
        orders.append(sharing.order(friend, token, 1_000 + 37 * number))

    await asyncio.gather(*(sharing.crediting.credit_orders([order]) for order in orders * 2))

    for parity, link in enumerate(links):
        expected = sum(order.total_minor * 500 // 10_000 for order in orders[parity::2])
        assert await earned(sharing, link) == (6, expected)
        assert (await sharing.linking.link(link.code)).clicks == 6
