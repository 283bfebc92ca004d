"""What is asked of the database: statements that somebody sends, and nobody else meanwhile.

with statements_to(database) as sent:
    await guest.get("/brands")
assert len(sent) == 4
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event

from kit.db import Database

_sent: ContextVar[list[str] | None] = ContextVar("sent", default=None)


@contextmanager
def statements_to(database: Database) -> Iterator[list[str]]:
    """Those of this task, and of the tasks that it begins."""
    sent: list[str] = []
    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", _note)
    token = _sent.set(sent)
    try:
        yield sent
    finally:
        _sent.reset(token)
        event.remove(engine, "before_cursor_execute", _note)


def _note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    sent = _sent.get()
    if sent is not None:
        sent.append(statement)
