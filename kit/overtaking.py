"""Processes that write about the same things at once: whoever comes second meets what it did not see when it looked, and looks again.

await looking_again(partial(self._credit, orders))
"""

from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError

log = structlog.get_logger()

LOOKS = 6
_IN_EACH_OTHERS_WAY = "40"
"""SQLSTATE class: a deadlock, or a serialization failure."""


async def looking_again(write: Callable[[], Awaitable[None]]) -> None:
    """Write in a transaction that looks first, as often as another was faster; in the end that one's key, or what the database
    refuses for another reason, is the answer.

    Raises:
        IntegrityError, DBAPIError
    """
    for _ in range(LOOKS - 1):
        try:
            return await write()
        except DBAPIError as error:
            if not _was_overtaken(error):
                raise
            log.info("overtaking.again", error=str(error.orig))
    return await write()


def _was_overtaken(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, IntegrityError) or str(state).startswith(_IN_EACH_OTHERS_WAY)
