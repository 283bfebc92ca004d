"""Stream keys over HTTP. Video itself has addresses of its own: `signalling.py` and `hls.py`, in the media process."""

from kit.auth import Role
from kit.http import Call, Endpoint
from streams.broadcast.videos import Videos
from streams.broadcast.views import StreamKeyView, VideoView
from streams.errors import MembersOnly, NoSuchShow, NotOpenYet


class BroadcastRoutes:
    def __init__(self, videos: Videos) -> None:
        self._videos = videos

    def endpoints(self) -> list[Endpoint]:
        show = "/api/shows/{show_id}"
        return [
            Endpoint("GET", f"{show}/video", Role.GUEST, self.video, "Where a show can be watched",
                     returns=VideoView, refusals=(NoSuchShow, MembersOnly, NotOpenYet)),
            Endpoint("GET", f"{show}/stream-key", Role.HOST, self.key, "The key to publish a show with",
                     returns=StreamKeyView, refusals=(NoSuchShow,)),
            Endpoint("POST", f"{show}/stream-key", Role.HOST, self.renew, "Renew a show's stream key",
                     returns=StreamKeyView, refusals=(NoSuchShow,)),
        ]  # fmt: skip

    async def video(self, call: Call[None]) -> VideoView:
        return await self._videos.for_viewer(call.principal, call.path("show_id"))

    async def key(self, call: Call[None]) -> StreamKeyView:
        return await self._videos.stream_key(call.principal, call.path("show_id"))

    async def renew(self, call: Call[None]) -> StreamKeyView:
        return await self._videos.renew_stream_key(call.principal, call.path("show_id"))
