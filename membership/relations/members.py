"""A brand's members for its hosts: the list, and one of them."""

from kit.auth import Principal
from kit.clock import to_ms
from kit.errors import Invalid
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.access import hosted_brand
from membership.consents.choosing import consents_of
from membership.people import Brand
from membership.points import store as store_points
from membership.profiles.telling import profile_of
from membership.relations.errors import NoSuchMember
from membership.relations.filter import MemberFilter
from membership.relations.store import members as store
from membership.relations.timeline import Place, place_in
from membership.relations.views import LookView, MemberPageView, MemberRowView, MemberView

PAGE = 50
LISTED_LOOKS = 50


class Members:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def page(
        self, principal: Principal, slug: str, wanted: MemberFilter, after: str | None = None
    ) -> MemberPageView:
        """The members who are wanted, 50 a page.

        Args:
            after: the `next` of the page before

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, Invalid
        """
        place = place_from("after", after)
        async with self._work.read() as tx:
            brand = await hosted_brand(tx, principal, slug)
            rows = await store.find_members(tx, brand.id, wanted, place, PAGE + 1)
        shown = [
            MemberRowView(
                account_id=row["account_id"],
                handle=row["handle"],
                display_name=row["display_name"],
                tier_rank=row["tier_rank"],
                tier_name=_tier_name(brand, row["tier_rank"]),
                joined_at_ms=to_ms(row["joined_at"]),
                last_watched_at_ms=to_ms(row["last_watched_at"])
                if row["last_watched_at"]
                else None,
            )
            for row in rows[:PAGE]
        ]
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        return MemberPageView(
            members=shown,
            next=str(Place(last["joined_at"], last["account_id"])) if last else None,
        )

    async def one(self, principal: Principal, slug: str, handle: str) -> MemberView:
        """One member as the brand may see them. That the caller looked is noted.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchMember
        """
        async with self._work.write() as tx:
            brand, account_id = await looked_at(tx, principal, slug, handle)
            row = await store.member(tx, brand.id, handle)
            assert row is not None, "a member who was there"
            consents = await consents_of(tx, account_id, brand.id)
            balance = await store_points.balance(tx, brand.id, account_id)
            shows, seconds = await store.watched(tx, brand.id, account_id)
            return MemberView(
                account_id=account_id,
                handle=row["handle"],
                profile=await profile_of(tx, account_id) if consents.profile else None,
                tier=(brand.tier(row["tier_rank"]) or brand.tiers[0]).view(),
                joined_at_ms=to_ms(row["joined_at"]),
                points_active=balance.active,
                points_pending=balance.pending,
                shows_watched=shows,
                seconds_watched=seconds,
                consents=consents,
            )

    async def looks_at(self, principal: Principal) -> list[LookView]:
        """The last 50 times that brands looked at the caller.

        Raises:
            NotSignedIn
        """
        async with self._work.read() as tx:
            looks = await store.last_looks(tx, principal.account(), LISTED_LOOKS)
            brands = await directory.brands_by_id(tx, {brand_id for brand_id, _ in looks})
        return [
            LookView(
                brand_slug=brands[brand_id].slug, brand_name=brands[brand_id].name, at_ms=to_ms(at)
            )
            for brand_id, at in looks
        ]


async def looked_at(tx: Tx, principal: Principal, slug: str, handle: str) -> tuple[Brand, str]:
    """The brand and the account of its member at whom the caller looks, which is noted.

    Raises:
        NotSignedIn, Forbidden, NoSuchBrand, NoSuchMember
    """
    brand = await hosted_brand(tx, principal, slug)
    row = await store.member(tx, brand.id, handle)
    if row is None:
        raise NoSuchMember(
            "@{handle} has not joined {name}, or left Dealcast.", handle=handle, name=brand.name
        )
    await store.note_look(tx, brand.id, row["account_id"], principal.account())
    return brand, row["account_id"]


def place_from(name: str, text: str | None) -> Place | None:
    """
    Raises:
        Invalid
    """
    place = place_in(text) if text else None
    if text and place is None:
        raise Invalid.field(name, "Use the `next` of the page before.")
    return place


def _tier_name(brand: Brand, rank: int) -> str:
    tier = brand.tier(rank)
    return tier.name if tier else ""
