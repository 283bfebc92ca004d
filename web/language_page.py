"""Choosing the language of the pages: the choice is kept in a cookie, and the person comes back to where they were."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.auth import Principal, Role
from kit.errors import NotFound
from web.languages import LANGUAGE_COOKIE, LANGUAGES
from web.page import Page, local_path

KEPT = timedelta(days=365)


class LanguagePage:
    def pages(self) -> list[Page]:
        return [Page("/language/{code}", Role.GUEST, self.choose)]

    async def choose(self, request: Request, principal: Principal) -> Response:
        code = request.path_params["code"]
        if code not in LANGUAGES:
            raise NotFound("Pages are in English and Chinese.")
        answer = RedirectResponse(local_path(request.query_params.get("next")), 303)
        answer.set_cookie(
            LANGUAGE_COOKIE,
            code,
            max_age=int(KEPT.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer
