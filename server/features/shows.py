"""Shows and their video: the room hears when one of them changes, and afterwards the replay stays."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from kit.events import Event
from kit.http import Endpoint
from membership.ranks import HOST_RANK
from server import wire
from server.features.feature import Chore, Feature, Reaction
from server.ground import Ground
from server.targets import sold_products
from streams import events as streams
from streams.admitting import Admitting
from streams.broadcast.passes import Passes
from streams.broadcast.routes import BroadcastRoutes
from streams.broadcast.videos import Videos
from streams.replay.cutting import Cutting
from streams.replay.replays import Replays
from streams.replay.routes import ReplayRoutes
from streams.routes import StreamsRoutes
from streams.shows import Shows


class ShowsFeature(Feature):
    def __init__(self, ground: Ground) -> None:
        settings, work = ground.settings, ground.work
        passes = Passes(settings.secret_key)
        keep_for = timedelta(days=settings.recordings.days)
        self.shows = Shows(work)
        self.admitting = Admitting(work)
        self.videos = Videos(work, passes, settings.media.url)
        self.replays = Replays(work, passes, settings.media.url, keep_for)
        self.cutting = Cutting(work, sold_products)
        self._hub = ground.hub

    def endpoints(self) -> Sequence[Endpoint]:
        return [
            *StreamsRoutes(self.shows).endpoints(),
            *BroadcastRoutes(self.videos).endpoints(),
            *ReplayRoutes(self.replays, self.cutting).endpoints(),
        ]

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            streams.ShowScheduled: (),
            streams.ShowChanged: (self._announce_show,),
            streams.AccessChanged: (self._clear_room,),
            streams.ShowStarted: (self._announce_show, self._announce_video),
            streams.ShowEnded: (self._announce_show,),
            streams.ShowCancelled: (self._announce_show,),
            streams.VideoChanged: (self._announce_video,),
        }

    def chores(self) -> Sequence[Chore]:
        return (Chore("lose_video", 5.0, self.videos.lose_unseen),)

    async def _announce_show(self, event: streams.ShowChanged) -> None:
        show = await self.shows.get(event.show_id)
        await self._hub.publish(event.show_id, wire.ShowChanged(show=show))

    async def _clear_room(self, event: streams.AccessChanged) -> None:
        await self._hub.clear(event.show_id)

    async def _announce_video(self, event: streams.VideoChanged | streams.ShowStarted) -> None:
        """A rehearsal is for the show's hosts alone."""
        is_live = (await self.shows.get(event.show_id)).status == "live"
        video = await self.videos.of_show(event.show_id, is_host=not is_live)
        frame = wire.VideoChanged(video=video)
        await self._hub.publish(event.show_id, frame, 0 if is_live else HOST_RANK)
