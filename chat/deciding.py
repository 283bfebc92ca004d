"""What becomes of messages that arrived together: each is posted or refused, in order of arrival. Pure.

A message is held to what was known before and to those of its own batch that were posted before it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chat.crowd import Crowd
from chat.errors import NoSuchRoom, RoomClosed
from chat.mutes import Mute, refused_to_the_muted
from chat.rules import (
    Rules,
    Said,
    key_of,
    refused_crowd,
    refused_flood,
    refused_link,
    refused_pace,
    refused_repeat,
)
from chat.speakers import Speaker, speaker
from kit.auth import Principal, Role
from kit.errors import Refusal

Place = tuple[str, str]
"""A show and an account."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that someone wants to post, its text cleaned."""

    id: str
    show_id: str
    author: Principal
    text: str

    @property
    def place(self) -> Place:
        return self.show_id, self.author.account()


@dataclass(frozen=True, slots=True)
class Post:
    draft: Draft
    speaker: Speaker
    is_shadowed: bool


@dataclass(frozen=True, slots=True)
class KnownRoom:
    brand_id: str
    is_live: bool
    rules: Rules


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules look at."""

    rooms: Mapping[str, KnownRoom]
    """By show; who asks for another asks for none that exists."""
    mutes: Mapping[Place, Mute] = field(default_factory=dict)
    tier_names: Mapping[Place, str] = field(default_factory=dict)
    """The tiers of those who are members of the room's brand."""
    said: Mapping[Place, list[Said]] = field(default_factory=dict)


def decide(
    drafts: Iterable[Draft], known: Known, crowd: Crowd, now: datetime
) -> list[Post | Refusal]:
    batch = _Batch(known, crowd, now)
    return [batch.decide(draft) for draft in drafts]


class _Batch:
    """The fold over a batch: what was posted in it so far counts for what comes after."""

    def __init__(self, known: Known, crowd: Crowd, now: datetime) -> None:
        self._known = known
        self._crowd = crowd
        self._now = now
        self._said: dict[Place, list[Said]] = {}
        self._fresh = Crowd()

    def decide(self, draft: Draft) -> Post | Refusal:
        room = self._known.rooms.get(draft.show_id)
        if room is None:
            return NoSuchRoom("The link may be old. The festival page lists all shows.")
        if not room.is_live:
            return RoomClosed("You can write while the show is live.")
        mute, role = self._known.mutes.get(draft.place), draft.author.role_for(room.brand_id)
        refusal: Refusal | None = refused_to_the_muted(mute, self._now)
        if refusal is None and role < Role.MODERATOR:
            refusal = self._refused(draft, room.rules)
        if refusal is not None:
            return refusal
        self._note(draft)
        is_shadowed = mute is not None and mute.is_shadow and mute.holds(self._now)
        tier_name = self._known.tier_names.get(draft.place, "")
        return Post(draft, speaker(role, tier_name), is_shadowed)

    def _refused(self, draft: Draft, rules: Rules) -> Refusal | None:
        key, said = key_of(draft.text), self._said_by(draft.place)
        is_member = draft.place in self._known.tier_names
        return (
            refused_link(rules, draft.text, is_staff=False, is_member=is_member)
            or refused_pace(rules, said, self._now)
            or refused_repeat(key, said, self._now)
            or refused_flood(key, self._others_who_said(draft, key))
            or refused_crowd(self._messages_in(draft.show_id))
        )

    def _said_by(self, place: Place) -> list[Said]:
        return [*self._known.said.get(place, ()), *self._said.get(place, ())]

    def _others_who_said(self, draft: Draft, key: str) -> int:
        speakers = self._crowd.speakers_of(draft.show_id, key, self._now)
        speakers |= self._fresh.speakers_of(draft.show_id, key, self._now)
        return len(speakers - {draft.author.account()})

    def _messages_in(self, show_id: str) -> int:
        crowds = (self._crowd, self._fresh)
        return sum(crowd.messages_in(show_id, self._now) for crowd in crowds)

    def _note(self, draft: Draft) -> None:
        key = key_of(draft.text)
        self._said.setdefault(draft.place, []).append(Said(key, self._now))
        self._fresh.note(draft.show_id, draft.author.account(), key, self._now)
