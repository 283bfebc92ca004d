"""The lifecycle of a webhook."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commerce.webhooks import webhook as rules
from commerce.webhooks.kinds import CHOICES, TOLD, Kind
from commerce.webhooks.views import WebhookKind
from commerce.webhooks.webhook import FAILS_AT_MOST, MOST_OF_BRAND, MOVES, Status, Webhook

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)


def webhook(**facts: Any) -> Webhook:
    return Webhook(
        **{
            "id": "w",
            "brand_id": "b",
            "slot": 1,
            "url": "https://shop.example/",
            "description": "",
            "kinds": None,
            "salt": "first",
            "created_at": NOW,
            **facts,
        }
    )


def failed(hook: Webhook, at: datetime) -> Webhook:
    return rules.after_answer(hook, at, is_success=False, is_gone=False)


def test_without_a_choice_it_hears_everything() -> None:
    assert all(webhook().hears(kind) for kind in Kind)
    chosen = webhook(kinds=(Kind.ORDER_PAID,))
    assert [kind for kind in Kind if chosen.hears(kind)] == [Kind.ORDER_PAID]


def test_every_kind_but_the_test_can_be_chosen_and_comes_from_an_event() -> None:
    assert set(WebhookKind.__args__) == {kind.value for kind in CHOICES}  # type: ignore[attr-defined]
    of_packets = {
        Kind.PACKET_DROPPED,
        Kind.PACKET_ENDED,
    }  # told by their feature, since commerce does not know them
    assert {*TOLD.values(), *of_packets} == set(CHOICES)


def test_the_old_secret_signs_for_a_day_and_the_one_before_it_no_longer() -> None:
    rotated = rules.rotate(webhook(), "second", NOW)
    assert rotated.salts(NOW) == ("second", "first")
    assert rotated.salts(NOW + timedelta(hours=24)) == ("second",)
    again = rules.rotate(rotated, "third", NOW)
    assert again.salts(NOW) == ("third", "second")


def test_one_that_fails_for_three_days_is_stopped_and_one_success_begins_anew() -> None:
    hook = failed(webhook(), NOW)
    assert (hook.status, hook.failing_since) == (Status.ACTIVE, NOW)
    later = NOW + FAILS_AT_MOST
    assert failed(hook, later - timedelta(seconds=1)).failing_since == NOW
    assert failed(hook, later).status is Status.FAILING
    recovered = rules.after_answer(hook, later, is_success=True, is_gone=False)
    assert (recovered.status, recovered.failing_since) == (Status.ACTIVE, None)


def test_one_that_answers_gone_is_stopped_at_once() -> None:
    gone = rules.after_answer(webhook(), NOW, is_success=False, is_gone=True)
    assert gone.status is Status.GONE
    assert rules.resume(gone).status is Status.ACTIVE
    assert rules.resume(gone).failing_since is None


@pytest.mark.parametrize("status", [Status.PAUSED, Status.GONE, Status.FAILING])
def test_one_that_is_stopped_stays_so_whatever_comes_late(status: Status) -> None:
    stopped = webhook(status=status)
    assert rules.pause(stopped) == stopped
    assert rules.after_answer(stopped, NOW, is_success=False, is_gone=True) == stopped
    assert rules.after_answer(stopped, NOW, is_success=True, is_gone=False) == stopped


def test_a_removed_one_has_no_place_and_never_comes_back() -> None:
    removed = rules.remove(webhook())
    assert (removed.status, removed.slot) == (Status.REMOVED, None)
    assert not any(before is Status.REMOVED for before, _ in MOVES)
    with pytest.raises(AssertionError):
        rules.resume(removed)


def test_a_brand_has_ten_places() -> None:
    assert rules.free_slot([]) == 1
    assert rules.free_slot([1, 3, None]) == 2
    assert rules.free_slot(range(1, MOST_OF_BRAND + 1)) is None


def test_resuming_an_active_one_changes_nothing() -> None:
    hook = replace(webhook(), failing_since=NOW)
    assert rules.resume(hook) is hook
