"""Shows for members, and for some of them first: at every door of the product. And rehearsals, which are for nobody."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from kit.clock import to_ms, utc_now
from kit.ids import new_id
from membership import store as membership
from membership.people import Brand
from membership.tables import members
from streams.admission import refuse_entry
from streams.broadcast import store as airings_store
from streams.broadcast.airing import Airing, Signal
from streams.broadcast.airings import Airings
from streams.broadcast.passes import Passes
from streams.errors import NotAdmitted, NotOnAir
from streams.tables import shows
from tests.support.api import SECRET, Api, Client
from tests.support.product import _add_product as add_product

MEMBERS = {"min_tier_rank": 1}
GOLD_FIRST = {"first_tier_rank": 3, "head_start_s": 600}
MEDIA = "https://media.example"
ROOM = ("deals", "messages", "chat-rules", "vouchers", "video")


class House:
    """A brand with a show, its host, and the media process's word on who may watch."""

    def __init__(self, api: Api, brand: Brand, host: Client, show_id: str) -> None:
        self.api = api
        self.brand = brand
        self.host = host
        self.show_id = show_id
        self.path = f"/api/shows/{show_id}"
        self.passes = Passes(SECRET)
        self.airings = Airings(api.dealcast.work, self.passes, MEDIA)

    async def start(self) -> None:
        assert (await self.host.post(f"{self.path}/start")).is_success

    async def publish(self) -> None:
        airing = Airing(self.show_id, signal=Signal.LIVE, media_url=MEDIA, seen_at=utc_now())
        async with self.api.dealcast.work.write() as tx:
            await airings_store.add(tx, airing)

    async def member(self, handle: str, rank: int = 1) -> Client:
        client = self.api.guest()
        me = await client.sign_up(handle)
        async with self.api.dealcast.work.write() as tx:
            await membership.join(tx, self.brand.id, me["account_id"], rank)
        return client

    async def began(self, ago: timedelta) -> None:
        async with self.api.dealcast.work.write() as tx:
            started = update(shows).where(shows.c.id == self.show_id)
            await tx.execute(started.values(started_at=tx.now - ago))

    async def deal(self) -> str:
        product_id = new_id()
        async with self.api.dealcast.work.write() as tx:
            await add_product(tx, product_id, self.brand.id)
        new = {"product_id": product_id, "price_minor": 1900, "stock": 5, "duration_s": 600}
        deal = (await self.host.post(f"{self.path}/deals", json=new)).json()
        assert (await self.host.post(f"/api/deals/{deal['id']}/drop")).is_success
        return str(deal["id"])

    async def watched_by(self, who: Client) -> dict[str, Any]:
        answer = await who.get(f"{self.path}/video")
        assert answer.status_code == 200, answer.text
        video: dict[str, Any] = answer.json()
        return video


async def house(api: Api, access: dict[str, int]) -> House:
    brand = await api.brand("lumen")
    host = await api.staff("hannah", brand, "host")
    start = to_ms(utc_now() + timedelta(hours=1))
    new = {
        "brand_id": brand.id, "title": "Evening show", "scheduled_at_ms": start, "access": access,
    }  # fmt: skip
    show = await host.post("/api/shows", json=new)
    assert show.status_code == 201, show.text
    return House(api, brand, host, show.json()["id"])


def said(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def page(who: Client, show_id: str) -> str:
    answer = await who.get(f"/shows/{show_id}", headers={"accept": "text/html"})
    assert answer.status_code == 200
    return str(answer.text)


async def test_what_a_members_show_holds_is_for_members_and_staff(api: Api) -> None:
    lumen = await house(api, MEMBERS)
    await lumen.start()
    guest, stranger, member = api.guest(), await api.sign_up("vera"), await lumen.member("mira")
    moderator = await api.staff("moritz", lumen.brand, "moderator")
    for who in (guest, stranger):
        for part in ROOM:
            assert said(await who.get(f"{lumen.path}/{part}")) == (403, "show.members_only")
        assert 'data-island="gate"' in await page(who, lumen.show_id)
    for who in (member, moderator, lumen.host):
        for part in ROOM:
            assert (await who.get(f"{lumen.path}/{part}")).status_code == 200
        assert 'data-island="room"' in await page(who, lumen.show_id)
    told = (await guest.get(lumen.path)).json()["access"]
    assert (told["min_tier_rank"], told["min_tier_name"]) == (1, "Bronze")
    assert "Members only" in (await guest.get("/", headers={"accept": "text/html"})).text


async def test_a_tier_comes_in_first_and_the_others_when_its_head_start_is_over(api: Api) -> None:
    lumen = await house(api, GOLD_FIRST)
    gold, silver = await lumen.member("greta", 3), await lumen.member("silas", 2)
    assert said(await silver.get(f"{lumen.path}/deals")) == (403, "show.not_open_yet")
    await lumen.start()
    early = await silver.get(f"{lumen.path}/deals")
    assert said(early) == (403, "show.not_open_yet")
    assert 590 <= early.json()["retry_after_s"] <= 600
    assert "Gold members first" in await page(silver, lumen.show_id)
    assert (await gold.get(f"{lumen.path}/deals")).status_code == 200
    await lumen.began(timedelta(seconds=601))
    for who in (silver, api.guest()):
        assert (await who.get(f"{lumen.path}/deals")).status_code == 200


async def test_who_may_not_come_in_cannot_claim_what_is_sold_there(api: Api) -> None:
    lumen = await house(api, GOLD_FIRST)
    await lumen.start()
    deal_id = await lumen.deal()
    gold, silver = await lumen.member("greta", 3), await lumen.member("silas", 2)
    claims = f"/api/deals/{deal_id}/claims"
    assert said(await silver.post(claims, json={})) == (403, "deal.tier_too_low")
    assert (await gold.post(claims, json={})).status_code == 201
    await lumen.began(timedelta(seconds=601))
    assert (await silver.post(claims, json={})).status_code == 201


async def test_a_deal_of_a_members_show_is_for_members_wherever_it_is_met(api: Api) -> None:
    lumen = await house(api, MEMBERS)
    await lumen.start()
    deal_id = await lumen.deal()
    member, stranger = await lumen.member("mira"), await api.sign_up("vera")
    [deal] = (await member.get(f"{lumen.path}/deals")).json()
    assert deal["min_tier_rank"] == 1
    claims = f"/api/deals/{deal_id}/claims"
    assert said(await stranger.post(claims, json={})) == (403, "deal.tier_too_low")
    assert (await member.post(claims, json={})).status_code == 201


async def test_the_video_of_a_members_show_is_behind_passes_of_minutes(api: Api) -> None:
    lumen = await house(api, MEMBERS)
    await lumen.start()
    await lumen.publish()
    video = await lumen.watched_by(await lumen.member("mira"))
    hls, whep = video["hls_url"], video["whep_url"]
    given = hls.removeprefix(f"{MEDIA}/hls/{lumen.show_id}/").removesuffix("/index.m3u8")
    assert whep == f"{MEDIA}/whep/{lumen.show_id}?pass={given}"
    until = await lumen.airings.admit_viewer(lumen.show_id, given)
    assert until is not None
    assert to_ms(until) == video["pass_until_ms"]
    assert timedelta(minutes=4) < until - utc_now() <= timedelta(minutes=10)
    old = lumen.passes.viewer_pass(lumen.show_id, utc_now() - timedelta(minutes=11)).text
    of_another = lumen.passes.viewer_pass("another", utc_now()).text
    for refused in (None, "public", old, of_another, given + "x"):
        with pytest.raises(NotAdmitted):
            await lumen.airings.admit_viewer(lumen.show_id, refused)


async def test_who_is_no_member_any_more_is_given_no_next_pass(api: Api) -> None:
    lumen = await house(api, {"min_tier_rank": 2})
    await lumen.start()
    await lumen.publish()
    silas = api.guest()
    me = await silas.sign_up("silas")
    async with api.dealcast.work.write() as tx:
        await membership.join(tx, lumen.brand.id, me["account_id"], 2)
    await lumen.watched_by(silas)
    async with api.dealcast.work.write() as tx:
        await tx.execute(update(members).values(tier_rank=1))
    assert said(await silas.get(f"{lumen.path}/video")) == (403, "show.members_only")


async def test_the_video_of_an_open_show_needs_no_pass(api: Api) -> None:
    lumen = await house(api, {})
    await lumen.start()
    await lumen.publish()
    video = await lumen.watched_by(api.guest())
    assert (video["pass_until_ms"], "/public/" in video["hls_url"]) == (None, True)
    assert await lumen.airings.admit_viewer(lumen.show_id, None) is None


async def test_a_rehearsal_reaches_no_viewer_by_any_door(api: Api) -> None:
    lumen = await house(api, {})
    await lumen.publish()
    for who in (api.guest(), await lumen.member("mira")):
        video = await lumen.watched_by(who)
        assert (video["signal"], video["hls_url"], video["whep_url"]) == ("off", None, None)
        assert MEDIA not in await page(who, lumen.show_id)
    # By HLS and WHEP, with whatever pass a viewer could have: signalling and playlists ask no other door.
    viewers = lumen.passes.viewer_pass(lumen.show_id, utc_now()).text
    for given in (None, viewers):
        with pytest.raises(NotOnAir):
            await lumen.airings.admit_viewer(lumen.show_id, given)
    own = await lumen.watched_by(lumen.host)
    assert own["signal"] == "live"
    moderator = await api.staff("moritz", lumen.brand, "moderator")
    assert (await lumen.watched_by(moderator))["signal"] == "off"


async def test_what_was_rehearsed_is_no_replay_either(api: Api) -> None:
    """Who may watch what is over is the same question; that there is something to see, the recording answers."""
    lumen = await house(api, MEMBERS)
    await lumen.publish()
    await lumen.host.delete(lumen.path)
    for given in (None, lumen.passes.viewer_pass(lumen.show_id, utc_now()).text):
        with pytest.raises((NotAdmitted, NotOnAir)):
            await lumen.airings.admit_viewer(lumen.show_id, given)
    async with api.dealcast.work.read() as tx:
        show = await api.dealcast.shows.venue(tx, lumen.show_id)
        assert show is not None
        assert refuse_entry(show, 0, tx.now) is not None


async def test_to_whom_a_show_is_open_is_chosen_before_it_begins(api: Api) -> None:
    lumen = await house(api, {})
    changed = await lumen.host.patch(lumen.path, json={"access": {**MEMBERS, **GOLD_FIRST}})
    assert changed.json()["access"]["first_tier_name"] == "Gold"
    bad = await lumen.host.patch(lumen.path, json={"access": {"min_tier_rank": 7}})
    assert said(bad) == (422, "show.bad_access")
    assert list(bad.json()["fields"]) == ["access.min_tier_rank"]
    await lumen.start()
    late = await lumen.host.patch(lumen.path, json={"access": {}})
    assert said(late) == (409, "show.wrong_state")
    same = await lumen.host.patch(
        lumen.path, json={"title": "Late show", "access": {**MEMBERS, **GOLD_FIRST}}
    )
    assert same.json()["title"] == "Late show"
