"""Membership's rows. `directory` reads what other slices also need; here is what only membership does."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.auth import NO_ROLES, Principal, Role
from kit.unit_of_work import Tx
from membership.people import STAFF_ROLES, Account, Brand, email_key, handle_key
from membership.profiles.tables import profiles
from membership.tables import accounts, brands, members, sessions, staff, tiers


async def add_account(tx: Tx, account: Account, password_hash: str) -> bool:
    """Add an account; False if its handle or address is taken, be it by a transaction that ended this moment."""
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(accounts).values(
        id=account.id,
        handle=account.handle,
        handle_key=handle_key(account.handle),
        email=account.email,
        email_key=email_key(account.email),
        password_hash=password_hash,
        is_operator=account.is_operator,
        created_at=tx.now,
    )
    return await tx.execute(statement.on_conflict_do_nothing()) == 1


async def has_handle(tx: Tx, handle: str) -> bool:
    return await _has_account(tx, accounts.c.handle_key == handle_key(handle))


async def has_email(tx: Tx, email: str) -> bool:
    return await _has_account(tx, accounts.c.email_key == email_key(email))


async def credentials(tx: Tx, login: str) -> RowMapping | None:
    """`id` and `password_hash` of the account with this e-mail address or handle."""
    if "@" in login:
        condition = accounts.c.email_key == email_key(login)
    else:
        condition = accounts.c.handle_key == handle_key(login.strip())
    return await tx.first(select(accounts.c.id, accounts.c.password_hash).where(condition))


async def password_hash(tx: Tx, account_id: str) -> str | None:
    return await tx.scalar(select(accounts.c.password_hash).where(accounts.c.id == account_id))  # type: ignore[no-any-return]


async def lock_account(tx: Tx, account_id: str) -> None:
    """What one person changes of themselves happens one after the other."""
    await tx.first(select(accounts.c.id).where(accounts.c.id == account_id).with_for_update())


async def set_operator(tx: Tx, account_id: str, *, is_operator: bool) -> None:
    await tx.execute(
        update(accounts).where(accounts.c.id == account_id).values(is_operator=is_operator)
    )


async def add_session(
    tx: Tx, session_id: str, account_id: str, expires_at: datetime, device: str = ""
) -> None:
    """Begin a session of who has just given their password."""
    await tx.execute(
        insert(sessions).values(
            id=session_id,
            account_id=account_id,
            created_at=tx.now,
            expires_at=expires_at,
            device=device,
            confirmed_at=tx.now,
        )
    )


async def end_session(tx: Tx, session_id: str) -> None:
    await tx.execute(delete(sessions).where(sessions.c.id == session_id))


async def forget_sessions(tx: Tx) -> int:
    """Delete sessions past their time; how many."""
    return await tx.execute(delete(sessions).where(sessions.c.expires_at < tx.now))


async def principals(tx: Tx, session_ids: Iterable[str]) -> dict[str, Principal]:
    """Who holds these sessions, by session id; sessions that ended or are too old are left out."""
    found = await tx.all(
        select(
            sessions.c.id,
            accounts.c.id.label("account_id"),
            accounts.c.handle,
            accounts.c.is_operator,
            profiles.c.language,
        )
        .join(accounts, sessions.c.account_id == accounts.c.id)
        .outerjoin(profiles, profiles.c.account_id == accounts.c.id)
        .where(sessions.c.id.in_(set(session_ids)), sessions.c.expires_at > tx.now)
    )
    roles_of: dict[str, dict[str, Role]] = {}
    ids = {row["account_id"] for row in found}
    for row in await tx.all(select(staff).where(staff.c.account_id.in_(ids))) if found else ():
        held = roles_of.setdefault(row["account_id"], {})
        held[row["brand_id"]] = STAFF_ROLES[row["role"]]
    return {
        row["id"]: Principal(
            row["account_id"],
            row["handle"],
            row["is_operator"],
            roles_of.get(row["account_id"], NO_ROLES),
            row["id"],
            row["language"],
        )
        for row in found
    }


async def roles(tx: Tx, account_id: str) -> dict[str, Role]:
    """The account's role by brand id."""
    rows = await tx.all(
        select(staff.c.brand_id, staff.c.role).where(staff.c.account_id == account_id)
    )
    return {row["brand_id"]: STAFF_ROLES[row["role"]] for row in rows}


async def memberships(tx: Tx, account_id: str) -> dict[str, RowMapping]:
    """`tier_rank` and `joined_at` by brand id."""
    rows = await tx.all(select(members).where(members.c.account_id == account_id))
    return {row["brand_id"]: row for row in rows}


async def join(
    tx: Tx, brand_id: str, account_id: str, tier_rank: int, review_at: datetime | None = None
) -> bool:
    """Make the account a member, who never falls below this tier; False if it was one already."""
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(members).values(
        brand_id=brand_id,
        account_id=account_id,
        tier_rank=tier_rank,
        joined_at=tx.now,
        floor_rank=tier_rank,
        judged_at=tx.now,
        review_at=review_at,
    )
    return await tx.execute(statement.on_conflict_do_nothing()) == 1


async def brand_staff(tx: Tx, brand_id: str) -> list[RowMapping]:
    """`account_id`, `handle` and `role`, by handle."""
    return list(
        await tx.all(
            select(staff.c.account_id, accounts.c.handle, staff.c.role)
            .join(accounts, accounts.c.id == staff.c.account_id)
            .where(staff.c.brand_id == brand_id)
            .order_by(accounts.c.handle_key)
        )
    )


async def lock_brand(tx: Tx, brand_id: str) -> None:
    """Changes of one brand's staff happen one after the other."""
    await tx.first(select(brands.c.id).where(brands.c.id == brand_id).with_for_update())


async def set_role(tx: Tx, brand_id: str, account_id: str, role: str) -> None:
    await remove_role(tx, brand_id, account_id)
    await tx.execute(
        insert(staff).values(brand_id=brand_id, account_id=account_id, role=role, since=tx.now)
    )


async def remove_role(tx: Tx, brand_id: str, account_id: str) -> bool:
    """Whether there was one to remove."""
    return (
        await tx.execute(
            delete(staff).where(staff.c.brand_id == brand_id, staff.c.account_id == account_id)
        )
        == 1
    )


async def other_managers(tx: Tx, brand_id: str, account_id: str) -> int:
    return int(
        await tx.scalar(
            select(func.count())
            .select_from(staff)
            .where(
                staff.c.brand_id == brand_id,
                staff.c.role == "manager",
                staff.c.account_id != account_id,
            )
        )
    )


async def add_brand(tx: Tx, brand: Brand) -> bool:
    """Add a brand with its tiers; False if its slug is taken."""
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(brands).values(
        id=brand.id,
        slug=brand.slug,
        name=brand.name,
        country=brand.country,
        currency=brand.currency,
        locale=brand.locale,
        tagline=brand.tagline,
        hue=brand.hue,
        created_at=tx.now,
    )
    if await tx.execute(statement.on_conflict_do_nothing(index_elements=["slug"])) == 0:
        return False
    if brand.tiers:
        rows = [{"brand_id": brand.id, **asdict(tier)} for tier in brand.tiers]
        await tx.execute(insert(tiers), rows)
    return True


async def save_brand(tx: Tx, brand: Brand) -> None:
    """Save what can be changed of it."""
    await tx.execute(
        update(brands)
        .where(brands.c.id == brand.id)
        .values(name=brand.name, tagline=brand.tagline, hue=brand.hue)
    )


async def _has_account(tx: Tx, condition: ColumnElement[bool]) -> bool:
    return await tx.first(select(accounts.c.id).where(condition)) is not None
