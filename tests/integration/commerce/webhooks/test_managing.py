"""What a brand's manager can do with its webhooks, and what nobody else can."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Standard
from standardwebhooks.webhooks import WebhookVerificationError

from commerce.webhooks.errors import (
    BadWebhookUrl,
    BeingSent,
    NoSuchDelivery,
    NoSuchWebhook,
    TooManyWebhooks,
    WebhookNotActive,
)
from commerce.webhooks.managing import Managing
from commerce.webhooks.views import NewWebhook, Replay, WebhookChange
from commerce.webhooks.webhook import MOST_OF_BRAND
from kit.auth import GUEST, Principal
from kit.clock import to_ms, utc_now
from kit.errors import Conflict, Forbidden, Invalid, NotSignedIn
from kit.ids import new_id
from membership.errors import NoSuchBrand
from tests.support.receiver import Reply
from tests.support.slices import Unlimited

from .conftest import Desk


async def test_a_webhook_is_added_with_a_secret_that_is_not_shown_again(desk: Desk) -> None:
    added = await desk.add(description="  Our shop  ", kinds=["order.paid", "order.paid"])
    assert added.secret.startswith("whsec_")
    assert (added.webhook.description, added.webhook.kinds) == ("Our shop", ["order.paid"])
    (listed,) = await desk.managing.all(desk.manager, desk.slug)
    assert listed == added.webhook
    assert listed == await desk.managing.get(desk.manager, desk.slug, listed.id)


async def test_messages_verify_with_either_secret_for_a_day_after_a_change(desk: Desk) -> None:
    desk.world.now = utc_now()
    added = await desk.add()
    rotated = await desk.managing.rotate_secret(desk.manager, desk.slug, added.webhook.id)
    assert rotated.secret != added.secret
    day = to_ms(desk.world.now + timedelta(days=1))
    assert rotated.webhook.old_secret_until_ms == day
    await desk.managing.send_test(desk.manager, desk.slug, added.webhook.id)
    await desk.deliver()
    heard = desk.receiver.heard[0]
    for secret in (added.secret, rotated.secret):
        Standard(secret).verify(heard.raw, dict(heard.headers))

    desk.world.pass_time(timedelta(days=1))
    await desk.managing.send_test(desk.manager, desk.slug, added.webhook.id)
    await desk.deliver()
    later = desk.receiver.heard[1]
    assert len(later.headers["webhook-signature"].split()) == 1
    at_its_time = {**later.headers, "webhook-timestamp": heard.headers["webhook-timestamp"]}
    with pytest.raises(WebhookVerificationError):
        Standard(added.secret).verify(later.raw, at_its_time)
    view = await desk.managing.get(desk.manager, desk.slug, added.webhook.id)
    assert view.old_secret_until_ms is None


async def test_a_change_applies_to_what_is_on_its_way(desk: Desk) -> None:
    webhook = (await desk.add(url="http://127.0.0.1:9/")).webhook
    await desk.managing.send_test(desk.manager, desk.slug, webhook.id)
    await desk.deliver()
    change = WebhookChange(url=desk.receiver.url, description="Moved", kinds=["deal.ended"])
    view = await desk.managing.change(desk.manager, desk.slug, webhook.id, change)
    assert (view.url, view.description, view.kinds) == (desk.receiver.url, "Moved", ["deal.ended"])
    everything = WebhookChange(kinds=None)
    view = await desk.managing.change(desk.manager, desk.slug, webhook.id, everything)
    assert (view.url, view.kinds) == (desk.receiver.url, None)
    desk.world.pass_time(timedelta(seconds=6))
    await desk.deliver()
    assert desk.receiver.kinds() == ["webhook.test"]


async def test_an_address_that_is_not_public_is_refused(desk: Desk) -> None:
    with pytest.raises(BadWebhookUrl):
        await desk.add(url="http://10.0.0.1/")
    webhook = (await desk.add()).webhook
    change = WebhookChange(url="https://169.254.169.254/")
    with pytest.raises(BadWebhookUrl):
        await desk.managing.change(desk.manager, desk.slug, webhook.id, change)
    secured = Managing(desk.world.work, Unlimited(), desk.secrets, allows_loopback=False)
    with pytest.raises(BadWebhookUrl):
        await secured.add(desk.manager, desk.slug, NewWebhook(url=desk.receiver.url))


async def test_a_brand_has_at_most_ten_even_if_all_are_added_at_once(desk: Desk) -> None:
    results = await asyncio.gather(
        *(desk.add() for _ in range(MOST_OF_BRAND + 6)), return_exceptions=True
    )
    for result in results:
        assert not isinstance(result, BaseException) or isinstance(result, Conflict), result
    while True:
        try:
            await desk.add()
        except TooManyWebhooks:
            break
    listed = await desk.managing.all(desk.manager, desk.slug)
    assert len(listed) == MOST_OF_BRAND
    await desk.managing.remove(desk.manager, desk.slug, listed[3].id)
    await desk.add()


async def test_a_removed_one_is_nowhere_and_hears_nothing(desk: Desk) -> None:
    webhook = (await desk.add()).webhook
    await desk.managing.send_test(desk.manager, desk.slug, webhook.id)
    await desk.managing.remove(desk.manager, desk.slug, webhook.id)
    assert await desk.deliver() == 0
    assert await desk.managing.all(desk.manager, desk.slug) == []
    with pytest.raises(NoSuchWebhook):
        await desk.managing.get(desk.manager, desk.slug, webhook.id)
    with pytest.raises(NoSuchWebhook):
        await desk.managing.remove(desk.manager, desk.slug, webhook.id)


async def test_a_test_message_goes_only_to_an_active_webhook(desk: Desk) -> None:
    webhook, _other = (await desk.add()).webhook, await desk.add()
    await desk.managing.send_test(desk.manager, desk.slug, webhook.id)
    assert await desk.deliver() == 1
    (heard,) = desk.receiver.heard
    assert heard.content["subject"] == {"type": "webhook", "id": webhook.id}
    assert "Hello" in heard.content["data"]["text"]
    await desk.managing.pause(desk.manager, desk.slug, webhook.id)
    with pytest.raises(WebhookNotActive):
        await desk.managing.send_test(desk.manager, desk.slug, webhook.id)


async def test_one_delivery_is_replayed_under_its_id(desk: Desk) -> None:
    webhook = (await desk.add()).webhook
    await desk.managing.send_test(desk.manager, desk.slug, webhook.id)
    await desk.deliver()
    (one,) = await desk.log(webhook.id, "delivered")
    again = await desk.replaying.replay(desk.manager, desk.slug, webhook.id, one.id)
    assert (again.state, again.attempts) == ("pending", 1)
    await desk.deliver()
    first, second = desk.receiver.heard
    assert (first.id, first.raw) == (second.id, second.raw)
    detail = await desk.replaying.delivery(desk.manager, desk.slug, webhook.id, one.id)
    assert [attempt.number for attempt in detail.attempts] == [1, 2]


async def test_what_waits_for_its_next_try_is_replayed_at_once(desk: Desk) -> None:
    webhook = (await desk.add()).webhook
    desk.receiver.answer = lambda _: Reply(500)
    await desk.managing.send_test(desk.manager, desk.slug, webhook.id)
    await desk.deliver()
    (one,) = await desk.log(webhook.id)
    await desk.replaying.replay(desk.manager, desk.slug, webhook.id, one.id)
    assert await desk.deliver() == 1
    (one,) = await desk.log(webhook.id)
    assert one.due_at_ms == to_ms(desk.world.now + timedelta(seconds=5)), "its tries began anew"


async def test_what_is_being_sent_is_not_replayed(desk: Desk) -> None:
    webhook = (await desk.add()).webhook
    await desk.managing.send_test(desk.manager, desk.slug, webhook.id)
    (claim,) = await desk.claimed()
    with pytest.raises(BeingSent):
        await desk.replaying.replay(desk.manager, desk.slug, webhook.id, claim.delivery.id)
    await desk.attempt(claim)


async def test_everything_that_failed_since_a_time_is_replayed(desk: Desk) -> None:
    webhook = (await desk.add()).webhook
    send = (desk.manager, desk.slug, webhook.id)
    desk.receiver.answer = lambda _: Reply(500)
    await desk.managing.send_test(*send)
    await desk.deliver()
    (old,) = await desk.log(webhook.id)
    desk.world.pass_time(timedelta(seconds=2))
    since = Replay(since_ms=to_ms(desk.world.now))
    await desk.managing.send_test(*send)
    await desk.deliver()
    desk.receiver.heard.clear()
    desk.receiver.answer = lambda _: Reply()
    # The later one waits behind the one before, which is older than that.
    assert (await desk.replaying.replay_failed(*send, since)).count == 0
    assert (await desk.replaying.replay_failed(*send, Replay(since_ms=0))).count == 1
    assert await desk.deliver() == 2
    assert desk.receiver.heard[0].id == old.event_id
    assert {one.state for one in await desk.log(webhook.id)} == {"delivered"}


async def test_the_log_is_read_page_by_page_and_by_state(desk: Desk) -> None:
    webhook = (await desk.add()).webhook
    for _ in range(53):
        await desk.managing.send_test(desk.manager, desk.slug, webhook.id)
    page = await desk.replaying.deliveries(desk.manager, desk.slug, webhook.id)
    assert len(page.deliveries) == 50
    rest = await desk.replaying.deliveries(desk.manager, desk.slug, webhook.id, before=page.next)
    assert (len(rest.deliveries), rest.next) == (3, None)
    ids = [one.id for one in (*page.deliveries, *rest.deliveries)]
    assert ids == sorted(set(ids), reverse=True)
    assert await desk.log(webhook.id, "failed") == []
    view = await desk.managing.get(desk.manager, desk.slug, webhook.id)
    assert (view.pending, view.failed) == (53, 0)
    for bad in ({"state": "lost"}, {"before": "yesterday"}):
        with pytest.raises(Invalid):
            await desk.replaying.deliveries(desk.manager, desk.slug, webhook.id, **bad)


@pytest.mark.parametrize("unknown", ["nonsense", "0" * 20, "x" * 300])
async def test_what_does_not_exist_is_not_found(desk: Desk, unknown: str) -> None:
    with pytest.raises(NoSuchWebhook):
        await desk.managing.get(desk.manager, desk.slug, unknown)
    with pytest.raises(NoSuchBrand):
        await desk.managing.all(desk.manager, unknown)
    webhook = (await desk.add()).webhook
    for verb in (desk.replaying.delivery, desk.replaying.replay):
        with pytest.raises(NoSuchDelivery):
            await verb(desk.manager, desk.slug, webhook.id, unknown)


async def test_only_the_brands_managers_have_its_webhooks(desk: Desk) -> None:
    webhook = (await desk.add()).webhook
    other = await desk.world.brand()
    stranger = await desk.world.person("stranger", other, "manager")
    people: list[tuple[Principal, type[Exception]]] = [
        (GUEST, NotSignedIn),
        (desk.shop.host, Forbidden),
        (stranger, Forbidden),
    ]
    change = WebhookChange(description="mine now")
    for who, refusal in people:
        steps: list[Any] = [
            desk.managing.all(who, desk.slug),
            desk.managing.get(who, desk.slug, webhook.id),
            desk.managing.add(who, desk.slug, NewWebhook(url=desk.receiver.url)),
            desk.managing.change(who, desk.slug, webhook.id, change),
            desk.managing.rotate_secret(who, desk.slug, webhook.id),
            desk.managing.pause(who, desk.slug, webhook.id),
            desk.managing.resume(who, desk.slug, webhook.id),
            desk.managing.remove(who, desk.slug, webhook.id),
            desk.managing.send_test(who, desk.slug, webhook.id),
            desk.replaying.deliveries(who, desk.slug, webhook.id),
            desk.replaying.delivery(who, desk.slug, webhook.id, new_id()),
            desk.replaying.replay(who, desk.slug, webhook.id, new_id()),
            desk.replaying.replay_failed(who, desk.slug, webhook.id, Replay(since_ms=0)),
        ]
        for step in steps:
            with pytest.raises(refusal):
                await step
    with pytest.raises(NoSuchWebhook):
        await desk.managing.get(stranger, other.slug, webhook.id)
    assert await desk.managing.all(desk.manager, desk.slug) == [webhook]
