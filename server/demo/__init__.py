"""A believable festival to play with: brands, catalogues, people, and shows before, on and to come.

It is written down as data (`catalogue/*.toml`, `people`, `shows`, `talk`) and played through the product's own use
cases with a clock that is set to when things happened, so that it obeys every rule that real data do.
"""

from datetime import datetime

from kit.unit_of_work import UnitOfWork
from membership import directory
from membership.passwords import cheap_passwords
from server.demo.brands import brands
from server.demo.lab.telling import tell_of_lab
from server.demo.people import OPERATOR, PASSWORD
from server.demo.populating import populate
from server.demo.redeemables import add_redeemable
from server.demo.shows import ALSO_LIVE, LIVE, NEXT, TOMORROW, YESTERDAY
from server.demo.stage import Stage
from server.demo.staged import StagedWork
from server.demo.summary import DemoSummary, summary
from server.demo.vouchers import add_festival_voucher
from server.demo.windows import add_windows
from server.demo.wishes import add_wishes
from share.payees.sealing import Sealing

__all__ = ["DemoSummary", "fill", "summary"]


async def fill(work: UnitOfWork, secret_key: str = "") -> DemoSummary:
    """Fill a database without brands with the demo; with brands in it, nothing is changed.

    `secret_key` is the installation's: bank accounts are sealed with it.
    """
    password_hash = await cheap_passwords().hash(PASSWORD)
    now = work.clock()
    async with work.database.writing() as connection:
        staged = StagedWork(work.database, connection, now)
        async with staged.read() as tx:
            is_empty = not await directory.find_brands(tx, "", None, 1)
        if is_empty:
            await _tell(staged, now, password_hash, Sealing(secret_key))
    return await summary(work) or DemoSummary((), ())


async def _tell(staged: StagedWork, now: datetime, password_hash: str, sealing: Sealing) -> None:
    cast = await populate(staged, now, password_hash)
    hosts = {seed.slug: cast[seed.host] for seed in brands()}
    await add_festival_voucher(staged, cast[OPERATOR], now)
    window_ids = await add_windows(staged, cast[OPERATOR], now)
    for show in (YESTERDAY, LIVE, ALSO_LIVE, NEXT, TOMORROW):
        await Stage(staged, cast, hosts[show.brand], window_ids).play(show, now)
    await add_redeemable(staged, cast[OPERATOR], now)
    await add_wishes(staged, cast, now)
    await tell_of_lab(staged, cast, now, sealing)
