"""What may be said in a room, and how often. Pure: each rule returns its refusal, or None.

Moderators set a room's slow mode and who may post links; repeats, floods and crowds are refused everywhere. Staff are
held to none of these.
"""

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chat.errors import Flooded, LinksNotAllowed, Repeated, RoomBusy, SlowMode
from chat.links import has_link
from kit.words import Text

SLOW_MODES_S = (0, 5, 10, 30, 60, 300)
LONGEST_SLOW_MODE = timedelta(seconds=SLOW_MODES_S[-1])
REPEAT_WITHIN = timedelta(seconds=60)
FLOOD_WITHIN = timedelta(seconds=20)
FLOOD_SPEAKERS = 5
"""So many people may say the same; to the next one it is a flood."""
FLOOD_FROM_LENGTH = 16
"""Shorter texts are what a crowd says by itself: a greeting, a cheer, a size."""
CROWD_WITHIN = timedelta(seconds=10)
CROWD_SIZE = 5_000
"""Messages that one process takes for one room in `CROWD_WITHIN`."""


class WhoLinks(StrEnum):
    """Who may post links."""

    NOBODY = "nobody"
    STAFF = "staff"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a room's moderators have set."""

    slow_mode_s: int = 0
    links: WhoLinks = WhoLinks.MEMBERS
    version: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What someone said before, as far as the rules care."""

    key: str
    at: datetime


def key_of(text: str) -> str:
    """What makes two texts the same: `"Buy now!!"` and `"buy  NOW"` are."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LNS") or folded


def refused_pace(rules: Rules, said: Iterable[Said], now: datetime) -> SlowMode | None:
    last = max((before.at for before in said), default=None)
    if not rules.slow_mode_s or last is None:
        return None
    wait_s = seconds_until(last + timedelta(seconds=rules.slow_mode_s), now)
    if wait_s <= 0:
        return None
    return SlowMode(
        "Slow mode is on: one message every {pace}. Yours can go out in {time}.",
        retry_after_s=wait_s,
        pace=spoken(rules.slow_mode_s),
        time=spoken(wait_s),
    )


def refused_repeat(key: str, said: Iterable[Said], now: datetime) -> Repeated | None:
    last = max((before.at for before in said if before.key == key), default=None)
    if last is None or last + REPEAT_WITHIN <= now:
        return None
    wait_s = seconds_until(last + REPEAT_WITHIN, now)
    return Repeated(
        "You said this a moment ago. Say something new, or this again in {time}.",
        retry_after_s=wait_s,
        time=spoken(wait_s),
    )


def refused_flood(key: str, other_speakers: int) -> Flooded | None:
    """`other_speakers` have said the same within `FLOOD_WITHIN`."""
    if len(key) < FLOOD_FROM_LENGTH or other_speakers < FLOOD_SPEAKERS:
        return None
    return Flooded("Many people have just said the same. Say it in your own words.")


def refused_link(
    rules: Rules, text: str, *, is_staff: bool, is_member: bool
) -> LinksNotAllowed | None:
    allowed = {
        WhoLinks.NOBODY: False,
        WhoLinks.STAFF: is_staff,
        WhoLinks.MEMBERS: is_staff or is_member,
    }[rules.links]
    if allowed or not has_link(text):
        return None
    if rules.links is WhoLinks.MEMBERS:
        return LinksNotAllowed(
            "Only the brand's members may post links here. Join, or leave it out."
        )
    return LinksNotAllowed("Links cannot be posted in this chat. Leave it out.")


def refused_crowd(messages: int) -> RoomBusy | None:
    """`messages` have come to the room within `CROWD_WITHIN`."""
    if messages < CROWD_SIZE:
        return None
    return RoomBusy("Very many people are writing. Send it again in a moment.", retry_after_s=2)


def seconds_until(at: datetime, now: datetime) -> int:
    return math.ceil((at - now).total_seconds())


def spoken(seconds: int) -> Text:
    if seconds >= 120 and seconds % 60 == 0:
        return Text("{count} minutes", count=seconds // 60)
    return Text("{count} second" if seconds == 1 else "{count} seconds", count=seconds)
