"""Cutting clips from replays, and watching them."""

from collections.abc import Awaitable, Callable, Sequence

from kit.auth import Principal, Role
from kit.clock import to_ms
from kit.errors import Invalid
from kit.ids import is_id, new_id
from kit.unit_of_work import Tx, UnitOfWork
from streams import store as shows
from streams.errors import NoReplay, NoSuchClip, NoSuchShow, TooManyClips
from streams.replay import store
from streams.replay.clip import Clip, refused_products, refused_span
from streams.replay.recording import length_s
from streams.replay.views import ClipView, NewClip
from streams.show import Show
from streams.shows import checked_title

FindSold = Callable[[Tx, str], Awaitable[Sequence[str]]]
"""The products of which a show had deals, by their ids."""


class Cutting:
    def __init__(self, work: UnitOfWork, find_sold: FindSold) -> None:
        self._work = work
        self._find_sold = find_sold

    async def cut(self, principal: Principal, show_id: str, new: NewClip) -> ClipView:
        """Make a clip of a part of the show's replay.

        Raises:
            NotSignedIn, Forbidden, NoSuchShow, NoReplay, TooManyClips, Invalid
        """
        async with self._work.write() as tx:
            await _hosted_show(tx, principal, show_id)
            recording = await store.recording(tx, show_id)
            if recording is None or not recording.is_ready:
                raise NoReplay("Clips are cut from a replay, and this show has none.")
            length_ms = round(length_s(recording.stretches) * 1000)
            _refuse(refused_span(new.starts_ms, new.ends_ms, length_ms))
            _refuse(refused_products(new.product_ids, await self._find_sold(tx, show_id)))
            if len(await store.clips_of(tx, show_id)) >= store.MAX_CLIPS:
                raise TooManyClips(
                    "A show has {most} clips. Remove one first.", most=store.MAX_CLIPS
                )
            clip = _clip(tx, principal, show_id, new)
            await store.add_clip(tx, clip)
            return _view(clip)

    async def of_show(self, show_id: str) -> list[ClipView]:
        """The newest first, at most 100; none once the show cannot be watched again.

        Raises:
            NoSuchShow
        """
        async with self._work.read() as tx:
            if await shows.get(tx, show_id) is None:
                raise NoSuchShow
            recording = await store.recording(tx, show_id)
            if recording is None or not recording.is_ready:
                return []
            return [_view(clip) for clip in await store.clips_of(tx, show_id)]

    async def get(self, clip_id: str) -> ClipView:
        """Raises: NoSuchClip."""
        async with self._work.read() as tx:
            return _view(await found_clip(tx, clip_id))

    async def remove(self, principal: Principal, clip_id: str) -> None:
        """Raises NotSignedIn, Forbidden, NoSuchClip."""
        async with self._work.write() as tx:
            clip = await found_clip(tx, clip_id)
            await _hosted_show(tx, principal, clip.show_id)
            await store.remove_clip(tx, clip_id)


async def found_clip(tx: Tx, clip_id: str) -> Clip:
    """Raises NoSuchClip: there is none, or its show cannot be watched again."""
    clip = await store.clip(tx, clip_id) if is_id(clip_id) else None
    recording = await store.recording(tx, clip.show_id) if clip else None
    if clip is None or recording is None or not recording.is_ready:
        raise NoSuchClip("It may have been removed. The brand's page lists its shows.")
    return clip


async def _hosted_show(tx: Tx, principal: Principal, show_id: str) -> Show:
    show = await shows.get(tx, show_id)
    if show is None:
        raise NoSuchShow
    principal.require(Role.HOST, show.brand_id)
    return show


def _refuse(refusal: Invalid | None) -> None:
    if refusal is not None:
        raise refusal


def _clip(tx: Tx, principal: Principal, show_id: str, new: NewClip) -> Clip:
    return Clip(
        id=new_id(),
        show_id=show_id,
        title=checked_title(new.title),
        starts_ms=new.starts_ms,
        ends_ms=new.ends_ms,
        product_ids=tuple(dict.fromkeys(new.product_ids)),
        cut_by=principal.account(),
        cut_at=tx.now,
    )


def _view(clip: Clip) -> ClipView:
    return ClipView(
        id=clip.id,
        show_id=clip.show_id,
        title=clip.title,
        starts_ms=clip.starts_ms,
        ends_ms=clip.ends_ms,
        product_ids=list(clip.product_ids),
        cut_at_ms=to_ms(clip.cut_at),
    )
