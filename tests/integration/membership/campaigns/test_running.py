"""docs/campaigns.md, 2 and 3: who is reached, and how often."""

import asyncio
from datetime import timedelta

import pytest

from kit.clock import to_ms
from membership.campaigns.early_access import early_deals, head_start_s
from membership.campaigns.errors import BadCampaign, NotNow
from membership.campaigns.events import EarlyAccessGiven, MessagesArrived
from membership.campaigns.fate import Fate
from membership.campaigns.holdout import is_held_out
from membership.campaigns.running import Running
from membership.campaigns.store import inbox as store_inbox
from membership.campaigns.store import people as store_people
from membership.campaigns.views import FatesView, NewCampaign, NewSchedule, QuietLimit
from membership.events import HandoutDue
from tests.support.campaigns import DEAL, SHOW, VOUCHER, Desk, at_least
from tests.support.slices import World


async def test_everyone_of_the_segment_gets_the_message_and_the_voucher_once(world: World) -> None:
    desk = await Desk.open(world)
    fans = await desk.members(9, orders=1)
    other = await desk.member()
    campaign = await desk.run(rule=at_least(1), show_id=SHOW, voucher_id=VOUCHER)
    assert (campaign.status, campaign.people) == ("done", FatesView(sent=9))
    assert [await desk.inbox(fan) for fan in fans] == [["Tonight"]] * 9
    assert await desk.inbox(other) == []
    message = (await desk.reading.inbox(fans[0])).messages[0]
    assert (message.show_title, message.voucher_title) == ("Tonight at eight", "Five off")
    assert len(world.happened(HandoutDue)) == 9
    assert await desk.running.go_on() == 0
    told = [one for event in world.happened(MessagesArrived) for one in event.account_ids]  # type: ignore[attr-defined]
    assert sorted(told) == sorted(fan.account() for fan in fans)


async def test_an_audience_that_is_added_in_parts_is_everyone_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_people, "ADDED_AT_ONCE", 3)
    desk = await Desk.open(world)
    fans = await desk.members(9, orders=1)
    await desk.members(2)
    campaign = await desk.run(rule=at_least(1))
    assert campaign.people == FatesView(sent=9)
    assert {len(await desk.inbox(fan)) for fan in fans} == {1}


async def test_a_campaign_that_fails_keeps_no_other_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await Desk.open(world)
    await desk.members(2)
    broken, good = await desk.scheduled(), await desk.scheduled()
    reach = Running.reach

    async def fails(self: Running, campaign_id: str) -> int:
        if campaign_id == broken.id:
            raise ValueError("this one cannot be reached")
        return await reach(self, campaign_id)

    monkeypatch.setattr(Running, "reach", fails)
    await desk.running.go_on()
    assert (await desk.view(good.id)).people.sent == 2


async def test_two_workers_at_once_reach_nobody_twice(world: World) -> None:
    desk = await Desk.open(world)
    fans = await desk.members(30)
    campaign = await desk.scheduled(voucher_id=VOUCHER)
    workers = [Running(world.work, batch=3) for _ in range(3)]
    reached = await asyncio.gather(*(worker.go_on() for worker in workers))
    while await desk.running.go_on():
        pass
    assert sum(reached) == 30
    assert (await desk.view(campaign.id)).people.sent == 30
    assert {len(await desk.inbox(fan)) for fan in fans} == {1}
    assert len(world.happened(HandoutDue)) == 30


async def test_a_worker_that_dies_in_a_batch_leaves_its_people_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await Desk.open(world)
    await desk.members(8)
    campaign = await desk.scheduled()
    await desk.running.start(campaign.id)
    await desk.running.reach(campaign.id)

    async def dies(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(store_inbox, "add", dies)
        with pytest.raises(ConnectionError):
            await desk.running.reach(campaign.id)
    assert (await desk.view(campaign.id)).people == FatesView(sent=4, waiting=4)
    while await desk.running.go_on():
        pass
    assert (await desk.view(campaign.id)).people == FatesView(sent=8)


async def test_the_audience_is_who_was_in_the_segment_at_the_start(world: World) -> None:
    desk = await Desk.open(world)
    early = await desk.member(orders=1)
    draft = await desk.draft(at_least(1))
    starts_at = world.now + timedelta(hours=1)
    await desk.planning.schedule(desk.manager, draft.id, NewSchedule(starts_at_ms=to_ms(starts_at)))
    assert await desk.running.go_on() == 0
    assert (await desk.view(draft.id)).status == "scheduled"
    world.pass_time(timedelta(hours=1))
    await desk.running.start(draft.id)
    late = await desk.member(orders=1)
    await desk.set_facts(early, orders=0)
    await desk.running.start(draft.id)
    await desk.running.go_on()
    assert (await desk.inbox(early), await desk.inbox(late)) == (["Tonight"], [])


async def test_who_does_not_allow_it_is_left_out(world: World) -> None:
    desk = await Desk.open(world)
    willing, unwilling = await desk.members(2)
    await desk.allows(unwilling, "message", is_given=False)
    campaign = await desk.run()
    assert campaign.people == FatesView(sent=1, no_consent=1)
    mailed = await desk.run(channel="email")
    assert mailed.people == FatesView(no_consent=2), "mail is for who asked for it"
    assert (await desk.inbox(willing), await desk.inbox(unwilling)) == (["Tonight"], [])


async def test_a_brand_writes_to_a_person_as_often_a_week_as_it_allows_itself(
    world: World,
) -> None:
    desk = await Desk.open(world)
    await desk.member()
    limit = await desk.planning.quiet_limit(desk.manager, desk.brand.slug)
    assert limit == QuietLimit(most_a_week=2)
    await desk.planning.keep_quiet(desk.manager, desk.brand.slug, QuietLimit(most_a_week=1))
    assert (await desk.run()).people == FatesView(sent=1)
    assert (await desk.run()).people == FatesView(quiet=1)
    world.pass_time(timedelta(days=7))
    assert (await desk.run()).people == FatesView(sent=1)


async def test_campaigns_at_the_same_time_count_each_others_messages(world: World) -> None:
    desk = await Desk.open(world)
    await desk.members(6)
    await desk.planning.keep_quiet(desk.manager, desk.brand.slug, QuietLimit(most_a_week=1))
    both = [await desk.scheduled(), await desk.scheduled()]
    for one in both:
        await desk.running.start(one.id)
    workers = [Running(world.work, batch=2) for _ in both]
    for _ in range(3):
        await asyncio.gather(
            *(worker.reach(one.id) for worker, one in zip(workers, both, strict=True))
        )
    sent = [(await desk.view(one.id)).people.sent for one in both]
    assert sum(sent) == 6


async def test_who_is_held_out_gets_nothing(world: World) -> None:
    desk = await Desk.open(world)
    fans = await desk.members(40)
    campaign = await desk.run(holdout_percent=50, voucher_id=VOUCHER)
    held = [fan for fan in fans if is_held_out(campaign.id, fan.account(), 50)]
    assert campaign.people == FatesView(sent=40 - len(held), held_out=len(held))
    assert {len(await desk.inbox(fan)) for fan in held} == {0}
    people = await desk.people(campaign.id)
    assert {people[fan.account()]["fate"] for fan in held} == {Fate.HELD_OUT.value}
    assert len(world.happened(HandoutDue)) == 40 - len(held)


async def test_early_access_is_given_to_those_it_was_sent_to_and_to_nobody_held_out(
    world: World,
) -> None:
    desk = await Desk.open(world)
    fans = {fan.account() for fan in await desk.members(24)}
    terms = {"show_id": SHOW, "early_access_s": 60}
    some = await desk.run(holdout_percent=50, early_deal_id=DEAL, **terms)
    held = {fan for fan in fans if is_held_out(some.id, fan, 50)}
    assert (some.early_deal_title, some.people.held_out) == ("A lamp", len(held))
    given = [one for event in world.happened(EarlyAccessGiven) for one in event.account_ids]  # type: ignore[attr-defined]
    assert sorted(given) == sorted(fans - held)
    async with world.work.read() as tx:
        early = await early_deals(tx, SHOW, fans)
        assert early == {fan: {DEAL} for fan in fans - held}
        assert (await head_start_s(tx, SHOW, DEAL), await head_start_s(tx, SHOW, VOUCHER)) == (
            60,
            0,
        )
        assert await early_deals(tx, VOUCHER, fans) == {}
    await desk.run(**{**terms, "early_access_s": 90})
    async with world.work.read() as tx:
        assert {*(await early_deals(tx, SHOW, held)).values()} == {frozenset({None})}
        assert await head_start_s(tx, SHOW, DEAL) == 90


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"early_access_s": 60}, "early_access_s"),
        ({"show_id": SHOW, "early_deal_id": DEAL}, "early_access_s"),
        ({"show_id": SHOW, "early_access_s": 60, "early_deal_id": "x" * 20}, "early_deal_id"),
    ],
)
async def test_early_access_is_to_deals_of_the_show_that_have_not_dropped(
    world: World, terms: dict[str, object], field: str
) -> None:
    desk = await Desk.open(world)
    with pytest.raises(BadCampaign) as refused:
        await desk.draft(**terms)
    assert list(refused.value.fields) == [field]


async def test_a_stopped_campaign_reaches_nobody_more(world: World) -> None:
    desk = await Desk.open(world)
    await desk.members(8)
    campaign = await desk.scheduled()
    await desk.running.start(campaign.id)
    await desk.running.reach(campaign.id)
    stopped = await desk.planning.stop(desk.manager, campaign.id)
    assert (stopped.status, stopped.people) == ("stopped", FatesView(sent=4, waiting=4))
    assert await desk.running.go_on() == 0
    with pytest.raises(NotNow):
        await desk.planning.stop(desk.manager, campaign.id)


async def test_only_a_draft_is_changed_and_one_can_be_taken_back_to_it(world: World) -> None:
    desk = await Desk.open(world)
    draft = await desk.draft()
    new = NewCampaign(name="Winter", segment_id=draft.segment_id, subject="S", body="B")
    assert (await desk.planning.change(desk.manager, draft.id, new)).name == "Winter"
    later = NewSchedule(starts_at_ms=to_ms(world.now + timedelta(days=1)))
    await desk.planning.schedule(desk.manager, draft.id, later)
    for attempt in (
        desk.planning.change(desk.manager, draft.id, new),
        desk.planning.remove(desk.manager, draft.id),
        desk.planning.schedule(desk.manager, draft.id, later),
    ):
        with pytest.raises(NotNow):
            await attempt
    back = await desk.planning.withdraw(desk.manager, draft.id)
    assert (back.status, back.starts_at_ms) == ("draft", None)
    await desk.planning.remove(desk.manager, draft.id)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("segment_id", "x" * 20), ("show_id", "x" * 20), ("voucher_id", "x" * 20)],
)
async def test_a_campaign_names_only_what_is_there(world: World, field: str, wrong: str) -> None:
    desk = await Desk.open(world)
    with pytest.raises(BadCampaign) as refused:
        await desk.draft(**{field: wrong})
    assert list(refused.value.fields) == [field]


async def test_an_inbox_is_read_up_to_a_message_and_turned_page_by_page(world: World) -> None:
    desk = await Desk.open(world)
    fan = await desk.member()
    await desk.planning.keep_quiet(desk.manager, desk.brand.slug, QuietLimit(most_a_week=14))
    for number in range(3):
        await desk.run(subject=f"Number {number}")
    inbox = await desk.reading.inbox(fan)
    assert [one.subject for one in inbox.messages] == ["Number 2", "Number 1", "Number 0"]
    assert (inbox.unread, inbox.next) == (3, None)
    middle = inbox.messages[1].id
    for _ in range(2):
        assert (await desk.reading.read(fan, middle)).unread == 1
    older = await desk.reading.inbox(fan, before=middle)
    assert [(one.subject, one.is_read) for one in older.messages] == [("Number 0", True)]
    stranger = await desk.member()
    assert (await desk.reading.read(stranger, inbox.messages[0].id)).unread == 0
    assert (await desk.reading.unread(fan)).unread == 1
