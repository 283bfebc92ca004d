"""What has happened, said in the past tense.

A slice derives its events from `Event` in its `events.py`. An event is written to the outbox in the transaction
that made it true and delivered after the commit, at least once. So whoever reacts must be able to run twice.
"""

from collections.abc import Sequence

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """Base of all events; subclasses set `tag` to their stable name (`order.paid`)."""

    @property
    def name(self) -> str:
        return str(self.__struct_config__.tag)

    @property
    def subjects(self) -> Sequence[str]:
        """Ids of what it is about. Events of one kind that name theirs can be delivered together, and before events about
        other things; what is said of one subject keeps its order. Without any it is delivered by itself, in its turn."""
        return ()
