"""Points and programmes over HTTP."""

from kit.auth import Role
from kit.errors import Invalid
from kit.http import Call, Endpoint
from kit.ids import is_id
from membership.errors import NoSuchBrand
from membership.points.errors import NotAMember, NotEnoughPoints, NotRedeemable, OtherCost
from membership.points.redeeming import Redeeming
from membership.points.views import BalanceView, EntriesView, NewRedemption, WalletView
from membership.points.wallets import Wallets
from membership.tiers.editing import Editing
from membership.tiers.errors import BadProgramme, ProgrammeChanged
from membership.tiers.views import LAST_MS, NewProgramme, PreviewView, ProgrammeView


class PointsRoutes:
    def __init__(self, wallets: Wallets, redeeming: Redeeming, editing: Editing) -> None:
        self._wallets = wallets
        self._redeeming = redeeming
        self._editing = editing

    def endpoints(self) -> list[Endpoint]:
        mine, programme = "/api/me/wallets/{slug}", "/api/brands/{slug}/programme"
        not_mine = (NoSuchBrand, NotAMember)
        return [
            Endpoint("GET", "/api/me/wallets", Role.MEMBER, self.wallets,
                     "My tiers and points, by brand", returns=list[WalletView]),
            Endpoint("GET", mine, Role.MEMBER, self.wallet, "My tier and points at one brand",
                     returns=WalletView, refusals=not_mine),
            Endpoint("GET", f"{mine}/entries", Role.MEMBER, self.entries,
                     "How my points came about, 50 entries a page",
                     returns=EntriesView, refusals=not_mine,
                     query={"before": "The `next` of the page before."}),
            Endpoint("GET", f"{mine}/balance", Role.MEMBER, self.balance,
                     "My points at any past time", returns=BalanceView, refusals=not_mine,
                     query={"at_ms": "Milliseconds since the epoch."}),
            Endpoint("POST", f"{mine}/redemptions", Role.MEMBER, self.redeem,
                     "Spend points on a voucher",
                     body=NewRedemption, returns=WalletView, status=201,
                     refusals=(*not_mine, NotRedeemable, OtherCost, NotEnoughPoints),
                     is_idempotent_by_key=True),
            Endpoint("GET", programme, Role.MANAGER, self.programme, "A brand's programme",
                     returns=ProgrammeView, refusals=(NoSuchBrand,)),
            Endpoint("PUT", programme, Role.MANAGER, self.save, "Change a brand's programme",
                     body=NewProgramme, returns=ProgrammeView,
                     refusals=(NoSuchBrand, BadProgramme, ProgrammeChanged)),
            Endpoint("POST", f"{programme}/preview", Role.MANAGER, self.preview,
                     "What a programme would change for the members, before it is saved",
                     body=NewProgramme, returns=PreviewView,
                     refusals=(NoSuchBrand, BadProgramme)),
        ]  # fmt: skip

    async def wallets(self, call: Call[None]) -> list[WalletView]:
        return await self._wallets.mine(call.principal)

    async def wallet(self, call: Call[None]) -> WalletView:
        return await self._wallets.wallet(call.principal, call.path("slug"))

    async def entries(self, call: Call[None]) -> EntriesView:
        before = _entry(call.query("before"))
        return await self._wallets.entries(call.principal, call.path("slug"), before)

    async def balance(self, call: Call[None]) -> BalanceView:
        at_ms = _time(call.query("at_ms"))
        return await self._wallets.balance(call.principal, call.path("slug"), at_ms)

    async def redeem(self, call: Call[NewRedemption]) -> WalletView:
        slug = call.path("slug")
        await self._redeeming.redeem(call.principal, slug, call.body, call.idempotency_key)
        return await self._wallets.wallet(call.principal, slug)

    async def programme(self, call: Call[None]) -> ProgrammeView:
        return await self._editing.programme(call.principal, call.path("slug"))

    async def save(self, call: Call[NewProgramme]) -> ProgrammeView:
        return await self._editing.save(call.principal, call.path("slug"), call.body)

    async def preview(self, call: Call[NewProgramme]) -> PreviewView:
        return await self._editing.preview(call.principal, call.path("slug"), call.body)


def _entry(text: str | None) -> str | None:
    if text is not None and not is_id(text):
        raise Invalid.field("before", "Use the `next` of the page before.")
    return text


def _time(text: str | None) -> int:
    if text is None or not (text.isascii() and text.isdigit()) or int(text[:20]) > LAST_MS:
        raise Invalid.field("at_ms", "Name a time in milliseconds since the epoch.")
    return int(text)
