"""One's own data over HTTP."""

from starlette.responses import Response, StreamingResponse

from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import WrongPassword
from membership.privacy.erasing import Erasing
from membership.privacy.errors import LastToManage, NoExport, OrderInPayment
from membership.privacy.exporting import Exporting
from membership.privacy.views import Erasure, ExportView, MyExportView
from membership.routes import SESSION_COOKIE


class PrivacyRoutes:
    def __init__(self, exporting: Exporting, erasing: Erasing) -> None:
        self._exporting = exporting
        self._erasing = erasing

    def endpoints(self) -> list[Endpoint]:
        export = "/api/me/export"
        return [
            Endpoint("POST", export, Role.MEMBER, self.ask, "Have all data of mine gathered",
                     returns=ExportView, status=202),
            Endpoint("GET", export, Role.MEMBER, self.mine, "How far the gathering is",
                     returns=MyExportView),
            Endpoint("GET", f"{export}/file", Role.MEMBER, self.download,
                     "My data as a ZIP file, for 7 days", returns=bytes,
                     refusals=(NoExport,), media_type="application/zip"),
            Endpoint("POST", "/api/me/erasure", Role.MEMBER, self.erase,
                     "Erase me; this cannot be undone", body=Erasure, status=204,
                     refusals=(WrongPassword, OrderInPayment, LastToManage)),
        ]  # fmt: skip

    async def ask(self, call: Call[None]) -> ExportView:
        return await self._exporting.ask(call.principal)

    async def mine(self, call: Call[None]) -> MyExportView:
        return await self._exporting.mine(call.principal)

    async def download(self, call: Call[None]) -> Response:
        size, parts = await self._exporting.download(call.principal)
        headers = {
            "content-length": str(size),
            "content-disposition": 'attachment; filename="dealcast-my-data.zip"',
            "cache-control": "no-store",
        }
        return StreamingResponse(parts, headers=headers, media_type="application/zip")

    async def erase(self, call: Call[Erasure]) -> Response:
        await self._erasing.erase(call.principal, call.body.password)
        response = Response(status_code=204)
        response.delete_cookie(SESSION_COOKIE)
        return response
