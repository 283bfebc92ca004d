"""Following links."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from kit.bulk import writes
from kit.clock import utc_now
from kit.errors import Unavailable
from share.clicks import Clicks, Visitor
from share.errors import NoSuchLink
from share.store import clicks as store_clicks

from .conftest import KEY, SAFARI, Sharing

FRIEND = Visitor("203.0.113.5", SAFARI)
OTHER_FRIEND = Visitor("198.51.100.7", SAFARI)


async def clicks_of(sharing: Sharing, code: str) -> int:
    return (await sharing.linking.link(code)).clicks


async def test_a_friends_visit_counts_and_is_said(sharing: Sharing) -> None:
    link = await sharing.link()
    assert await sharing.clicks.record(link.code, FRIEND) is not None
    assert await clicks_of(sharing, link.code) == 1
    [link_ids] = sharing.counted
    assert list(await sharing.linking.views(link_ids, "")) == [sharing.sharer.account()]


async def test_two_friends_are_two_clicks(sharing: Sharing) -> None:
    link = await sharing.link()
    tokens = {await sharing.click(link, friend) for friend in (FRIEND, OTHER_FRIEND)}
    assert len(tokens) == 2
    assert await clicks_of(sharing, link.code) == 2


@pytest.mark.parametrize(
    "visitor",
    [
        replace(FRIEND, method="HEAD"),
        replace(FRIEND, method="POST"),
        replace(FRIEND, is_ahead_of_time=True),
        replace(FRIEND, user_agent="facebookexternalhit/1.1"),
        replace(FRIEND, user_agent=""),
    ],
)
async def test_what_is_no_persons_choice_counts_nothing(sharing: Sharing, visitor: Visitor) -> None:
    link = await sharing.link()
    assert await sharing.clicks.record(link.code, visitor) is None
    assert await clicks_of(sharing, link.code) == 0
    assert sharing.counted == []


async def test_the_sharers_own_visit_counts_nothing(sharing: Sharing) -> None:
    link = await sharing.link()
    own = replace(FRIEND, account_id=sharing.sharer.account(), visitor_id="v1")
    assert await sharing.clicks.record(link.code, own) is None
    assert await clicks_of(sharing, link.code) == 0


async def test_a_repeated_click_is_the_same_click(sharing: Sharing) -> None:
    link = await sharing.link()
    first = await sharing.click(link, FRIEND)
    sharing.world.pass_time(timedelta(minutes=59))  # and into the next hour of the clock
    assert await sharing.click(link, FRIEND) == first
    assert await clicks_of(sharing, link.code) == 1
    assert len(sharing.counted) == 1


async def test_after_an_hour_a_visit_is_a_new_click(sharing: Sharing) -> None:
    link = await sharing.link()
    first = await sharing.click(link, FRIEND)
    sharing.world.pass_time(timedelta(hours=1))
    assert await sharing.click(link, FRIEND) != first
    assert await clicks_of(sharing, link.code) == 2


async def test_clicks_at_the_same_moment_are_one_click(sharing: Sharing) -> None:
    link = await sharing.link()
    tokens = await asyncio.gather(*(sharing.clicks.record(link.code, FRIEND) for _ in range(12)))
    assert len(set(tokens)) == 1
    assert tokens[0] is not None
    assert await clicks_of(sharing, link.code) == 1
    assert len(sharing.counted) == 1


async def test_a_crowd_is_counted_exactly_and_told_of_in_batches(sharing: Sharing) -> None:
    links = [await sharing.link(), await sharing.link()]
    crowd = [Visitor(f"198.51.{number // 200}.{number % 200}", SAFARI) for number in range(300)]
    tokens = await asyncio.gather(
        *(sharing.clicks.record(links[n % 2].code, friend) for n, friend in enumerate(crowd * 2))
    )
    assert len({*tokens}) == 300
    assert [await clicks_of(sharing, link.code) for link in links] == [150, 150]
    assert len(sharing.counted) < 60


async def test_getting_a_cookie_or_an_account_makes_nobody_a_new_person(sharing: Sharing) -> None:
    link = await sharing.link()
    with_cookie = replace(FRIEND, visitor_id="v1")
    signed_in = replace(with_cookie, account_id="account")
    tokens = {await sharing.click(link, visitor) for visitor in (FRIEND, with_cookie, signed_in)}
    assert len(tokens) == 1
    assert await clicks_of(sharing, link.code) == 1


async def test_people_behind_one_address_are_told_apart_by_their_cookies(
    sharing: Sharing,
) -> None:
    link = await sharing.link()
    tokens = {await sharing.click(link, replace(FRIEND, visitor_id=v)) for v in ("v1", "v2")}
    assert len(tokens) == 2


async def test_each_link_has_its_own_clicks(sharing: Sharing) -> None:
    links = [await sharing.link(), await sharing.link()]
    for link in links:
        await sharing.click(link, FRIEND)
    desk = await sharing.linking.desk(sharing.sharer, "")
    assert [link.clicks for link in desk.links] == [1, 1]


async def test_an_unknown_link_cannot_be_followed(sharing: Sharing) -> None:
    with pytest.raises(NoSuchLink):
        await sharing.clicks.record("nonesuch", FRIEND)


async def test_a_click_that_another_process_counted_is_the_same_click(sharing: Sharing) -> None:
    link = await sharing.link()
    first = await sharing.click(link, FRIEND)
    sharing.world.pass_time(timedelta(minutes=59))  # and into the next hour of the clock
    elsewhere = Clicks(sharing.world.work, KEY, sharing.destinations)
    again, other = await asyncio.gather(
        elsewhere.record(link.code, FRIEND), elsewhere.record(link.code, OTHER_FRIEND)
    )
    assert again == first
    assert other not in {None, first}
    assert await clicks_of(sharing, link.code) == 2


async def test_after_an_hour_another_process_counts_a_new_click(sharing: Sharing) -> None:
    link = await sharing.link()
    sharing.world.pass_time(timedelta(minutes=-9))
    first = await sharing.click(link, FRIEND)
    sharing.world.pass_time(timedelta(minutes=61))  # though in the next hour of the clock
    elsewhere = Clicks(sharing.world.work, KEY, sharing.destinations)
    assert await elsewhere.record(link.code, FRIEND) != first
    assert await clicks_of(sharing, link.code) == 2


async def test_two_processes_that_count_the_same_crowd_at_once_agree(sharing: Sharing) -> None:
    link = await sharing.link()
    crowd = [Visitor(f"198.51.100.{number}", SAFARI) for number in range(40)]
    both = (sharing.clicks, Clicks(sharing.world.work, KEY, sharing.destinations))
    tokens = await asyncio.gather(
        *(clicks.record(link.code, friend) for friend in crowd for clicks in both)
    )
    assert tokens[::2] == tokens[1::2]
    assert len(set(tokens)) == await clicks_of(sharing, link.code) == 40


async def test_a_browser_without_a_cookie_gets_a_name_of_its_own(sharing: Sharing) -> None:
    """Behind one address, two may be the same click; they are two browsers from then on."""
    destination = await sharing.destinations.open((await sharing.link()).code)
    counted = [await sharing.clicks.count(destination, FRIEND) for _ in range(2)]
    one, other = [each for each in counted if each is not None]
    assert one.token == other.token
    assert one.browser != other.browser
    known = await sharing.clicks.count(destination, replace(FRIEND, visitor_id="v1"))
    assert known is not None
    assert known.browser == "v1"


async def test_a_batch_that_cannot_be_written_is_told_to_those_in_it_and_to_nobody_else(
    sharing: Sharing, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = await sharing.link()
    await sharing.destinations.open(link.code)

    async def failing(*_: object) -> None:
        raise ConnectionError("the database is away")

    with monkeypatch.context() as away:
        away.setattr("kit.group_commit.RETRY_AFTER_S", ())
        away.setattr(sharing.world.work, "write_at_once", failing)
        with pytest.raises(Unavailable):
            await sharing.clicks.record(link.code, FRIEND)
    assert sharing.counted == []
    assert await sharing.clicks.record(link.code, FRIEND) is not None
    assert await clicks_of(sharing, link.code) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_who_clicked_in_the_hour_before_is_found_by_an_index(sharing: Sharing) -> None:
    """However many others did, and before the database has statistics of them."""
    link = (await sharing.destinations.open((await sharing.link()).code)).link
    visits = [(f"click{n}", link, f"origin:{n}", f"browser{n}", None) for n in range(300)]
    rows = store_clicks.new_clicks(visits, utc_now(), only_if_first=True)
    async with sharing.world.work.read() as tx:
        ((statement, values),) = writes(tx.connection.dialect, rows)
        explained = await tx.connection.exec_driver_sql(f"EXPLAIN {statement}", values)
        plan = "\n".join(explained.scalars())
    looks_for = re.findall(r"Index Cond: (.*)", plan.split("SubPlan", 1)[1])
    assert all("link_id" in each and "identity" in each for each in looks_for)
    assert len(looks_for) == 1
