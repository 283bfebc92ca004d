"""A shop whose manager issues vouchers."""

from collections.abc import AsyncIterator

import pytest

from tests.support.vouchers import VoucherDesk

from ..conftest import Shop


@pytest.fixture
async def desk(shop: Shop) -> AsyncIterator[VoucherDesk]:
    manager = await shop.world.person("manager", shop.brand, "manager")
    desk = VoucherDesk(
        shop.world, shop.world.work, shop.find_stage, shop.brand, manager, shop.show_id
    )
    yield desk
    await desk.close()
