"""What points buy in the demo: a voucher of the brand whose show was yesterday, for its buyers have active points by now."""

from datetime import datetime

from commerce.vouchers.issuing import Issuing
from commerce.vouchers.views import NewVoucher
from kit.auth import Principal
from kit.clock import to_ms
from membership.points import store as store_points
from membership.points.redeemable import Redeemable
from server.demo.shows import YESTERDAY
from server.demo.staged import StagedWork
from server.demo.vouchers import LASTS
from streams.shows import Shows

COSTS = 25


async def add_redeemable(work: StagedWork, operator: Principal, now: datetime) -> None:
    work.time = now
    new = NewVoucher(
        title="20 off for your points",
        kind="fixed",
        amount_minor=2_000,
        threshold_minor=10_000,
        scope="brand",
        how="grant",
        per_person=5,
        starts_at_ms=to_ms(now),
        ends_at_ms=to_ms(now + LASTS),
    )
    issued = await Issuing(work, Shows(work).venue).issue(operator, YESTERDAY.brand, new)
    terms = issued.terms
    assert terms.brand_id is not None, "a brand's voucher without its brand"
    async with work.write() as tx:
        offered = [Redeemable(terms.id, terms.title, COSTS)]
        await store_points.save_redeemables(tx, terms.brand_id, offered)
