"""Rows of vouchers as they were issued, and of who has entered a code."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import RowMapping, Select, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from commerce.pricing.vouchers import Kind, Scope, Stacking, Voucher
from commerce.vouchers.issued import How, Issued
from commerce.vouchers.tables import voucher_holders, voucher_products, vouchers
from kit.ids import is_id
from kit.unit_of_work import Tx

MAX_LISTED = 100
MAX_OFFERS = 10
TERMS = [field.name for field in fields(Voucher) if field.name not in {"product_ids", "left"}]
OWN = [field.name for field in fields(Issued) if field.name != "terms"]


async def add_voucher(tx: Tx, issued: Issued) -> bool:
    """Whether its code was free."""
    kind: Any = sqlite if tx.is_sqlite else postgresql
    added = await tx.execute(
        kind.insert(vouchers)
        .values(**_values(issued))
        .on_conflict_do_nothing(index_elements=["code"])
    )
    if added and issued.terms.product_ids:
        rows = [
            {"voucher_id": issued.id, "product_id": product_id}
            for product_id in sorted(issued.terms.product_ids)
        ]
        await tx.execute(insert(voucher_products), rows)
    return added == 1


async def save_vouchers(tx: Tx, changed: Sequence[Issued]) -> None:
    """Save what was taken of locked vouchers, and when they were ended."""
    for issued in changed:
        saved = await tx.execute(
            update(vouchers)
            .where(vouchers.c.id == issued.id, vouchers.c.version < issued.version)
            .values(
                taken=issued.taken,
                spent_minor=issued.spent_minor,
                ended_at=issued.terms.ended_at,
                version=issued.version,
            )
        )
        assert saved == 1, f"voucher {issued.id} was changed by someone who did not lock it"


async def lock_vouchers(tx: Tx, voucher_ids: Collection[str]) -> dict[str, Issued]:
    """By id; nobody changes them before this transaction ends."""
    ids = {voucher_id for voucher_id in voucher_ids if is_id(voucher_id)}
    if not ids:
        return {}
    statement = select(vouchers).where(vouchers.c.id.in_(ids))
    return _by_id(await _all(tx, statement.order_by(vouchers.c.id).with_for_update()))


async def vouchers_by_id(tx: Tx, voucher_ids: Collection[str]) -> dict[str, Issued]:
    ids = {voucher_id for voucher_id in voucher_ids if is_id(voucher_id)}
    return _by_id(await _all(tx, select(vouchers).where(vouchers.c.id.in_(ids)))) if ids else {}


async def vouchers_by_code(tx: Tx, codes: Collection[str]) -> dict[str, Issued]:
    """By code, as it is stored."""
    found = await _all(tx, select(vouchers).where(vouchers.c.code.in_(set(codes))))
    return {str(issued.code): issued for issued in found}


async def vouchers_of_brand(tx: Tx, brand_id: str | None) -> list[Issued]:
    """The newest that the brand issued, or without one the operator."""
    return await _all(
        tx,
        select(vouchers)
        .where(vouchers.c.brand_id == brand_id)
        .order_by(vouchers.c.id.desc())
        .limit(MAX_LISTED),
    )


async def vouchers_of_show(tx: Tx, show_id: str) -> list[Issued]:
    """Those that are collected in the show and are not over, the oldest first."""
    return await _all(
        tx,
        select(vouchers)
        .where(
            vouchers.c.show_id == show_id,
            vouchers.c.ended_at.is_(None),
            vouchers.c.ends_at > tx.now,
        )
        .order_by(vouchers.c.id)
        .limit(MAX_LISTED),
    )


async def offers(tx: Tx, brand_ids: Collection[str]) -> list[Issued]:
    """What everyone has at this moment: the operator's and these brands', at most `MAX_OFFERS`."""
    return await _all(
        tx,
        select(vouchers)
        .where(
            vouchers.c.how == How.EVERYONE.value,
            vouchers.c.ended_at.is_(None),
            vouchers.c.starts_at <= tx.now,
            vouchers.c.ends_at > tx.now,
            or_(vouchers.c.brand_id.is_(None), vouchers.c.brand_id.in_(set(brand_ids))),
        )
        .order_by(vouchers.c.brand_id.is_not(None), vouchers.c.id)
        .limit(MAX_OFFERS),
    )


async def add_holder(tx: Tx, voucher_id: str, account_id: str) -> None:
    """Remember that the person has entered the code; once is enough."""
    kind: Any = sqlite if tx.is_sqlite else postgresql
    await tx.execute(
        kind.insert(voucher_holders)
        .values(voucher_id=voucher_id, account_id=account_id, entered_at=tx.now)
        .on_conflict_do_nothing()
    )


async def entered_by(tx: Tx, account_id: str) -> list[str]:
    """The vouchers whose codes the person has entered, the newest first."""
    rows = await tx.all(
        select(voucher_holders.c.voucher_id)
        .where(voucher_holders.c.account_id == account_id)
        .order_by(voucher_holders.c.entered_at.desc(), voucher_holders.c.voucher_id.desc())
        .limit(MAX_LISTED)
    )
    return [row["voucher_id"] for row in rows]


async def entered_among(tx: Tx, voucher_ids: Collection[str], account_id: str) -> set[str]:
    """Those of the vouchers whose codes the person has entered."""
    rows = await tx.all(
        select(voucher_holders.c.voucher_id).where(
            voucher_holders.c.account_id == account_id,
            voucher_holders.c.voucher_id.in_(set(voucher_ids)),
        )
    )
    return {row["voucher_id"] for row in rows}


async def _all(tx: Tx, statement: Select[*tuple[object, ...]]) -> list[Issued]:
    rows = await tx.all(statement)
    for_items = {row["id"] for row in rows if row["scope"] == Scope.ITEM.value}
    products = await _products(tx, for_items) if for_items else {}
    return [_issued(row, frozenset(products.get(row["id"], ()))) for row in rows]


async def _products(tx: Tx, voucher_ids: Collection[str]) -> dict[str, list[str]]:
    rows = await tx.all(
        select(voucher_products).where(voucher_products.c.voucher_id.in_(voucher_ids))
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["voucher_id"], []).append(row["product_id"])
    return found


def _by_id(found: Collection[Issued]) -> dict[str, Issued]:
    return {issued.id: issued for issued in found}


def _values(issued: Issued) -> dict[str, object]:
    return {
        **{name: getattr(issued.terms, name) for name in TERMS},
        **{name: getattr(issued, name) for name in OWN},
    }


def _issued(row: RowMapping, product_ids: frozenset[str]) -> Issued:
    terms = {
        **{name: row[name] for name in TERMS},
        "kind": Kind(row["kind"]),
        "scope": Scope(row["scope"]),
        "stacking": Stacking(row["stacking"]),
        "product_ids": product_ids,
    }
    own = {**{name: row[name] for name in OWN}, "how": How(row["how"])}
    return Issued(terms=Voucher(**terms), **own)
