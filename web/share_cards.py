"""Pictures of share links as PNG, which is what chat apps show, or as JPEG if there is a photo in them.

One is made at a time, in a process of its own, and kept as long as it says what is so. Beyond a short line of those who
wait nothing more is begun: whoever asks is told to come again.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable

import msgspec

from kit.child import ChildFailed, answer_of
from kit.errors import Unavailable
from kit.kept import Kept
from web.drawing.card import Card
from web.pictures import share_card

MOST_KEPT = 200
LASTS_S = 600.0
MOST_WAITING = 16
MADE_WITHIN_S = 20.0


FindPhoto = Callable[[str], Awaitable[bytes | None]]
"""The uploaded picture of a product, by its address; None if that is the product's no more."""


class ShareCards:
    def __init__(self, find_photo: FindPhoto) -> None:
        self._find_photo = find_photo
        self._kept = Kept[Card, bytes](MOST_KEPT, LASTS_S)
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    async def picture(self, card: Card) -> bytes:
        """
        Raises:
            Unavailable: too many wait already, or the picture could not be made.
        """
        return await self._kept.get(card, lambda: self._made(card))

    async def _made(self, card: Card) -> bytes:
        if self._waiting >= MOST_WAITING:
            raise Unavailable("Many pictures are being made. Try again.", retry_after_s=5)
        self._waiting += 1
        try:
            async with self._turn:
                photo = await self._find_photo(card.photo) if card.photo else None
                return await _rastered(share_card(card, photo))
        finally:
            self._waiting -= 1


def media_type(picture: bytes) -> str:
    return "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"


def version(card: Card) -> str:
    """Another for each card that looks otherwise, so that nobody shows an old one."""
    return hashlib.sha256(msgspec.json.encode(card)).hexdigest()[:10]


async def _rastered(svg: str) -> bytes:
    try:
        return await answer_of("web.drawing.raster", svg.encode(), MADE_WITHIN_S)
    except TimeoutError as error:
        raise Unavailable("The picture could not be made in time.", retry_after_s=30) from error
    except ChildFailed as error:
        raise Unavailable("The picture could not be made.", retry_after_s=30) from error
