"""Rows of where people were seen."""

from collections.abc import Collection, Iterable

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import is_among
from kit.unit_of_work import Tx
from share.review.marks import KEPT, MarkKind
from share.review.tables import traces

Pair = tuple[str, str]
"""Two accounts."""


async def keep(tx: Tx, seen: Iterable[tuple[str, MarkKind, str]]) -> None:
    """Note that these accounts were seen by these marks just now."""
    rows = [
        {"account_id": account_id, "kind": kind.value, "mark": mark, "seen_at": tx.now}
        for account_id, kind, mark in sorted(set(seen))
    ]
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(traces)
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=[traces.c.account_id, traces.c.kind, traces.c.mark],
            set_={"seen_at": statement.excluded.seen_at},
        ),
        rows,
    )


async def shared(tx: Tx, pairs: Collection[Pair]) -> dict[Pair, dict[MarkKind, int]]:
    """How many marks of each kind the two of each pair have in common."""
    ones, others = traces.alias(), traces.alias()
    are_fresh = or_(
        *(
            and_(
                ones.c.kind == kind.value,
                ones.c.seen_at > tx.now - kept,
                others.c.seen_at > tx.now - kept,
            )
            for kind, kept in KEPT.items()
        )
    )
    rows = await tx.all(
        select(
            ones.c.account_id.label("one"),
            others.c.account_id.label("other"),
            ones.c.kind,
            func.count().label("n"),
        )
        .join(others, (others.c.mark == ones.c.mark) & (others.c.kind == ones.c.kind))
        .where(
            is_among(tx.connection, ones.c.account_id, {one for one, _ in pairs}),
            is_among(tx.connection, others.c.account_id, {other for _, other in pairs}),
            are_fresh,
        )
        .group_by(ones.c.account_id, others.c.account_id, ones.c.kind)
    )
    found: dict[Pair, dict[MarkKind, int]] = {pair: {} for pair in pairs}
    for row in rows:
        if (pair := (row["one"], row["other"])) in found:
            found[pair][MarkKind(row["kind"])] = row["n"]
    return found


async def forget(tx: Tx) -> int:
    """Delete what was not seen again for too long; how many."""
    return sum(
        [
            await tx.execute(
                delete(traces).where(traces.c.kind == kind.value, traces.c.seen_at <= tx.now - kept)
            )
            for kind, kept in KEPT.items()
        ]
    )
