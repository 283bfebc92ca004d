"""Making the replay of a show that is over: its playlists are written beside its segments, so that it is files and nothing else."""

import asyncio

from streams.replay.ledger import Ledger
from streams.replay.objects import Objects, StoreDown
from streams.replay.playlists import INDEX, index, whole_show
from streams.replay.recording import KeptSegment, headers, playable, stretches


async def finish(show_id: str, ledger: Ledger, objects: Objects) -> None:
    """Can be done again, when there is more.

    Raises:
        StoreDown: try again later.
    """
    tracks = await asyncio.to_thread(playable, await ledger.kept(show_id))
    if tracks:
        descriptions = await _headers(show_id, tracks, objects)
        for track in tracks:
            text = await asyncio.to_thread(whole_show, track)
            await objects.put(f"{show_id}/{track[0].track}.m3u8", text.encode())
        text = await asyncio.to_thread(index, tracks, descriptions)
        await objects.put(f"{show_id}/{INDEX}", text.encode())
    await ledger.finish(show_id, stretches(tracks[0]) if tracks else [])


async def _headers(show_id: str, tracks: list[list[KeptSegment]], objects: Objects) -> list[bytes]:
    """What describes the pictures; nothing without them."""
    if tracks[0][0].track != "video":
        return []
    found = []
    for name in headers(tracks[0]):
        piece = await objects.get(f"{show_id}/{name}")
        if piece is None:
            raise StoreDown(f"{name} is not where it was put")
        found.append(piece.data)
    return found
