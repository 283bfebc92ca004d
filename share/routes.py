"""Share over HTTP. The page behind a link, which counts the click, is the web's."""

from kit.auth import Role
from kit.http import Call, Endpoint
from share.errors import NothingToShare, NotShareable
from share.linking import Linking
from share.views import DeskView, LinkView, NewLink


class ShareRoutes:
    def __init__(self, linking: Linking, public_url: str | None) -> None:
        self._linking = linking
        self._public_url = public_url

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("POST", "/api/links", Role.MEMBER, self.make_link,
                     "My link to a show or deal: the same one each time",
                     body=NewLink, returns=LinkView, status=201,
                     refusals=(NothingToShare, NotShareable)),
            Endpoint("GET", "/api/links", Role.MEMBER, self.desk, "My links and what they earned",
                     returns=DeskView),
        ]  # fmt: skip

    async def make_link(self, call: Call[NewLink]) -> LinkView:
        return await self._linking.make_link(call.principal, call.body, self._base_url(call))

    async def desk(self, call: Call[None]) -> DeskView:
        return await self._linking.desk(call.principal, self._base_url(call))

    def _base_url(self, call: Call[NewLink] | Call[None]) -> str:
        return self._public_url or str(call.request.base_url).rstrip("/")
