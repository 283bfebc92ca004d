"""`/docs`: the API reference."""

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from web.page import Page
from web.reference import Reference
from web.rendering import Rendering


class ReferencePage:
    def __init__(self, rendering: Rendering, make_reference: Callable[[], Reference]) -> None:
        self._rendering = rendering
        self._make_reference = make_reference

    def pages(self) -> list[Page]:
        return [Page("/docs", Role.GUEST, self.docs)]

    async def docs(self, request: Request, principal: Principal) -> Response:
        # In a thread: what describes the whole API takes longer to make than a room should wait.
        reference = await asyncio.to_thread(self._make_reference)
        return self._rendering.page(request, "docs.html", reference=reference)
