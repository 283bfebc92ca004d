"""Links that do something once: the secret goes into a letter, and only its hash is kept."""

import hashlib

from sqlalchemy import RowMapping

from kit.ids import new_secret
from kit.unit_of_work import Tx
from membership import store as membership
from membership.security import store
from membership.security.errors import LinkSpent
from membership.security.letter import TOKEN_LASTS


async def make_token(tx: Tx, account_id: str, email: str | None = None) -> str:
    """For a new password, or for this address."""
    token = new_secret()
    await store.add_token(tx, hash_of(token), account_id, email, tx.now + TOKEN_LASTS)
    return token


async def read_token(tx: Tx, token: str, *, is_for_email: bool) -> RowMapping:
    """`account_id` and `email`.

    Raises:
        LinkSpent
    """
    found = await store.token(tx, hash_of(token))
    if found is None or (found["email"] is not None) != is_for_email:
        raise _spent()
    return found


async def use_token(tx: Tx, token: str, *, is_for_email: bool) -> RowMapping:
    """The same, and nobody can use it again. What is changed of the account by it happens one after the other.

    Raises:
        LinkSpent
    """
    found = await read_token(tx, token, is_for_email=is_for_email)
    await membership.lock_account(tx, found["account_id"])
    if not await store.spend_token(tx, hash_of(token)):
        raise _spent()
    return found


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _spent() -> LinkSpent:
    return LinkSpent("It was used already, or is older than 30 minutes. Ask for another one.")
