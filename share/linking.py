"""Making links, and what a sharer sees of them."""

from kit.auth import Principal
from kit.ids import is_id, new_code, new_id
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from share import store
from share.desk import link_view, link_views, reward_views
from share.errors import NoSuchLink, NoSuchReward, NothingToShare
from share.links import FindTarget, Link, Target, refused_target
from share.views import DeskView, LinkPreview, LinkView, NewLink, RewardView, TargetKind

LISTED_LINKS = 200
LISTED_REWARDS = 100
NEW_LINKS = Rule("link", "60/hour", "You made many links within an hour.")


class Linking:
    """`base_url` is the scheme and host that people see, without a slash at the end, for instance
    `https://dealcast.example`. Where it is empty, a link's `url` is a path."""

    def __init__(self, work: UnitOfWork, find_target: FindTarget, limiter: RateLimiter) -> None:
        self._work = work
        self._find_target = find_target
        self._limiter = limiter

    async def make_link(self, principal: Principal, new: NewLink, base_url: str) -> LinkView:
        """The caller's link to the show or deal: the same one however often they ask.

        Raises:
            NotSignedIn, NothingToShare, NotShareable, TooMany
        """
        account_id = principal.account()
        if not is_id(new.target_id):
            raise _nothing(new)
        async with self._work.read() as tx:
            link = await store.link_to(tx, account_id, new.kind, new.target_id)
            if link is not None:
                return await link_view(tx, link, base_url)
        await self._limiter.hit(NEW_LINKS, account_id)
        async with self._work.write() as tx:
            target = await self._shareable(tx, new)
            link = await _made(tx, account_id, new, target)
            return await link_view(tx, link, base_url)

    async def link(self, code: str, base_url: str = "") -> LinkView:
        """The link as its sharer sees it. Raises: NoSuchLink."""
        async with self._work.read() as tx:
            return await link_view(tx, await _existing(tx, code), base_url)

    async def preview(self, code: str) -> LinkPreview:
        """The link as a friend sees it. Raises: NoSuchLink."""
        async with self._work.read() as tx:
            link = await _existing(tx, code)
            brand = await directory.brand(tx, link.brand_id)
            handles = await directory.handles(tx, [link.account_id])
        assert brand is not None, "a link without its brand"
        return LinkPreview(
            code=link.code,
            kind=link.kind,
            target_id=link.target_id,
            show_id=link.show_id,
            title=link.title,
            image_url=link.image_url,
            brand_id=brand.id,
            brand_slug=brand.slug,
            brand_name=brand.name,
            sharer_handle=handles[link.account_id],
        )

    async def reward(self, reward_id: str) -> RewardView:
        """Raises: NoSuchReward."""
        async with self._work.read() as tx:
            row = await store.reward(tx, reward_id)
            if row is None:
                raise NoSuchReward()
            return (await reward_views(tx, [row]))[0]

    async def desk(self, principal: Principal, base_url: str) -> DeskView:
        """The caller's newest 200 links and newest 100 rewards.

        Raises:
            NotSignedIn
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            links = await store.last_links(tx, account_id, LISTED_LINKS)
            rewards = await store.last_rewards(tx, account_id, LISTED_REWARDS)
            return DeskView(
                links=await link_views(tx, links, base_url),
                rewards=await reward_views(tx, rewards),
            )

    async def refresh_target(self, kind: TargetKind, target_id: str) -> None:
        """Show the target's present title and picture on all links to it."""
        async with self._work.write() as tx:
            target = await self._find_target(tx, kind, target_id)
            if target is not None:
                await store.describe_target(tx, kind, target_id, target)

    async def _shareable(self, tx: Tx, new: NewLink) -> Target:
        target = await self._find_target(tx, new.kind, new.target_id)
        if target is None:
            raise _nothing(new)
        refusal = refused_target(target)
        if refusal is not None:
            raise refusal
        return target


def _nothing(new: NewLink) -> NothingToShare:
    return NothingToShare(f"The {new.kind} may have been taken down. Reload the page.")


async def _made(tx: Tx, account_id: str, new: NewLink, target: Target) -> Link:
    while True:
        link = Link(
            id=new_id(),
            code=new_code(),
            account_id=account_id,
            kind=new.kind,
            target_id=new.target_id,
            show_id=target.show_id,
            brand_id=target.brand_id,
            title=target.title,
            image_url=target.image_url,
            created_at=tx.now,
        )
        if await store.add_link(tx, link):
            return link
        # Either the same person was faster on another device, or, very rarely, the code is taken.
        earlier = await store.link_to(tx, account_id, new.kind, new.target_id)
        if earlier is not None:
            return earlier


async def _existing(tx: Tx, code: str) -> Link:
    link = await store.link_by_code(tx, code)
    if link is None:
        raise NoSuchLink("Check the address, or ask the sender for the link again.")
    return link
