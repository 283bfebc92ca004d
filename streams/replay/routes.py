"""Replays and clips over HTTP. What is watched has an address of its own in the media process: `serving.py`."""

from kit.auth import Role
from kit.http import Call, Endpoint
from streams.errors import IllegalShowMove, NoReplay, NoSuchClip, NoSuchShow, TooManyClips
from streams.replay.cutting import Cutting
from streams.replay.replays import Replays
from streams.replay.views import ClipView, NewClip, ReplayView


class ReplayRoutes:
    def __init__(self, replays: Replays, cutting: Cutting) -> None:
        self._replays = replays
        self._cutting = cutting

    def endpoints(self) -> list[Endpoint]:
        show, clip = "/api/shows/{show_id}", "/api/clips/{clip_id}"
        return [
            Endpoint("GET", f"{show}/replay", Role.GUEST, self.replay, "How a show can be watched again",
                     returns=ReplayView, refusals=(NoSuchShow,)),
            Endpoint("DELETE", f"{show}/replay", Role.HOST, self.discard,
                     "Remove a show's recording and its clips", status=204,
                     refusals=(NoSuchShow, NoReplay, IllegalShowMove)),
            Endpoint("GET", f"{show}/clips", Role.GUEST, self.clips, "A show's clips, the newest first",
                     returns=list[ClipView], refusals=(NoSuchShow,)),
            Endpoint("POST", f"{show}/clips", Role.HOST, self.cut, "Cut a clip from a show's replay",
                     body=NewClip, returns=ClipView, status=201,
                     refusals=(NoSuchShow, NoReplay, TooManyClips)),
            Endpoint("GET", clip, Role.GUEST, self.clip, "One clip",
                     returns=ClipView, refusals=(NoSuchClip,)),
            Endpoint("DELETE", clip, Role.HOST, self.remove, "Remove a clip",
                     status=204, refusals=(NoSuchClip,)),
        ]  # fmt: skip

    async def replay(self, call: Call[None]) -> ReplayView:
        return await self._replays.of_show(call.path("show_id"))

    async def discard(self, call: Call[None]) -> None:
        await self._replays.discard(call.principal, call.path("show_id"))

    async def clips(self, call: Call[None]) -> list[ClipView]:
        return await self._cutting.of_show(call.path("show_id"))

    async def cut(self, call: Call[NewClip]) -> ClipView:
        return await self._cutting.cut(call.principal, call.path("show_id"), call.body)

    async def clip(self, call: Call[None]) -> ClipView:
        return await self._cutting.get(call.path("clip_id"))

    async def remove(self, call: Call[None]) -> None:
        await self._cutting.remove(call.principal, call.path("clip_id"))
