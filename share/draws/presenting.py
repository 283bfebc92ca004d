"""Draws as they are shown."""

from collections.abc import Sequence

from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory
from share.draws import store
from share.draws.draw import Draw
from share.draws.views import DrawView, WinnerView


async def draw_views(tx: Tx, draws: Sequence[Draw]) -> list[DrawView]:
    won = await store.winners(tx, [draw.id for draw in draws if draw.is_decided])
    handles = await directory.handles(tx, [row["account_id"] for row in won])
    winners: dict[str, list[WinnerView]] = {draw.id: [] for draw in draws}
    for row in won:
        handle = handles[row["account_id"]]
        winners[row["draw_id"]].append(
            WinnerView(place=row["place"], ticket=row["ticket"], handle=handle)
        )
    return [_view(draw, winners[draw.id]) for draw in draws]


async def draw_view(tx: Tx, draw: Draw) -> DrawView:
    return (await draw_views(tx, [draw]))[0]


def _view(draw: Draw, winners: list[WinnerView]) -> DrawView:
    return DrawView(
        id=draw.id,
        show_id=draw.show_id,
        prize=draw.prize,
        places=draw.places,
        min_tier_rank=draw.min_tier_rank,
        status="decided" if draw.is_decided else "open",
        opened_at_ms=to_ms(draw.opened_at),
        closes_at_ms=to_ms(draw.closes_at),
        entrants=draw.entrants,
        seed_hash=draw.seed_hash,
        seed=draw.seed if draw.is_decided else None,
        entrants_hash=draw.entrants_hash,
        winners=winners,
        version=draw.version,
    )
