"""Turns templates into pages.

    rendering = Rendering(Assets(), public_url=None)
    rendering.page(request, "home.html", entries=("site",), live=shows)

The page is in the language that the person chose, reads by their profile, or whose browser asks for it. Everything is escaped unless a filter says that it is safe; an undefined name is an error, never an empty text.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kit.auth import GUEST, Principal, Role
from kit.settings import StripeSettings
from web.assets import Assets
from web.filters import filters_in
from web.languages import CHINESE, LANGUAGES, Language, language_for, translations
from web.policy import policy

TEMPLATES = Path(__file__).parent / "templates"
EVERYWHERE = "site"
"""The entry that each page has."""


class Rendering:
    def __init__(
        self,
        assets: Assets,
        public_url: str | None = None,
        stripe: StripeSettings | None = None,
        media_url: str | None = None,
    ) -> None:
        """Without Stripe, cards are the sandbox's."""
        self.assets = assets
        self.public_url = public_url
        self._stripe = stripe
        self._media_url = media_url
        self._templates = {each: _environment(each) for each in LANGUAGES.values()}

    def page(
        self,
        request: Request,
        template: str,
        *,
        entries: Sequence[str] = (),
        status: int = 200,
        takes_payment: bool = False,
        has_video: bool = False,
        **values: Any,
    ) -> HTMLResponse:
        """The template, with these values and what each page needs: who looks, where, and the assets.

        Only a page that `takes_payment` may load Stripe's script, and only one that `has_video` may fetch video.
        """
        stripe = self._stripe if takes_payment else None
        media_url = self._media_url if has_video else None
        viewer = _viewer(request)
        language = language_for(dict(request.scope["headers"]), viewer["principal"].language)
        content = (
            self._templates[language]
            .get_template(template)
            .render(
                **values,
                **viewer,
                path=request.url.path,
                here=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
                language=language,
                languages=LANGUAGES.values(),
                base_url=self.base_url(request),
                is_sandbox=self._stripe is None,
                stripe=stripe,
                assets=self.assets.of(*_words(language), EVERYWHERE, *entries),
            )
        )
        # What a page shows depends on who looks.
        headers = {"cache-control": "private, no-cache", "content-language": language.tag}
        if stripe or media_url:
            headers["content-security-policy"] = policy(stripe, media_url)
        return HTMLResponse(content, status, headers)

    def text(self, template: str, language: Language, **values: Any) -> str:
        """The template with these values alone, for what is no page."""
        text: str = (
            self._templates[language].get_template(template).render(language=language, **values)
        )
        return text

    def base_url(self, request: Request) -> str:
        """Scheme and host that people see, without a slash at the end."""
        return self.public_url or str(request.base_url).rstrip("/")


def _viewer(request: Request) -> dict[str, Any]:
    principal: Principal = getattr(request.state, "principal", GUEST)
    return {"principal": principal, "is_staff": principal.highest() >= Role.MODERATOR}


def _words(language: Language) -> tuple[str, ...]:
    """The entry that brings a language's texts, before all others."""
    return (language.code,) if language is CHINESE else ()


def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        translations(language), newstyle=True
    )
    environment.filters.update(filters_in(language.locale))
    return environment
