"""Which event causes what elsewhere. Slices do not know each other: whatever one causes in another stands in the features
(`server/features`), and here it is made to happen.

An event can be delivered twice. Frames carry the present state with its version, and the use cases that features
call do nothing the second time.
"""

from collections.abc import Iterable, Sequence

from kit import metrics
from kit.events import Event
from kit.outbox import Message
from server.features.feature import Feature, Reaction, Together, WithId
from server.reacting import failures_of_all


class Reactions:
    def __init__(self, features: Iterable[Feature]) -> None:
        """To one event they react in the order in which they are given; those that take many events together, side by side."""
        self._reactions: dict[type[Event], tuple[Reaction | Together | WithId, ...]] = {}
        for feature in features:
            for kind, reactions in feature.reactions().items():
                self._reactions[kind] = self._reactions.get(kind, ()) + reactions

    @property
    def kinds(self) -> tuple[type[Event], ...]:
        """All events there are."""
        return tuple(self._reactions)

    async def react(self, messages: Sequence[Message]) -> dict[str, Exception]:
        """Do what events of one kind cause; what failed, by the message's id. A reaction that fails does not keep the others
        from running, nor one event another. All reactions to an event of which one failed are due again."""
        first = messages[0].event
        metrics.reactions.labels(first.name).inc(len(messages))
        found = await failures_of_all(self._reactions[type(first)], messages)
        return {
            message.id: ExceptionGroup("not everyone was told", failures)
            for message, failures in zip(messages, found, strict=True)
            if failures
        }
