"""The effect of one attempt of a client, once: the slice's use of idempotency keys."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from kit import idempotency
from kit.idempotency import KeyReused
from kit.unit_of_work import Tx


class Attempt:
    """One request by its owner and key. Without a key it is remembered by nobody and always new."""

    def __init__(self, owner: str, key: str | None, *parameters: Any) -> None:
        self._owner = owner
        self._key = key
        self._parameters = idempotency.fingerprint(*parameters)

    async def recall(self, tx: Tx) -> str | None:
        """What was kept when the attempt succeeded. Ask after taking the lock that serializes its effects.

        Raises:
            KeyReused: the key belongs to another request.
        """
        if self._key is None:
            return None
        return await idempotency.recall(tx, self._owner, self._key, self._parameters)

    async def keep(self, tx: Tx, answer: str) -> None:
        """Keep the answer with the effects.

        Raises:
            KeyReused: another request took the key at the same time, under another lock.
        """
        if self._key is None:
            return
        try:
            await idempotency.keep(tx, self._owner, self._key, self._parameters, answer)
        except IntegrityError as error:
            raise KeyReused("Send a new Idempotency-Key with a new request.") from error
