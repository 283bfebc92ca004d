"""What a brand's managers do with its programme: look at it, try out rules, and save them."""

from collections.abc import Awaitable, Callable, Sequence

from kit.auth import Principal
from kit.errors import Refusal
from kit.unit_of_work import Tx, UnitOfWork
from kit.words import Sayable, Text
from membership import store as store_membership
from membership.access import managed_brand
from membership.people import Brand, Tier
from membership.points import store as store_points
from membership.points.redeemable import Redeemable
from membership.tiers.checking import checked_rules, tiers_of
from membership.tiers.errors import BadProgramme, ProgrammeChanged
from membership.tiers.presenting import preview_view, programme_view
from membership.tiers.previewing import effect_of
from membership.tiers.rules import Rules, current_period
from membership.tiers.store import previews as store_previews
from membership.tiers.store import programmes as store_programmes
from membership.tiers.views import NewProgramme, PreviewView, ProgrammeView

FindVoucher = Callable[[Tx, str, str], Awaitable[str | None]]
"""The title of a voucher of the brand that can be handed out; None if there is none with this id."""


class Editing:
    def __init__(self, work: UnitOfWork, find_voucher: FindVoucher) -> None:
        self._work = work
        self._find_voucher = find_voucher

    async def programme(self, principal: Principal, slug: str) -> ProgrammeView:
        """
        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            rules = await store_programmes.rules(tx, brand.id)
            return programme_view(
                rules, brand.tiers, await store_points.redeemables_of(tx, brand.id)
            )

    async def preview(self, principal: Principal, slug: str, new: NewProgramme) -> PreviewView:
        """What these rules would do to the members. Nothing is changed.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, BadProgramme
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            rules, tiers = _checked(new)
            period = current_period(rules, tx.now)
            groups = await store_previews.groups(tx, brand.id, tiers, period)
            effect = effect_of(rules, tiers, groups, tx.now)
            rising, at_risk = [
                await store_previews.examples(tx, brand.id, tiers, period, are_rising=are_rising)
                for are_rising in (True, False)
            ]
        return preview_view(effect, brand.tiers, tiers, rising, at_risk if effect.at_risk else [])

    async def save(self, principal: Principal, slug: str, new: NewProgramme) -> ProgrammeView:
        """Let these rules hold from now on. Who reaches a higher tier by them rises within seconds; nobody falls before
        their period ends.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, BadProgramme, ProgrammeChanged
        """
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            await store_membership.lock_brand(tx, brand.id)
            if (await store_programmes.rules(tx, brand.id)).version != new.version:
                raise ProgrammeChanged("Reload the page to see it, and change it again.")
            rules, tiers = _checked(new)
            offered = await self._vouchers(tx, brand, new)
            await store_programmes.save_programme(tx, brand.id, rules, tiers)
            await store_points.save_redeemables(tx, brand.id, offered)
            return programme_view(rules, tiers, offered)

    async def _vouchers(self, tx: Tx, brand: Brand, new: NewProgramme) -> list[Redeemable]:
        """What points will buy; also checks that tiers hand out vouchers that can be handed out."""
        for place, tier in enumerate(new.tiers):
            if tier.entry_voucher_id is not None:
                await self._title(
                    tx, brand, tier.entry_voucher_id, f"tiers[{place}].entry_voucher_id"
                )
        offered = {}
        for place, each in enumerate(new.redeemables):
            field = f"redeemables[{place}].voucher_id"
            title = await self._title(tx, brand, each.voucher_id, field)
            if each.voucher_id in offered:
                raise _bad(field, "This voucher is offered already.")
            offered[each.voucher_id] = Redeemable(each.voucher_id, title, each.points)
        return sorted(offered.values(), key=lambda each: (each.points, each.voucher_id))

    async def _title(self, tx: Tx, brand: Brand, voucher_id: str, field: str) -> str:
        title = await self._find_voucher(tx, brand.id, voucher_id)
        if title is None:
            raise _bad(
                field,
                Text(
                    "Choose a voucher of {name} that people get from you by name.", name=brand.name
                ),
            )
        return title


def _checked(new: NewProgramme) -> tuple[Rules, Sequence[Tier]]:
    rules = checked_rules(new)
    if isinstance(rules, Refusal):
        raise rules
    return rules, tiers_of(new)


def _bad(field: str, message: Sayable) -> BadProgramme:
    return BadProgramme(message, fields={field: message})
