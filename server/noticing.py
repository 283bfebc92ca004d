"""Where people are seen when it matters: when they take a share link, and when they pay (docs/cheating.md).

Their browser is known by the cookie that share links give too; whoever has none gets one with the answer.
"""

from dataclasses import replace
from typing import Any

from starlette.responses import Response

from kit.auth import Signer
from kit.http import Call, Endpoint, json_response
from kit.ids import new_secret
from share.review.marks import Visit
from share.review.traces import Traces
from web.following import KEPT, VISITOR_COOKIE

NOTICED = {
    ("POST", "/api/links"),
    ("POST", "/api/checkouts"),
    ("POST", "/api/orders/{order_id}/payment"),
}
LONGEST_USER_AGENT = 500


class Noticing:
    def __init__(self, traces: Traces, visitor_signer: Signer, *, is_secure: bool) -> None:
        self._traces = traces
        self._visitor_signer = visitor_signer
        self._is_secure = is_secure

    def noticed(self, endpoints: list[Endpoint]) -> list[Endpoint]:
        """The endpoints, of which those where it matters note who calls."""
        return [
            self._noticed(each) if (each.method, each.path) in NOTICED else each
            for each in endpoints
        ]

    def _noticed(self, endpoint: Endpoint) -> Endpoint:
        async def handler(call: Call[Any]) -> Any:
            known = self._visitor_signer.unsign(call.request.cookies.get(VISITOR_COOKIE))
            browser_id = known or new_secret()
            await self._traces.note(_visit(call, browser_id))
            result = await endpoint.handler(call)
            if known is not None:
                return result
            answer = json_response(result, endpoint.status)
            self._give_cookie(answer, browser_id)
            return answer

        return replace(endpoint, handler=handler)

    def _give_cookie(self, answer: Response, browser_id: str) -> None:
        answer.set_cookie(
            VISITOR_COOKIE,
            self._visitor_signer.sign(browser_id),
            max_age=int(KEPT.total_seconds()),
            httponly=True,
            secure=self._is_secure,
            samesite="lax",
        )


def _visit(call: Call[Any], browser_id: str) -> Visit:
    return Visit(
        account_id=call.principal.account(),
        browser_id=browser_id,
        ip=call.client_ip,
        user_agent=call.request.headers.get("user-agent", "")[:LONGEST_USER_AGENT],
    )
