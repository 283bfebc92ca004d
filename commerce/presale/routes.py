"""Pre-sales over HTTP."""

from commerce.errors import AlreadyPaid, NoSuchDeal, NoSuchOrder, NotOpen, PaymentUnderWay
from commerce.payments.paying import Paying
from commerce.presale.errors import (
    BadSaleWindow,
    DepositForfeited,
    NoDeposit,
    NoSuchSaleWindow,
    NotPresale,
    SaleWindowInUse,
    TooManySaleWindows,
)
from commerce.presale.scheduling import Scheduling
from commerce.presale.views import NewSaleWindow, NewWithdrawal, SaleWindowView
from commerce.presale.withdrawing import Withdrawing
from commerce.views import DealView, OrderView
from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand

WINDOWS = "/api/sale-windows"
OF_BRAND = "/api/brands/{slug}/sale-windows"


class PresaleRoutes:
    def __init__(self, scheduling: Scheduling, withdrawing: Withdrawing, paying: Paying) -> None:
        self._scheduling = scheduling
        self._withdrawing = withdrawing
        self._paying = paying

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("GET", WINDOWS, Role.GUEST, self.windows, "The festival's sale windows",
                     returns=list[SaleWindowView]),
            Endpoint("POST", WINDOWS, Role.OPERATOR, self.schedule,
                     "Add a sale window for all brands", body=NewSaleWindow,
                     returns=SaleWindowView, status=201,
                     refusals=(BadSaleWindow, TooManySaleWindows)),
            Endpoint("GET", OF_BRAND, Role.GUEST, self.windows_of_brand,
                     "The sale windows that a brand may use",
                     returns=list[SaleWindowView], refusals=(NoSuchBrand,)),
            Endpoint("POST", OF_BRAND, Role.MANAGER, self.schedule_for_brand,
                     "Add a sale window of a brand", body=NewSaleWindow, returns=SaleWindowView,
                     status=201, refusals=(NoSuchBrand, BadSaleWindow, TooManySaleWindows)),
            Endpoint("DELETE", f"{WINDOWS}/{{window_id}}", Role.MANAGER, self.remove,
                     "Remove a sale window that no deal uses", status=204,
                     refusals=(NoSuchSaleWindow, SaleWindowInUse)),
            Endpoint("POST", "/api/orders/{order_id}/forfeit", Role.MEMBER, self.forfeit,
                     "Give up an order and its deposit", returns=OrderView,
                     refusals=(NoSuchOrder, NoDeposit, PaymentUnderWay)),
            Endpoint("POST", "/api/orders/{order_id}/withdrawal", Role.MANAGER, self.withdraw_order,
                     "Cancel an order of a pre-sale, and return its deposit",
                     body=NewWithdrawal, returns=OrderView,
                     refusals=(NoSuchOrder, AlreadyPaid, PaymentUnderWay, NoDeposit,
                               DepositForfeited)),
            Endpoint("POST", "/api/deals/{deal_id}/withdrawal", Role.MANAGER, self.withdraw_deal,
                     "Take a pre-sale back, and return all deposits", returns=DealView,
                     refusals=(NoSuchDeal, NotPresale, NotOpen)),
        ]  # fmt: skip

    async def windows(self, _call: Call[None]) -> list[SaleWindowView]:
        return await self._scheduling.windows()

    async def windows_of_brand(self, call: Call[None]) -> list[SaleWindowView]:
        return await self._scheduling.windows(call.path("slug"))

    async def schedule(self, call: Call[NewSaleWindow]) -> SaleWindowView:
        return await self._scheduling.schedule(call.principal, None, call.body)

    async def schedule_for_brand(self, call: Call[NewSaleWindow]) -> SaleWindowView:
        return await self._scheduling.schedule(call.principal, call.path("slug"), call.body)

    async def remove(self, call: Call[None]) -> None:
        await self._scheduling.remove(call.principal, call.path("window_id"))

    async def forfeit(self, call: Call[None]) -> OrderView:
        return await self._paying.forfeit(call.principal, call.path("order_id"))

    async def withdraw_order(self, call: Call[NewWithdrawal]) -> OrderView:
        return await self._withdrawing.withdraw_order(
            call.principal, call.path("order_id"), call.body
        )

    async def withdraw_deal(self, call: Call[None]) -> DealView:
        return await self._withdrawing.withdraw_deal(call.principal, call.path("deal_id"))
