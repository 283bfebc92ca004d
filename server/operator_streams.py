"""The streams on air, as the media processes that carry them tell."""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta

import httpcore2
import msgspec
import structlog

from kit.auth import Signer
from streams.broadcast.videos import Videos
from streams.broadcast.views import StreamReading

log = structlog.get_logger()

ASKED_EVERY_S = 0.9
"""However many operators look."""
ANSWER_WITHIN_S = 1.0
PASS_LASTS = timedelta(minutes=1)
_ASKER = "operator"

_decoder = msgspec.json.Decoder(list[StreamReading])


def streams_signer(secret_key: str) -> Signer:
    """Makes and knows the passes by which processes ask a media process for its streams."""
    return Signer(secret_key, "media streams", PASS_LASTS)


@dataclass(frozen=True, slots=True)
class Streams:
    readings: list[StreamReading]
    silent: list[str]
    """Media processes that did not answer."""


class OperatorStreams:
    def __init__(self, videos: Videos, signer: Signer) -> None:
        self._videos = videos
        self._signer = signer
        self._known = Streams([], [])
        self._asked_at_s = float("-inf")

    async def look(self) -> Streams:
        """Those of now, or of a moment ago."""
        if time.monotonic() - self._asked_at_s > ASKED_EVERY_S:
            self._asked_at_s = time.monotonic()
            self._known = await self._ask_all()
        return self._known

    async def _ask_all(self) -> Streams:
        urls = sorted(await self._videos.media_urls())
        async with httpcore2.AsyncConnectionPool() as http:
            answers = await asyncio.gather(*(self._ask(http, url) for url in urls))
        readings = [reading for answer in answers for reading in answer or ()]
        silent = [url for url, answer in zip(urls, answers, strict=True) if answer is None]
        return Streams(readings, silent)

    async def _ask(
        self, http: httpcore2.AsyncConnectionPool, url: str
    ) -> list[StreamReading] | None:
        headers = [("authorization", f"Bearer {self._signer.sign(_ASKER)}")]
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                answer = await http.request("GET", f"{url}/streams", headers=headers)
            return _decoder.decode(answer.content) if answer.status == 200 else None
        # Whatever stands at that address must not take the page down.
        except Exception as error:
            log.debug("operator.no_streams", url=url, error=repr(error))
            return None
