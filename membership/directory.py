"""Look-ups that other slices make inside their own transaction: brands, people, and someone's standing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, RowMapping, exists, select, tuple_

from kit.bulk import is_among
from kit.unit_of_work import Tx
from membership.people import NOT_JOINED, Account, Brand, Standing, Tier, handle_key
from membership.tables import accounts, brands, members, staff, tiers

OF_BRAND = [column for column in brands.c if column.name != "created_at"]
OF_TIER = [column.label(f"tier_{column.name}") for column in tiers.c if column.name != "brand_id"]


@dataclass(frozen=True, slots=True)
class SignUp:
    email: str
    at: datetime


async def find_brands(tx: Tx, part: str, after: str | None, limit: int) -> list[Brand]:
    """By name those that have `part` in it, or those of them that follow the brand `after`."""
    page = select(brands.c.id).order_by(brands.c.name, brands.c.id).limit(limit)
    if part:
        page = page.where(brands.c.name.icontains(part, autoescape=True))
    if after is not None:
        name = select(brands.c.name).where(brands.c.id == after).scalar_subquery()
        page = page.where(tuple_(brands.c.name, brands.c.id) > tuple_(name, after))
    return await _brands(tx, brands.c.id.in_(page))


async def currencies(tx: Tx) -> list[str]:
    """In which brands sell."""
    rows = await tx.all(select(brands.c.currency).distinct().order_by(brands.c.currency))
    return [row["currency"] for row in rows]


async def brand(tx: Tx, brand_id: str) -> Brand | None:
    return next(iter(await _brands(tx, brands.c.id == brand_id)), None)


async def brands_by_id(tx: Tx, brand_ids: Collection[str]) -> dict[str, Brand]:
    """Brands by id, in the order of their names; ids that nobody has are left out."""
    if not brand_ids:
        return {}
    found = await _brands(tx, is_among(tx.connection, brands.c.id, brand_ids))
    return {brand.id: brand for brand in found}


async def brand_by_slug(tx: Tx, slug: str) -> Brand | None:
    return next(iter(await _brands(tx, brands.c.slug == slug)), None)


async def handles(tx: Tx, account_ids: Iterable[str]) -> dict[str, str]:
    """Handles by account id; ids that nobody has are left out."""
    rows = await tx.all(
        select(accounts.c.id, accounts.c.handle).where(
            is_among(tx.connection, accounts.c.id, set(account_ids))
        )
    )
    return {row["id"]: row["handle"] for row in rows}


async def sign_ups(tx: Tx, account_ids: Iterable[str]) -> dict[str, SignUp]:
    """With which e-mail address people signed up, and when, by account id; ids that nobody has are left out."""
    rows = await tx.all(
        select(accounts.c.id, accounts.c.email, accounts.c.created_at).where(
            is_among(tx.connection, accounts.c.id, set(account_ids))
        )
    )
    return {row["id"]: SignUp(row["email"], row["created_at"]) for row in rows}


async def account_by_handle(tx: Tx, handle: str) -> Account | None:
    row = await tx.first(select(accounts).where(accounts.c.handle_key == handle_key(handle)))
    return _account(row) if row else None


def has_handle_like(account_id: ColumnElement[str], part: str) -> ColumnElement[bool]:
    """A condition for another slice's query: whether the handle of this column's account contains `part`."""
    is_like = accounts.c.handle_key.contains(handle_key(part), autoescape=True)
    return exists().where(accounts.c.id == account_id, is_like)


def is_named_like(brand_id: ColumnElement[str], part: str) -> ColumnElement[bool]:
    """The same: whether the name of this column's brand contains `part`."""
    is_like = brands.c.name.icontains(part, autoescape=True)
    return exists().where(brands.c.id == brand_id, is_like)


def works_for(account_id: ColumnElement[str], brand_id: str) -> ColumnElement[bool]:
    """The same: whether this column's account is on the brand's staff."""
    return exists().where(staff.c.brand_id == brand_id, staff.c.account_id == account_id)


async def account(tx: Tx, account_id: str) -> Account | None:
    row = await tx.first(select(accounts).where(accounts.c.id == account_id))
    return _account(row) if row else None


async def has_other_manager(tx: Tx, brand_id: str, account_id: str) -> bool:
    """Whether someone else manages the brand too."""
    other = (staff.c.brand_id == brand_id) & (staff.c.account_id != account_id)
    return bool(await tx.scalar(select(exists().where(other, staff.c.role == "manager"))))


async def managers(tx: Tx, brand_id: str) -> list[str]:
    """Who may do what a manager of the brand may: its managers, and operators."""
    rows = await tx.all(
        select(staff.c.account_id)
        .where(staff.c.brand_id == brand_id, staff.c.role == "manager")
        .union(select(accounts.c.id).where(accounts.c.is_operator))
    )
    return [row["account_id"] for row in rows]


async def emails(tx: Tx, account_ids: Iterable[str]) -> dict[str, str]:
    """Addresses by account id, for whoever has to pay them."""
    among = is_among(tx.connection, accounts.c.id, set(account_ids))
    rows = await tx.all(select(accounts.c.id, accounts.c.email).where(among))
    return {row["id"]: row["email"] for row in rows}


async def standing(tx: Tx, brand_id: str, account_id: str | None) -> Standing:
    """What the person is to the brand as a member, at this moment."""
    if account_id is None:
        return NOT_JOINED
    return (await standings(tx, brand_id, [account_id])).get(account_id, NOT_JOINED)


async def standings(tx: Tx, brand_id: str, account_ids: Iterable[str]) -> dict[str, Standing]:
    """The same for many people, by account id; who has not joined is left out."""
    rows = await tx.all(
        select(members.c.account_id, tiers.c.rank, tiers.c.name, tiers.c.share_rate_bp)
        .join(
            tiers, (members.c.brand_id == tiers.c.brand_id) & (members.c.tier_rank == tiers.c.rank)
        )
        .where(
            members.c.brand_id == brand_id,
            is_among(tx.connection, members.c.account_id, set(account_ids)),
        )
    )
    return {
        row["account_id"]: Standing(row["rank"], row["name"], row["share_rate_bp"]) for row in rows
    }


async def standings_at(
    tx: Tx, pairs: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Standing]:
    """The same for people at different brands, by brand and account id."""
    found = await tx.connection.execute(
        select(
            members.c.brand_id,
            members.c.account_id,
            tiers.c.rank,
            tiers.c.name,
            tiers.c.share_rate_bp,
        )
        .join(
            tiers, (members.c.brand_id == tiers.c.brand_id) & (members.c.tier_rank == tiers.c.rank)
        )
        .where(
            is_among(tx.connection, members.c.account_id, {account for _, account in pairs}),
            is_among(tx.connection, members.c.brand_id, {brand for brand, _ in pairs}),
        )
    )
    return {(brand, account): Standing(*of_tier) for brand, account, *of_tier in found.all()}


def joined_standing(brand_id: str, account_id: str) -> str:
    """SQL that joins someone's membership of a brand as `member`, and its tier as `tier`, if there is one, to what has these
    two ids."""
    return (
        f"LEFT JOIN {members.name} AS member ON member.brand_id = {brand_id}"
        f" AND member.account_id = {account_id}"
        f" LEFT JOIN {tiers.name} AS tier ON tier.brand_id = member.brand_id"
        " AND tier.rank = member.tier_rank"
    )


def _account(row: RowMapping) -> Account:
    return Account(row["id"], row["handle"], row["email"], row["is_operator"])


async def _brands(tx: Tx, condition: ColumnElement[bool]) -> list[Brand]:
    """With their tiers, by name."""
    rows = await tx.all(
        select(*OF_BRAND, *OF_TIER)
        .select_from(brands.outerjoin(tiers, tiers.c.brand_id == brands.c.id))
        .where(condition)
        .order_by(brands.c.name, brands.c.id, tiers.c.rank)
    )
    return [_brand([*own]) for _, own in groupby(rows, itemgetter("id"))]


def _brand(rows: Sequence[RowMapping]) -> Brand:
    own = {column.name: rows[0][column.name] for column in OF_BRAND}
    return Brand(**own, tiers=tuple(_tier(row) for row in rows if row["tier_rank"] is not None))


def _tier(row: RowMapping) -> Tier:
    return Tier(**{label.name.removeprefix("tier_"): row[label.name] for label in OF_TIER})
