"""Packets' rows."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

from sqlalchemy import RowMapping, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import Rows, is_among
from kit.unit_of_work import Tx
from share.packets.packet import Packet
from share.packets.splitting import Split
from share.packets.tables import budgets, openings, packets
from share.packets.views import BudgetView, OpeningView

Arrival = tuple[str, int]
"""A ticket, and its points."""
DUE, GIVEN, REFUSED = "due", "given", "refused"


async def add_packet(tx: Tx, packet: Packet) -> bool:
    """Add the packet; False if one is open in its room."""
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(packets).values(asdict(packet)).on_conflict_do_nothing()
    return await tx.execute(statement) == 1


async def save_packet(tx: Tx, packet: Packet) -> None:
    await tx.execute(
        update(packets)
        .where(packets.c.id == packet.id)
        .values(
            opened=packet.opened,
            opened_points=packet.opened_points,
            arrivals_hash=packet.arrivals_hash,
            ended_at=packet.ended_at,
            version=packet.version,
        )
    )


async def packet(tx: Tx, packet_id: str) -> Packet | None:
    row = await tx.first(select(packets).where(packets.c.id == packet_id))
    return _packet(row) if row else None


async def lock_packets(tx: Tx, packet_ids: Collection[str]) -> dict[str, Packet]:
    rows = await tx.all(
        select(packets)
        .where(is_among(tx.connection, packets.c.id, packet_ids))
        .order_by(packets.c.id)
        .with_for_update()
    )
    return {row["id"]: _packet(row) for row in rows}


async def packets_of_show(tx: Tx, show_id: str, limit: int) -> list[Packet]:
    """The newest first."""
    rows = await tx.all(
        select(packets)
        .where(packets.c.show_id == show_id)
        .order_by(packets.c.id.desc())
        .limit(limit)
    )
    return [_packet(row) for row in rows]


async def due_packet_ids(tx: Tx, limit: int) -> list[str]:
    """Of those that are open still, and all opened or past their time."""
    is_due = (packets.c.closes_at <= tx.now) | (packets.c.opened == packets.c.shares)
    rows = await tx.all(
        select(packets.c.id).where(packets.c.ended_at.is_(None), is_due).limit(limit)
    )
    return [row["id"] for row in rows]


def new_openings(tx: Tx, made: Sequence[tuple[str, Packet, str, OpeningView]]) -> Rows:
    """Openings, each with its id, its packet and its account. A place or a person that has one breaks a unique key."""
    return Rows(
        openings,
        {
            "id": [id for id, _, _, _ in made],
            "packet_id": [packet.id for _, packet, _, _ in made],
            "shares": [packet.shares for _, packet, _, _ in made],
            "place": [view.place for _, _, _, view in made],
            "account_id": [account_id for _, _, account_id, _ in made],
            "ticket": [view.ticket for _, _, _, view in made],
            "points": [view.points for _, _, _, view in made],
            "opened_at": [tx.now] * len(made),
            "status": [DUE] * len(made),
        },
    )


async def openings_of(
    tx: Tx, packet_ids: Collection[str], account_ids: Collection[str]
) -> dict[tuple[str, str], OpeningView]:
    """By the packet and the account."""
    rows = await tx.all(
        select(openings).where(
            is_among(tx.connection, openings.c.packet_id, packet_ids),
            is_among(tx.connection, openings.c.account_id, account_ids),
        )
    )
    return {(row["packet_id"], row["account_id"]): _opening(row) for row in rows}


async def openings_of_show(tx: Tx, show_id: str, account_id: str, limit: int) -> list[OpeningView]:
    """What the person got from all packets of the show, the newest first."""
    rows = await tx.all(
        select(openings)
        .join(packets, packets.c.id == openings.c.packet_id)
        .where(packets.c.show_id == show_id, openings.c.account_id == account_id)
        .order_by(openings.c.packet_id.desc())
        .limit(limit)
    )
    return [_opening(row) for row in rows]


async def arrivals(tx: Tx, packet_id: str) -> list[Arrival]:
    rows = await tx.all(
        select(openings.c.ticket, openings.c.points)
        .where(openings.c.packet_id == packet_id)
        .order_by(openings.c.place)
    )
    return [(row["ticket"], row["points"]) for row in rows]


async def luckiest(tx: Tx, packet_ids: Collection[str], most: int) -> Sequence[RowMapping]:
    """The openings with most points of each of these packets, the first first among equals."""
    order = (openings.c.points.desc(), openings.c.place)
    rank = func.row_number().over(partition_by=openings.c.packet_id, order_by=order)
    ranked = select(openings, rank.label("rank")).where(openings.c.packet_id.in_(packet_ids))
    found = ranked.subquery()
    return await tx.all(select(found).where(found.c.rank <= most).order_by(found.c.rank))


async def due_openings(tx: Tx, limit: int) -> Sequence[RowMapping]:
    """Whose points are not booked yet, those first who wait longest, with brand, show and greeting."""
    return await tx.all(
        select(openings, packets.c.brand_id, packets.c.show_id, packets.c.greeting)
        .join(packets, packets.c.id == openings.c.packet_id)
        .where(openings.c.status == DUE)
        .order_by(openings.c.opened_at)
        .limit(limit)
    )


async def settle_opening(tx: Tx, opening_id: str, *, is_given: bool) -> bool:
    """Say what became of the points; False if that was said before."""
    statement = (
        update(openings)
        .where(openings.c.id == opening_id, openings.c.status == DUE)
        .values(status=GIVEN if is_given else REFUSED)
    )
    return await tx.execute(statement) == 1


async def budget(tx: Tx, show_id: str) -> BudgetView | None:
    row = await tx.first(select(budgets).where(budgets.c.show_id == show_id))
    return BudgetView(points=row["points"], spent=row["spent"]) if row else None


async def add_budget(tx: Tx, show_id: str, brand_id: str, points: int) -> None:
    """Give the show a budget, unless it has one."""
    dialect = sqlite if tx.is_sqlite else postgresql
    values = {"show_id": show_id, "brand_id": brand_id, "points": points, "spent": 0}
    await tx.execute(dialect.insert(budgets).values(values).on_conflict_do_nothing())


async def set_budget(tx: Tx, show_id: str, points: int) -> bool:
    """False if more is spent already."""
    statement = update(budgets).where(budgets.c.show_id == show_id, budgets.c.spent <= points)
    return await tx.execute(statement.values(points=points)) == 1


async def spend(tx: Tx, show_id: str, points: int) -> bool:
    """Take the points from the show's budget; False if it does not reach. Negative points go back."""
    spent = budgets.c.spent + points
    statement = update(budgets).where(budgets.c.show_id == show_id, spent <= budgets.c.points)
    return await tx.execute(statement.values(spent=spent)) == 1


def _packet(row: RowMapping) -> Packet:
    return Packet(**{**row, "split": Split(row["split"])})


def _opening(row: RowMapping) -> OpeningView:
    return OpeningView(
        packet_id=row["packet_id"],
        place=row["place"],
        ticket=row["ticket"],
        points=row["points"],
    )
