"""Who knows what of a member's timeline, and the names of what belongs to another slice."""

from collections.abc import Mapping
from dataclasses import replace

from chat import store as chat
from commerce.store import timeline as commerce
from kit.unit_of_work import Tx
from membership import directory
from membership.relations.store import happenings as membership
from membership.relations.timeline import Asked, Entry, Kind
from membership.relations.timelines import Source
from share.store import timeline as share
from streams import store as streams


async def _shows(tx: Tx, asked: Asked) -> list[Entry]:
    found = await membership.shows_of(tx, asked)
    titles = await streams.titles(tx, {entry.key for entry in found})
    return [replace(entry, title=titles.get(entry.key, "")) for entry in found]


async def _messages(tx: Tx, asked: Asked) -> list[Entry]:
    return await chat.messages_with(tx, asked, streams.ids_of_brand(asked.brand_id))


async def _tiers(tx: Tx, asked: Asked) -> list[Entry]:
    brand = await directory.brand(tx, asked.brand_id)
    names = {tier.rank: tier.name for tier in brand.tiers} if brand else {}
    return await membership.tiers_of(tx, asked, names)


SOURCES: Mapping[Kind, Source] = {
    Kind.SHOW: _shows,
    Kind.ORDER: commerce.orders_of,
    Kind.MESSAGE: _messages,
    Kind.LINK: share.links_of,
    Kind.VOUCHER: commerce.vouchers_of,
    Kind.POINTS: membership.points_of,
    Kind.TIER: _tiers,
}
