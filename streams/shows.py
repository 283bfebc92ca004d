"""Planning and running shows."""

from collections.abc import Sequence
from dataclasses import replace

from msgspec import UNSET

from kit.auth import Principal, Role
from kit.clock import to_ms
from kit.errors import Invalid
from kit.ids import is_id, new_id
from kit.searching import searched
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.access import brand_of
from membership.errors import NoSuchBrand
from membership.people import Brand
from streams import events, store
from streams.access import Access, checked_access
from streams.errors import BadAccess, BadShowTime, IllegalShowMove, NoSuchShow
from streams.show import Show, ShowStatus, checked_start, moved
from streams.views import AccessTerms, AccessView, NewShow, ShowChange, ShowView

MAX_LISTED = 100
ANNOUNCEMENTS = {
    ShowStatus.LIVE: events.ShowStarted,
    ShowStatus.ENDED: events.ShowEnded,
    ShowStatus.CANCELLED: events.ShowCancelled,
}


class Shows:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def find(
        self,
        status: str | None = None,
        brand_slug: str | None = None,
        q: str = "",
        after: str | None = None,
        limit: int = MAX_LISTED,
    ) -> list[ShowView]:
        """At most 100 shows, of one status or brand if given: what is to come by time, all else newest first.

        Args:
            q: a part of the title or of the brand's name
            after: the id of the last show of the page before

        Raises:
            Invalid, NoSuchBrand
        """
        wanted, part = _checked_status(status), searched("q", q)
        if after and not is_id(after):
            raise Invalid.field("after", "Use the id of the last show of the page before.")
        async with self._work.read() as tx:
            brand = await brand_of(tx, brand_slug) if brand_slug is not None else None
            brand_id = brand.id if brand else None
            shows = await store.find(tx, wanted, brand_id, part, after or None, limit)
            brands = {brand.id: brand} if brand else await _brands_of(tx, shows)
            return [_view(show, brands[show.brand_id]) for show in shows]

    async def get(self, show_id: str) -> ShowView:
        """Raises: NoSuchShow."""
        async with self._work.read() as tx:
            show = await store.get(tx, show_id)
            if show is None:
                raise NoSuchShow("The link may be old. The festival page lists all shows.")
            return _view(show, await _brand(tx, show.brand_id))

    async def schedule(self, principal: Principal, new: NewShow) -> ShowView:
        """Plan a show.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, BadShowTime, BadAccess
        """
        async with self._work.write() as tx:
            brand = await _brand(tx, new.brand_id)
            principal.require(Role.HOST, brand.id)
            start = checked_start(new.scheduled_at_ms, tx.now)
            if isinstance(start, BadShowTime):
                raise start
            show = Show(
                id=new_id(),
                brand_id=brand.id,
                title=checked_title(new.title),
                description=new.description.strip(),
                status=ShowStatus.SCHEDULED,
                scheduled_at=start,
                started_at=None,
                ended_at=None,
                version=1,
                access=_access(new.access, brand),
            )
            await store.add(tx, show)
            tx.emit(events.ShowScheduled(show_id=show.id, brand_id=brand.id))
            return _view(show, brand)

    async def change(self, principal: Principal, show_id: str, change: ShowChange) -> ShowView:
        """Change a show's words; of one that has not begun, the time and to whom it is open too.

        Raises:
            NotSignedIn, Forbidden, NoSuchShow, BadShowTime, BadAccess, IllegalShowMove
        """
        async with self._work.write() as tx:
            show = await _own_show(tx, principal, show_id)
            brand = await _brand(tx, show.brand_id)
            changed = _changed(show, change, brand, tx)
            await store.save(tx, changed)
            tx.emit(events.ShowChanged(show_id=show.id, brand_id=show.brand_id))
            if changed.access != show.access:
                tx.emit(events.AccessChanged(show_id=show.id))
            return _view(changed, brand)

    async def start(self, principal: Principal, show_id: str) -> ShowView:
        return await self._move(principal, show_id, ShowStatus.LIVE)

    async def end(self, principal: Principal, show_id: str) -> ShowView:
        return await self._move(principal, show_id, ShowStatus.ENDED)

    async def cancel(self, principal: Principal, show_id: str) -> ShowView:
        return await self._move(principal, show_id, ShowStatus.CANCELLED)

    async def venue(self, tx: Tx, show_id: str) -> Show | None:
        """The show, for others' rules inside their own transaction."""
        return await store.get(tx, show_id)

    is_open = staticmethod(store.is_open)

    async def _move(self, principal: Principal, show_id: str, to: ShowStatus) -> ShowView:
        async with self._work.write() as tx:
            show = await _own_show(tx, principal, show_id)
            after = moved(show, to, tx.now)
            if isinstance(after, IllegalShowMove):
                raise after
            await store.save(tx, after)
            tx.emit(ANNOUNCEMENTS[to](show_id=show.id, brand_id=show.brand_id))
            return _view(after, await _brand(tx, show.brand_id))


async def _own_show(tx: Tx, principal: Principal, show_id: str) -> Show:
    show = await store.lock(tx, show_id)
    if show is None:
        raise NoSuchShow()
    principal.require(Role.HOST, show.brand_id)
    return show


def _changed(show: Show, change: ShowChange, brand: Brand, tx: Tx) -> Show:
    if change.title is not UNSET:
        show = replace(show, title=checked_title(change.title))
    if change.description is not UNSET:
        show = replace(show, description=change.description.strip())
    if change.scheduled_at_ms is not UNSET:
        if show.status is not ShowStatus.SCHEDULED:
            raise IllegalShowMove("It is no longer scheduled, so its time can no longer change.")
        start = checked_start(change.scheduled_at_ms, tx.now)
        if isinstance(start, BadShowTime):
            raise start
        show = replace(show, scheduled_at=start)
    if change.access is not UNSET:
        access = _access(change.access, brand)
        if access != show.access and show.status is not ShowStatus.SCHEDULED:
            raise IllegalShowMove(
                "It is no longer scheduled, so to whom it is open can no longer change."
            )
        show = replace(show, access=access)
    return replace(show, version=show.version + 1)


def _access(terms: AccessTerms, brand: Brand) -> Access:
    access = checked_access(
        Access(terms.min_tier_rank, terms.first_tier_rank, terms.head_start_s), brand
    )
    if isinstance(access, BadAccess):
        raise access
    return access


def checked_title(title: str) -> str:
    title = " ".join(title.split())
    if len(title) < 3:
        raise Invalid.field("title", "Use at least 3 characters.")
    return title


def _checked_status(status: str | None) -> ShowStatus | None:
    if status is None:
        return None
    try:
        return ShowStatus(status)
    except ValueError as error:
        known = ", ".join(ShowStatus)
        raise Invalid.field("status", "This must be one of: {known}.", known=known) from error


async def _brands_of(tx: Tx, shows: Sequence[Show]) -> dict[str, Brand]:
    """Read after the shows: then the brand of each is among them, even one made a moment ago."""
    return await directory.brands_by_id(tx, {show.brand_id for show in shows})


async def _brand(tx: Tx, brand_id: str) -> Brand:
    brand = await directory.brand(tx, brand_id)
    if brand is None:
        raise NoSuchBrand()
    return brand


def _view(show: Show, brand: Brand) -> ShowView:
    return ShowView(
        id=show.id,
        brand_id=brand.id,
        brand_slug=brand.slug,
        brand_name=brand.name,
        hue=brand.hue,
        title=show.title,
        description=show.description,
        status=show.status.value,
        scheduled_at_ms=to_ms(show.scheduled_at),
        started_at_ms=to_ms(show.started_at) if show.started_at else None,
        ended_at_ms=to_ms(show.ended_at) if show.ended_at else None,
        poster_url=f"/pictures/shows/{show.id}.svg",
        access=_access_view(show.access, brand),
        version=show.version,
    )


def _access_view(access: Access, brand: Brand) -> AccessView:
    return AccessView(
        min_tier_rank=access.min_tier_rank,
        min_tier_name=_tier_name(brand, access.min_tier_rank),
        first_tier_rank=access.first_tier_rank,
        first_tier_name=_tier_name(brand, access.first_tier_rank),
        head_start_s=access.head_start_s,
    )


def _tier_name(brand: Brand, rank: int) -> str:
    tier = brand.tier(rank)
    return tier.name if tier else ""
