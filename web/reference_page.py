"""`/docs`: the API reference."""

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from web.page import Page
from web.reference import Document, all_refusals, reference
from web.rendering import Rendering


class ReferencePage:
    def __init__(self, rendering: Rendering, openapi: Document, asyncapi: Document) -> None:
        self._rendering = rendering
        self._reference = reference(openapi, asyncapi, all_refusals())

    def pages(self) -> list[Page]:
        return [Page("/docs", Role.GUEST, self.docs)]

    async def docs(self, request: Request, principal: Principal) -> Response:
        return self._rendering.page(request, "docs.html", reference=self._reference)
