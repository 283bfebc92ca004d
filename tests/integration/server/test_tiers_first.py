"""A deal that drops to the tiers first, or to those whom a campaign gave early access, through the whole product: until its time
comes nobody else hears of it (docs/membership.md, T9; docs/campaigns.md, C6)."""

from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import update

from commerce.early_access import EARLY_RANK, Step
from commerce.tables import deals
from kit.clock import utc_now
from kit.ids import new_id
from membership.tables import tiers
from tests.support.early_access import add_early_access
from tests.support.product import (
    GUEST,
    Festival,
    Product,
    Someone,
    Watcher,
    running_product,
    watching,
)

HOUR_S = 3_600


async def test_nothing_of_it_crosses_the_others_sockets_or_doors(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        url = await product.start("--worker")
        festival = await Festival.begin(product, url)
        await _give_early_access(festival)
        host = await festival.person("host", "host")
        gold, silver = (
            await festival.person("gold", tier=3),
            await festival.person("silver", tier=2),
        )
        show_id = await festival.live_show(host)
        deal_id = await festival.queued_deal(host, show_id, tiers_first=True)
        async with (
            watching(url, show_id, gold) as rich,
            watching(url, show_id, silver) as poor,
            watching(url, show_id) as guest,
        ):
            for watcher in (rich, poor, guest):
                await watcher.until("welcome")
            await festival.done(host, "POST", f"/api/deals/{deal_id}/drop")
            frame = await rich.until_such("deal", lambda told: told["deal"]["id"] == deal_id)
            assert frame["deal"]["min_tier_rank"] == 3
            assert [step["min_tier_rank"] for step in frame["deal"]["steps"]] == [3, 0]
            for someone in (silver, GUEST):
                await _knows_nothing(festival, someone, show_id, deal_id)
            link = {"kind": "deal", "target_id": deal_id}
            shared = await festival.call(gold, "POST", "/api/links", json=link)
            assert (shared.status_code, shared.json()["code"]) == (409, "share.not_shareable")
            refused = await festival.claim(silver, deal_id, new_id())
            assert (refused.status_code, refused.json()["code"]) == (403, "deal.opens_later")
            assert HOUR_S - 60 < int(refused.headers["retry-after"]) <= HOUR_S
            assert (await festival.claim(gold, deal_id, new_id())).status_code == 201
            # What is said to everyone afterwards comes through, so all that was said before has.
            await rich.send({"t": "say", "ref": "s", "text": "Mine"})
            for watcher in (poor, guest):
                await watcher.until("message")
                assert deal_id not in str(watcher.frames)

            await _make_due(product, deal_id)
            for watcher in (poor, guest):
                opened = await watcher.until_such(
                    "deal", lambda told: told["deal"]["id"] == deal_id
                )
                assert opened["deal"]["min_tier_rank"] == 0
                assert deal_id not in str(watcher.frames[: watcher.frames.index(opened)])
        assert (await festival.claim(silver, deal_id, new_id())).status_code == 201


async def test_early_access_by_a_campaign_crosses_no_other_socket_or_door(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        url = await product.start("--worker")
        festival = await Festival.begin(product, url)
        host, gold = await festival.person("host", "host"), await festival.person("gold", tier=3)
        held_out, first, late = (
            await festival.person("held", tier=1),
            await festival.person("first", tier=1),
            await festival.person("late"),
        )
        show_id = await festival.live_show(host)
        await _send(festival, show_id, [first], [held_out])
        deal_id = await festival.queued_deal(host, show_id)
        async with (
            watching(url, show_id, first) as chosen,
            watching(url, show_id, held_out) as held,
            watching(url, show_id, gold) as rich,
            watching(url, show_id) as guest,
        ):
            others = (held, rich, guest)
            for watcher in (chosen, *others):
                await watcher.until("welcome")
            await festival.done(host, "POST", f"/api/deals/{deal_id}/drop")
            frame = await _seen_early(chosen, deal_id)
            assert frame["deal"]["min_tier_rank"] == EARLY_RANK
            async with watching(url, show_id, first) as again:
                await _seen_early(again, deal_id)
            for someone in (held_out, gold, late, GUEST):
                await _knows_nothing(festival, someone, show_id, deal_id)
            for someone in (held_out, gold):
                refused = await festival.claim(someone, deal_id, new_id())
                assert (refused.status_code, refused.json()["code"]) == (403, "deal.opens_later")
            assert (await chosen.claim(deal_id, new_id()))["t"] == "claimed"
            await chosen.until_such("deal", lambda told: told["deal"]["stock_left"] == 4)
            # What is said to everyone afterwards comes through, so all that was said before has.
            await chosen.send({"t": "say", "ref": "s", "text": "Mine"})
            for watcher in others:
                await watcher.until("message")
                assert deal_id not in str(watcher.frames)

            await _make_due(product, deal_id)
            for watcher in others:
                opened = await watcher.until_such(
                    "deal", lambda told: told["deal"]["id"] == deal_id
                )
                assert (opened["deal"]["min_tier_rank"], opened["deal"]["is_early"]) == (0, False)
                assert deal_id not in str(watcher.frames[: watcher.frames.index(opened)])


async def _send(
    festival: Festival, show_id: str, sent_to: list[Someone], held_out: list[Someone]
) -> None:
    async with festival.product.writing() as tx:
        await add_early_access(
            tx, festival.brand.id, show_id, HOUR_S,
            [one.account_id for one in sent_to], [one.account_id for one in held_out],
        )  # fmt: skip


async def _seen_early(watcher: Watcher, deal_id: str) -> dict[str, Any]:
    return await watcher.until_such(
        "deal", lambda told: told["deal"]["id"] == deal_id and told["deal"]["is_early"]
    )


async def _knows_nothing(festival: Festival, who: Someone, show_id: str, deal_id: str) -> None:
    """At the API, on the show's page, and for who comes in now."""
    shown = await festival.done(who, "GET", f"/api/shows/{show_id}/deals")
    page = await festival.call(who, "GET", f"/shows/{show_id}")
    assert page.status_code == 200
    async with watching(festival.url, show_id, who) as late:
        await late.until("welcome")
        for told in (str(shown), page.text, str(late.frames)):
            assert deal_id not in told


async def _give_early_access(festival: Festival) -> None:
    async with festival.product.writing() as tx:
        is_gold = (tiers.c.brand_id == festival.brand.id) & (tiers.c.rank == 3)
        await tx.execute(update(tiers).where(is_gold).values(early_access_s=HOUR_S))


async def _make_due(product: Product, deal_id: str) -> None:
    """As if the hour was over."""
    now = utc_now()
    steps = msgspec.json.encode((Step(3, now), Step(0, now))).decode()
    async with product.writing() as tx:
        await tx.execute(
            update(deals).where(deals.c.id == deal_id).values(steps=steps, next_step_at=now)
        )
