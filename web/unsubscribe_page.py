"""The page behind the link at the end of a brand's mail. Opening it changes nothing; its button, or the mail program by the same
address (RFC 8058), ends the mail. Nobody has to sign in for it."""

from starlette.responses import Response

from kit.auth import Role
from kit.http import Call, Endpoint, bounded_body
from membership.consents.consent import Source
from membership.consents.errors import BadUnsubscribeLink
from membership.consents.unsubscribing import Unsubscribing
from web.rendering import Rendering

ONE_CLICK = b"List-Unsubscribe=One-Click"


class UnsubscribePage:
    def __init__(self, rendering: Rendering, unsubscribing: Unsubscribing) -> None:
        self._rendering = rendering
        self._unsubscribing = unsubscribing

    def endpoints(self) -> list[Endpoint]:
        path = "/unsubscribe/{token}"
        return [
            Endpoint("GET", path, Role.GUEST, self.ask, "Ask whether to end a brand's mail",
                     returns=str, refusals=(BadUnsubscribeLink,), media_type="text/html"),
            Endpoint("POST", path, Role.GUEST, self.end, "End a brand's mail",
                     returns=str, refusals=(BadUnsubscribeLink,), media_type="text/html"),
        ]  # fmt: skip

    async def ask(self, call: Call[None]) -> Response:
        brand = await self._unsubscribing.brand_of(call.path("token"))
        return self._page(call, brand_name=brand.name, is_done=False)

    async def end(self, call: Call[None]) -> Response:
        body = await bounded_body(call.request)
        source = Source.ONE_CLICK if ONE_CLICK in body else Source.LINK
        brand = await self._unsubscribing.unsubscribe(call.path("token"), source)
        return self._page(call, brand_name=brand.name, is_done=True)

    def _page(self, call: Call[None], *, brand_name: str, is_done: bool) -> Response:
        return self._rendering.page(
            call.request, "unsubscribe.html", brand_name=brand_name, is_done=is_done
        )
