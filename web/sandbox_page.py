"""Where a card's holder confirms a payment of the sandbox: the bank's page, as it were."""

from starlette.requests import Request
from starlette.responses import Response

from commerce.payments.sandbox.gateway import Sandbox
from kit.auth import Principal, Role
from web.page import Page
from web.rendering import Rendering


class SandboxPage:
    def __init__(self, rendering: Rendering, sandbox: Sandbox) -> None:
        self._rendering = rendering
        self._sandbox = sandbox

    def pages(self) -> list[Page]:
        return [Page("/sandbox/{secret}", Role.GUEST, self.confirmation)]

    async def confirmation(self, request: Request, _principal: Principal) -> Response:
        secret = request.path_params["secret"]
        return self._rendering.page(
            request, "sandbox.html", charge=await self._sandbox.asking(secret), secret=secret
        )
