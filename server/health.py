"""For whoever runs it: is the process alive, can it serve, and what is it doing."""

import asyncio

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kit.broker import Broker
from kit.db import Database

ANSWER_WITHIN_S = 2.0
"""Who says nothing by then does not answer."""


class Health:
    """`broker` is None where a process needs none."""

    def __init__(self, database: Database, broker: Broker | None) -> None:
        self._database = database
        self._broker = broker

    def routes(self) -> list[Route]:
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
        ]

    async def alive(self, _request: Request) -> Response:
        """200 as long as the process answers."""
        return JSONResponse({"status": "alive"})

    async def ready(self, _request: Request) -> Response:
        """200 if the database and the broker answer, else 503 that says which does not."""
        checks = {"database": await self._database_answers()}
        if self._broker is not None:
            checks["broker"] = await self._broker.is_ready()
        is_ready = all(checks.values())
        return JSONResponse(
            {"status": "ready" if is_ready else "not ready", "checks": checks},
            200 if is_ready else 503,
        )

    async def metrics(self, _request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S), self._database.reading() as connection:
                await connection.execute(text("SELECT 1 FROM alembic_version"))
        except Exception:
            return False
        return True
