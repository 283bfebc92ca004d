"""Facts follow what happens in other slices, and the desk's API, through the whole product."""

from typing import Any

from commerce.events import OrderPaid, OrderRefunded
from kit.clock import utc_now
from membership.events import MemberJoined, TierChanged
from tests.support.api import Api, Client
from tests.support.product import Festival
from tests.support.waiting import until_told


async def test_what_is_paid_and_refunded_is_in_the_members_facts_however_often_it_is_told(
    api: Api,
) -> None:
    raise NotImplementedError
