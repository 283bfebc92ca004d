"""Vouchers over HTTP."""

from commerce.errors import (
    ForeignProduct,
    NoSuchProduct,
    NoSuchShow,
    ShowNotLive,
    ShowOver,
)
from commerce.vouchers.collecting import Collecting
from commerce.vouchers.errors import (
    BadTerms,
    CodeTaken,
    NoSuchVoucher,
    NotGranted,
    VoucherLimitReached,
    VoucherOver,
    VoucherUsedUp,
)
from commerce.vouchers.issuing import Issuing
from commerce.vouchers.views import EnteredCode, MyVoucherView, NewGrant, NewVoucher, VoucherView
from kit.auth import Role
from kit.errors import TooMany, Unavailable
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand, NoSuchPerson


class VoucherRoutes:
    def __init__(self, issuing: Issuing, collecting: Collecting) -> None:
        self._issuing = issuing
        self._collecting = collecting

    def endpoints(self) -> list[Endpoint]:
        return [*self._issuer_endpoints(), *self._buyer_endpoints()]

    def _issuer_endpoints(self) -> list[Endpoint]:
        of_brand, voucher = "/api/brands/{slug}/vouchers", "/api/vouchers/{voucher_id}"
        terms = (BadTerms, NoSuchProduct, NoSuchShow, ShowOver, CodeTaken)
        return [
            Endpoint("POST", of_brand, Role.MANAGER, self.issue, "Issue a voucher of the brand",
                     body=NewVoucher, returns=VoucherView, status=201,
                     refusals=(NoSuchBrand, *terms, ForeignProduct)),
            Endpoint("GET", of_brand, Role.MANAGER, self.issued, "The brand's newest vouchers",
                     returns=list[VoucherView], refusals=(NoSuchBrand,)),
            Endpoint("POST", "/api/vouchers", Role.OPERATOR, self.issue_for_all,
                     "Issue a voucher for all brands",
                     body=NewVoucher, returns=VoucherView, status=201, refusals=terms),
            Endpoint("GET", "/api/vouchers", Role.OPERATOR, self.issued_for_all,
                     "The newest vouchers for all brands", returns=list[VoucherView]),
            Endpoint("POST", f"{voucher}/end", Role.MANAGER, self.end, "End a voucher early",
                     returns=VoucherView, refusals=(NoSuchVoucher,)),
            Endpoint("POST", f"{voucher}/grants", Role.MANAGER, self.grant, "Give someone a copy",
                     body=NewGrant, returns=VoucherView, status=201,
                     refusals=(NoSuchVoucher, NotGranted, NoSuchPerson, VoucherOver, VoucherUsedUp,
                               VoucherLimitReached)),
        ]  # fmt: skip

    def _buyer_endpoints(self) -> list[Endpoint]:
        mine = "/api/me/vouchers"
        return [
            Endpoint("GET", "/api/shows/{show_id}/vouchers", Role.GUEST, self.in_show,
                     "Vouchers that are collected in the show",
                     returns=list[MyVoucherView], refusals=(NoSuchShow,)),
            Endpoint("POST", "/api/vouchers/{voucher_id}/collection", Role.MEMBER, self.collect,
                     "Collect a voucher in its show",
                     returns=MyVoucherView,
                     refusals=(NoSuchVoucher, NoSuchShow, ShowNotLive, VoucherOver, VoucherUsedUp,
                               VoucherLimitReached, TooMany, Unavailable)),
            Endpoint("POST", mine, Role.MEMBER, self.enter_code, "Enter a voucher's code",
                     body=EnteredCode, returns=MyVoucherView,
                     refusals=(NoSuchVoucher, VoucherOver, TooMany)),
            Endpoint("GET", mine, Role.MEMBER, self.mine, "My vouchers", returns=list[MyVoucherView]),
        ]  # fmt: skip

    async def issue(self, call: Call[NewVoucher]) -> VoucherView:
        return await self._issuing.issue(call.principal, call.path("slug"), call.body)

    async def issued(self, call: Call[None]) -> list[VoucherView]:
        return await self._issuing.issued(call.principal, call.path("slug"))

    async def issue_for_all(self, call: Call[NewVoucher]) -> VoucherView:
        return await self._issuing.issue(call.principal, None, call.body)

    async def issued_for_all(self, call: Call[None]) -> list[VoucherView]:
        return await self._issuing.issued(call.principal, None)

    async def end(self, call: Call[None]) -> VoucherView:
        return await self._issuing.end(call.principal, call.path("voucher_id"))

    async def grant(self, call: Call[NewGrant]) -> VoucherView:
        return await self._issuing.grant(call.principal, call.path("voucher_id"), call.body.handle)

    async def in_show(self, call: Call[None]) -> list[MyVoucherView]:
        return await self._collecting.in_show(call.principal, call.path("show_id"))

    async def collect(self, call: Call[None]) -> MyVoucherView:
        return await self._collecting.collect(call.principal, call.path("voucher_id"))

    async def enter_code(self, call: Call[EnteredCode]) -> MyVoucherView:
        return await self._collecting.enter_code(call.principal, call.body.code)

    async def mine(self, call: Call[None]) -> list[MyVoucherView]:
        return await self._collecting.mine(call.principal)
