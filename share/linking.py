"""Making links and changing them, and what a sharer sees of them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from msgspec import UNSET
from msgspec.structs import asdict

from kit.auth import Principal, Role
from kit.clock import from_ms
from kit.errors import Forbidden, Invalid
from kit.ids import is_id, new_code, new_id
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork
from kit.words import Text
from membership import directory
from share.desk import link_view, link_views, reward_views
from share.errors import CodeRefused, CodeTaken, NoSuchLink, NoSuchReward, NothingToShare
from share.events import LinkChanged
from share.links import Elsewhere, FindTarget, Link, Target, refused_target
from share.opening import Destination
from share.store import credits as store_credits
from share.store import links as store_links
from share.vanity import checked_code
from share.views import (
    DeskView,
    LinkChange,
    LinkPreview,
    LinkView,
    NewLink,
    RewardView,
    Tags,
    TargetChoice,
    TargetKind,
)

LISTED_LINKS = 200
LISTED_REWARDS = 100
NEW_LINKS = Rule("link", "60/hour", "You made many links within an hour.")
NO_TAGS = Tags()


class Linking:
    """`base_url` is the scheme and host that people see, without a slash at the end, for instance
    `https://dealcast.example`. Where it is empty, a link's `url` is a path."""

    def __init__(self, work: UnitOfWork, find_target: FindTarget, limiter: RateLimiter) -> None:
        self._work = work
        self._find_target = find_target
        self._limiter = limiter

    async def make_link(self, principal: Principal, new: NewLink, base_url: str) -> LinkView:
        """The caller's link to the target: the same one however often they ask, unless they wish for a name, an end,
        tags or the like. Then it is a new one each time; a name that is theirs already gives the link that has it.

        Raises:
            NotSignedIn, NothingToShare, NotShareable, CodeRefused, CodeTaken, Invalid, Forbidden, TooMany
        """
        account_id = principal.account()
        if not is_id(new.target_id):
            raise _nothing()
        if not _is_tailored(new):
            async with self._work.read() as tx:
                link = await store_links.link_to(tx, account_id, new.kind, new.target_id, new.at_s)
                if link is not None:
                    return await link_view(tx, link, base_url)
        await self._limiter.hit(NEW_LINKS, account_id)
        async with self._work.write() as tx:
            target = await self._shareable(tx, account_id, new.kind, new.target_id)
            places = await self._elsewhere(tx, account_id, new, target)
            wanted = await _code(tx, principal, new, target)
            link = await _made(tx, account_id, new, target, wanted)
            if link.created_at == tx.now and link.is_tailored:
                await store_links.add_elsewhere(tx, link.id, places)
            return await link_view(tx, link, base_url)

    async def change_link(
        self, principal: Principal, code: str, change: LinkChange, base_url: str
    ) -> LinkView:
        """Let the caller's link end at another time, or never; lead on at once or not; pass on other tags.

        Raises:
            NotSignedIn, NoSuchLink
        """
        account_id = principal.account()
        async with self._work.write() as tx:
            link = await store_links.lock_link(tx, code.lower()) if "\0" not in code else None
            if link is None or link.account_id != account_id:
                raise _unknown()
            changed = _changed(link, change)
            if changed != link:
                link = replace(changed, version=link.version + 1)
                await store_links.change_link(tx, link)
                tx.emit(_told(link))
            return await link_view(tx, link, base_url)

    async def link(self, code: str, base_url: str = "") -> LinkView:
        """The link as its sharer sees it. Raises: NoSuchLink."""
        async with self._work.read() as tx:
            return await link_view(tx, await _existing(tx, code), base_url)

    async def sharers(self, link_ids: Collection[str]) -> dict[str, str]:
        """Whose the links are."""
        async with self._work.read() as tx:
            links = await store_links.links_by_id(tx, link_ids)
        return {link_id: link.account_id for link_id, link in links.items()}

    async def views(self, link_ids: list[str], base_url: str) -> dict[str, list[LinkView]]:
        """Links as their sharers see them, by the sharer's account."""
        async with self._work.read() as tx:
            links = await store_links.links_by_id(tx, link_ids)
            views = await link_views(tx, list(links.values()), base_url)
        found: dict[str, list[LinkView]] = {}
        for link, view in zip(links.values(), views, strict=True):
            found.setdefault(link.account_id, []).append(view)
        return found

    async def preview(self, destination: Destination, language: str | None = None) -> LinkPreview:
        """The link as a friend sees it."""
        link, place = destination.link, destination.for_language(language)
        async with self._work.read() as tx:
            brand = await directory.brand(tx, link.brand_id)
            handles = await directory.handles(tx, [link.account_id])
            target = await self._find_target(tx, place.kind, place.target_id)
        assert brand is not None, "a link without its brand"
        return LinkPreview(
            code=link.code,
            kind=place.kind,
            target_id=place.target_id,
            show_id=place.show_id,
            leads_to=destination.leads_to(language),
            title=target.title if target else link.title,
            image_url=target.image_url if target else link.image_url,
            brand_id=brand.id,
            brand_slug=brand.slug,
            brand_name=brand.name,
            sharer_handle=handles[link.account_id],
        )

    async def reward(self, reward_id: str) -> RewardView:
        """Raises: NoSuchReward."""
        async with self._work.read() as tx:
            row = await store_credits.reward(tx, reward_id)
            if row is None:
                raise NoSuchReward()
            return (await reward_views(tx, [row]))[0]

    async def rewards(self, reward_ids: Collection[str]) -> list[RewardView]:
        """Those of these rewards that there are, oldest first."""
        async with self._work.read() as tx:
            return (await reward_views(tx, await store_credits.these_rewards(tx, reward_ids)))[::-1]

    async def desk(self, principal: Principal, base_url: str) -> DeskView:
        """The caller's newest 200 links and newest 100 rewards.

        Raises:
            NotSignedIn
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            links = await store_links.last_links(tx, account_id, LISTED_LINKS)
            rewards = await store_credits.last_rewards(tx, account_id, LISTED_REWARDS)
            return DeskView(
                links=await link_views(tx, links, base_url),
                rewards=await reward_views(tx, rewards),
            )

    async def refresh_target(self, kind: TargetKind, target_id: str) -> None:
        """Show the target's present title and picture on all links to it."""
        async with self._work.write() as tx:
            target = await self._find_target(tx, kind, target_id)
            if target is not None:
                await store_links.describe_target(tx, kind, target_id, target)

    async def _shareable(self, tx: Tx, account_id: str, kind: TargetKind, target_id: str) -> Target:
        target = await self._find_target(tx, kind, target_id) if is_id(target_id) else None
        if target is None:
            raise _nothing()
        refusal = refused_target(target, account_id)
        if refusal is not None:
            raise refusal
        return target

    async def _elsewhere(
        self, tx: Tx, account_id: str, new: NewLink, target: Target
    ) -> dict[str, Elsewhere]:
        return {
            language: await self._place(tx, account_id, choice, target)
            for language, choice in new.by_language.items()
        }

    async def _place(
        self, tx: Tx, account_id: str, choice: TargetChoice, target: Target
    ) -> Elsewhere:
        other = await self._shareable(tx, account_id, choice.kind, choice.target_id)
        if other.brand_id != target.brand_id:
            raise Invalid.field("by_language", "All targets of a link are of one brand.")
        return Elsewhere(choice.kind, choice.target_id, other.show_id, other.leads_to)


def _is_tailored(new: NewLink) -> bool:
    return bool(
        new.code is not None
        or new.expires_at_ms is not None
        or new.is_direct
        or new.tags != NO_TAGS
        or new.by_language
    )


async def _code(tx: Tx, principal: Principal, new: NewLink, target: Target) -> str | None:
    """The name that the person wishes for the link, if they may have it."""
    if new.code is None:
        return None
    code = checked_code(new.code)
    if isinstance(code, CodeRefused):
        raise code
    named = await directory.brand_by_slug(tx, code)
    if named is not None and principal.role_for(named.id) < Role.HOST:
        message = Text("This is the name of {name}, and kept for its staff.", name=named.name)
        raise Forbidden(message, fields={"code": message})
    return code


async def _made(tx: Tx, account_id: str, new: NewLink, target: Target, wanted: str | None) -> Link:
    while True:
        link = _link(tx, account_id, new, target, wanted or new_code())
        if await store_links.add_link(tx, link):
            tx.emit(_told(link))
            return link
        if wanted is not None:
            return await _own_of_that_name(tx, account_id, new, wanted)
        # Either the same person was faster on another device, or, very rarely, the code is taken.
        earlier = await store_links.link_to(tx, account_id, new.kind, new.target_id, new.at_s)
        if earlier is not None and not link.is_tailored:
            return earlier


async def _own_of_that_name(tx: Tx, account_id: str, new: NewLink, wanted: str) -> Link:
    link = await store_links.link_by_code(tx, wanted)
    if link is None or link.account_id != account_id or link.target_id != new.target_id:
        message = "Another link has this name. Choose another."
        raise CodeTaken(message, fields={"code": message})
    return link


def _link(tx: Tx, account_id: str, new: NewLink, target: Target, code: str) -> Link:
    return Link(
        id=new_id(),
        code=code,
        account_id=account_id,
        kind=new.kind,
        target_id=new.target_id,
        show_id=target.show_id,
        brand_id=target.brand_id,
        title=target.title,
        image_url=target.image_url,
        created_at=tx.now,
        leads_to=target.leads_to,
        at_s=new.at_s,
        expires_at=_moment("expires_at_ms", new.expires_at_ms),
        is_direct=new.is_direct,
        is_tailored=_is_tailored(new),
        tags=_given(new.tags),
    )


def _changed(link: Link, change: LinkChange) -> Link:
    if change.expires_at_ms is not UNSET:
        link = replace(link, expires_at=_moment("expires_at_ms", change.expires_at_ms))
    if change.is_direct is not UNSET:
        link = replace(link, is_direct=change.is_direct)
    if change.tags is not UNSET:
        link = replace(link, tags=_given(change.tags))
    return link


def _given(tags: Tags) -> dict[str, str]:
    return {name: value for name, value in asdict(tags).items() if value}


def _moment(name: str, at_ms: int | None) -> datetime | None:
    if at_ms is None:
        return None
    try:
        return from_ms(at_ms)
    except (OverflowError, OSError, ValueError) as error:
        raise Invalid.field(name, "There is no such time.") from error


def _told(link: Link) -> LinkChanged:
    return LinkChanged(link_id=link.id, link_code=link.code, account_id=link.account_id)


def _nothing() -> NothingToShare:
    return NothingToShare("It may have been taken down. Reload the page.")


async def _existing(tx: Tx, code: str) -> Link:
    link = await store_links.link_by_code(tx, code.lower()) if "\0" not in code else None
    if link is None:
        raise _unknown()
    return link


def _unknown() -> NoSuchLink:
    return NoSuchLink("Check the address, or ask the sender for the link again.")
