"""One set of compiled statements for all databases of a kind.

A process of the product has one engine, which compiles each statement once. Each test has an engine of its own, and a
third of what most of them did was to compile anew what the test before had compiled.
"""

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine

from kit import db


def share_compiled_statements(patch: pytest.MonkeyPatch) -> None:
    """Let engines that are made from now on use the dialect of the first of their kind that was connected, for by it compiled
    statements are found, and what that one has compiled."""
    create = db._create_engine
    first: dict[str, Engine] = {}

    def create_sharing(url: str, *, is_patient: bool) -> AsyncEngine:
        engine = create(url, is_patient=is_patient)
        own = engine.sync_engine
        if (shared := first.get(own.dialect.name)) is None:
            # Only a connection tells the dialect what the server can do.
            event.listen(own.pool, "connect", lambda *_: first.setdefault(own.dialect.name, own))
        else:
            own.dialect = own.pool._dialect = shared.dialect
            own._compiled_cache = shared._compiled_cache
        return engine

    patch.setattr(db, "_create_engine", create_sharing)
