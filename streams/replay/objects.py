"""Where recordings lie: a directory, or a bucket of an S3-compatible store. One interface to both, by obstore.

    objects = Objects.at("var/recordings")           # or "s3://bucket/prefix"
    await objects.put("show/video-1-7.m4s", data)

Nothing of it runs on the event loop. An object appears whole or not at all.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, from_url

if TYPE_CHECKING:
    from obstore import GetOptions

PUT_WITHIN_S = 10.0
MOST_REMOVED_AT_ONCE = 500


class StoreDown(Exception):
    """The store did not take an object, or did not give it. Another try may help."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of an object: from `start`, of `size` that it has."""

    data: bytes
    start: int
    size: int


class Objects:
    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def at(cls, place: str) -> "Objects":
        """At an address such as `s3://bucket/prefix`, whose keys stand in the environment (AWS_ACCESS_KEY_ID and so on), or
        in a directory, which is made if it is not there."""
        if place == "memory://":
            return cls(MemoryStore())
        if "://" in place:
            return cls(from_url(place))
        return cls(LocalStore(Path(place).absolute(), mkdir=True))

    async def put(self, name: str, data: bytes) -> None:
        """Raises StoreDown."""
        try:
            async with asyncio.timeout(PUT_WITHIN_S):
                await self._store.put_async(name, data)
        except (BaseError, OSError) as error:
            raise StoreDown(str(error).splitlines()[0]) from error

    async def get(self, name: str, first: int = 0, last: int | None = None) -> Piece | None:
        """The object from its byte `first` to its byte `last`, as far as it goes; None if there is no such object.

        Raises:
            StoreDown
        """
        try:
            options: GetOptions = {"range": {"offset": first}}
            if last is not None:
                options = {"range": (first, last + 1)}
            is_whole = not first and last is None
            whole = await self._store.get_async(name, options=None if is_whole else options)
            data = bytes(await whole.bytes_async())
            return Piece(data, whole.range[0], whole.meta["size"])
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            size = await self._size(name) if first else 0
            if first >= size > 0:
                return Piece(b"", first, size)
            raise StoreDown(str(error).splitlines()[0]) from error

    async def remove_all(self, folder: str) -> int:
        """Remove what lies in the folder; how many objects.

        Raises:
            StoreDown
        """
        removed = 0
        try:
            async for listed in self._store.list(folder, chunk_size=MOST_REMOVED_AT_ONCE):
                names = [each["path"] for each in listed]
                await self._store.delete_async(names)
                removed += len(names)
        except FileNotFoundError:
            pass  # somebody else removes them as well
        except (BaseError, OSError) as error:
            raise StoreDown(str(error).splitlines()[0]) from error
        return removed

    async def _size(self, name: str) -> int:
        """In bytes; 0 if it cannot be said."""
        try:
            return (await self._store.head_async(name))["size"]
        except (BaseError, OSError):
            return 0
