"""The page behind the link at the end of a brand's mail. Opening it changes nothing; its button, or the mail program by the same
address (RFC 8058), ends the mail. Nobody has to sign in for it."""

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from kit.http import bounded_body
from membership.consents.consent import Source
from membership.consents.unsubscribing import Unsubscribing
from web.page import Page
from web.rendering import Rendering

ONE_CLICK = b"List-Unsubscribe=One-Click"


class UnsubscribePage:
    def __init__(self, rendering: Rendering, unsubscribing: Unsubscribing) -> None:
        self._rendering = rendering
        self._unsubscribing = unsubscribing

    def pages(self) -> list[Page]:
        return [Page("/unsubscribe/{token}", Role.GUEST, self.unsubscribe, takes_post=True)]

    async def unsubscribe(self, request: Request, _principal: Principal) -> Response:
        token, is_sent = request.path_params["token"], request.method == "POST"
        if is_sent:
            body = await bounded_body(request)
            source = Source.ONE_CLICK if ONE_CLICK in body else Source.LINK
            brand = await self._unsubscribing.unsubscribe(token, source)
        else:
            brand = await self._unsubscribing.brand_of(token)
        return self._rendering.page(
            request, "unsubscribe.html", brand_name=brand.name, is_done=is_sent
        )
