"""The message of an event, the same for every webhook that hears it, and how it is made.

An event's id begins with one of `kit.ids`, from which its time is read.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from commerce.teams.views import TeamView
from commerce.views import DealView, OrderView
from commerce.webhooks.kinds import Kind
from commerce.webhooks.views import EarlyAccessView, GreetingView, SubjectView, WebhookEvent
from kit.clock import from_ms
from kit.ids import ID_LENGTH, made_at_ms

GREETING = "Hello from Dealcast. If you can read this and the signature is right, all is well."


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    id: str
    kind: Kind
    subject_id: str
    sequence: int
    body: bytes
    """As it is signed and sent."""


def order_message(event_id: str, kind: Kind, version: int, order: OrderView) -> Message:
    subject = SubjectView(kind="order", id=order.id)
    return _message(event_id, kind, subject, version or order.version, order)


def deal_message(event_id: str, kind: Kind, version: int, deal: DealView) -> Message:
    subject = SubjectView(kind="deal", id=deal.id)
    return _message(event_id, kind, subject, version or deal.version, deal)


def team_message(event_id: str, kind: Kind, version: int, team: TeamView) -> Message:
    subject = SubjectView(kind="team", id=team.id)
    return _message(event_id, kind, subject, version or team.version, team)


def packet_message(
    event_id: str, kind: Kind, packet_id: str, sequence: int, data: Struct
) -> Message:
    subject = SubjectView(kind="packet", id=packet_id)
    return _message(event_id, kind, subject, sequence, data)


def early_access_message(event_id: str, given: EarlyAccessView) -> Message:
    """A campaign is not counted: each has the time as its number."""
    subject = SubjectView(kind="campaign", id=given.campaign_id)
    sequence = made_at_ms(event_id)
    return _message(event_id, Kind.EARLY_ACCESS_GIVEN, subject, sequence, given)


def greeting_message(event_id: str, webhook_id: str) -> Message:
    """A message that only says hello. Each has the time as its number."""
    subject = SubjectView(kind="webhook", id=webhook_id)
    sequence = made_at_ms(event_id)
    return _message(event_id, Kind.TEST, subject, sequence, GreetingView(text=GREETING))


def _message(
    event_id: str,
    kind: Kind,
    subject: SubjectView,
    sequence: int,
    data: Struct,
) -> Message:
    event = WebhookEvent(
        id=event_id,
        kind=kind.value,
        timestamp=_iso(from_ms(made_at_ms(event_id[:ID_LENGTH]))),
        subject=subject,
        sequence=sequence,
        data=data,
    )
    return Message(
        id=event_id,
        kind=kind,
        subject_id=subject.id,
        sequence=sequence,
        body=msgspec.json.encode(event),
    )


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
