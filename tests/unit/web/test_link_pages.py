"""What opening a share link does to the browser, and what the preview tells."""

from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from commerce.views import DealView
from kit.auth import GUEST, Signer
from membership.views import BrandView
from share.clicks import Visitor
from share.errors import NoSuchLink
from share.views import LinkPreview, TargetKind
from streams.views import ShowView
from web.assets import Assets, PageAssets
from web.link_pages import LinkPages
from web.page import route
from web.problem_page import ProblemPage
from web.rendering import Rendering

KEY = "a secret key that only tests know"
VISITORS = Signer(KEY, "visitor", timedelta(days=90))
REFERRALS = Signer(KEY, "referral", timedelta(days=90))

BRAND = BrandView(
    id="b1", slug="kumoi", name="Kumoi Kiln", country="JP", currency="JPY", locale="ja_JP",
    tagline="Tea ware", hue=210, tiers=[],
)  # fmt: skip
SHOW = ShowView(
    id="s1", brand_id="b1", brand_slug="kumoi", brand_name="Kumoi Kiln", hue=210, title="Kiln <opening>",
    description="", status="live", scheduled_at_ms=0, started_at_ms=0, ended_at_ms=None,
    poster_url="/pictures/shows/s1.svg", version=1,
)  # fmt: skip
LINK = LinkPreview(
    code="k3m9x0", kind="deal", target_id="d1", show_id="s1", title="Teapot", image_url="/p.svg",
    brand_id="b1", brand_slug="kumoi", brand_name="Kumoi Kiln", sharer_handle="sol",
)  # fmt: skip


def deal(**more: Any) -> DealView:
    values = {
        "id": "d1", "show_id": "s1", "brand_id": "b1", "product_id": "p1", "title": "Teapot", "description": "",
        "image_url": "/p.svg", "list_price_minor": 12_800, "price_minor": 8_900, "currency": "JPY", "stock": 40,
        "stock_left": 13, "per_buyer_limit": 1, "min_tier_rank": 0, "duration_s": 600, "status": "live",
        "opened_at_ms": 0, "closes_at_ms": 600_000, "is_pinned": False, "is_lowest_price": False, "version": 1,
    }  # fmt: skip
    return DealView(**{**values, **more})


class NoAssets(Assets):
    def of(self, *entries: str) -> PageAssets:
        return PageAssets((), (), ())


class Visited:
    """Stands for the share slice: remembers who came, and counts those whom it is told to."""

    def __init__(self) -> None:
        self.visitors: list[Visitor] = []
        self.token: str | None = "click-1"
        self.deal = deal()
        self.link = LINK

    async def record(self, code: str, visitor: Visitor) -> str | None:
        self.visitors.append(visitor)
        return self.token

    async def preview(self, code: str) -> LinkPreview:
        if code != LINK.code:
            raise NoSuchLink("Ask the sender for the link again.")
        return self.link

    async def of_deal(self, deal_id: str) -> DealView:
        return self.deal


@pytest.fixture
def share() -> Visited:
    return Visited()


@pytest.fixture
async def browser(share: Visited) -> AsyncIterator[AsyncClient]:
    rendering = Rendering(NoAssets())

    async def show(show_id: str) -> ShowView:
        return SHOW

    async def brand(brand_id: str) -> BrandView:
        return BRAND

    pages: Any = LinkPages(
        rendering,
        SimpleNamespace(by_id=brand),  # type: ignore[arg-type]
        SimpleNamespace(get=show),  # type: ignore[arg-type]
        SimpleNamespace(get=share.of_deal),  # type: ignore[arg-type]
        share,  # type: ignore[arg-type]
        share,  # type: ignore[arg-type]
        VISITORS,
        REFERRALS,
        is_secure=False,
    )
    problems = ProblemPage(rendering)
    app = as_guest(Starlette(routes=[route(page, problems) for page in pages.pages()]))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://dealcast.test") as client:
        yield client


def as_guest(app: ASGIApp) -> ASGIApp:
    async def identified(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["principal"] = GUEST
        await app(scope, receive, send)

    return identified


def cookies_set(response: Response) -> dict[str, str]:
    lines = response.headers.get_list("set-cookie")
    return {line.split("=", 1)[0]: line for line in lines}


async def test_a_click_leaves_signed_cookies_that_scripts_cannot_read(browser: AsyncClient) -> None:
    response = await browser.get("/s/k3m9x0")
    cookies = cookies_set(response)
    assert set(cookies) == {"dc_ref", "dc_visitor"}
    assert all("HttpOnly" in line and "SameSite=lax" in line for line in cookies.values())
    assert REFERRALS.unsign(browser.cookies["dc_ref"]) == "click-1"
    assert VISITORS.unsign(browser.cookies["dc_visitor"]) is not None


async def test_who_comes_again_is_known_and_keeps_the_visitor_cookie(
    browser: AsyncClient, share: Visited
) -> None:
    await browser.get("/s/k3m9x0")
    again = await browser.get("/s/k3m9x0")
    assert set(cookies_set(again)) == {"dc_ref"}
    first, second = share.visitors
    assert first.visitor_id is None
    assert second.visitor_id == VISITORS.unsign(browser.cookies["dc_visitor"])


async def test_a_forged_visitor_cookie_is_nobody(browser: AsyncClient, share: Visited) -> None:
    browser.cookies["dc_visitor"] = "someone"
    await browser.get("/s/k3m9x0")
    assert share.visitors[0].visitor_id is None


async def test_a_visit_that_is_no_click_leaves_no_cookie(
    browser: AsyncClient, share: Visited
) -> None:
    share.token = None
    assert not cookies_set(await browser.get("/s/k3m9x0"))


async def test_a_head_request_and_a_look_ahead_are_told_as_such(
    browser: AsyncClient, share: Visited
) -> None:
    await browser.head("/s/k3m9x0")
    await browser.get("/s/k3m9x0", headers={"sec-purpose": "prefetch;prerender"})
    assert share.visitors[0].method == "HEAD"
    assert share.visitors[1].is_ahead_of_time


async def test_the_preview_says_who_shares_what_at_which_price(browser: AsyncClient) -> None:
    text = (await browser.get("/s/k3m9x0")).text
    assert "<strong>sol</strong> shares this with you" in text
    assert '<meta property="og:title" content="Teapot">' in text
    assert "¥8,900 instead of ¥12,800" in text
    assert '<meta property="og:image" content="http://dealcast.test/p.svg">' in text
    assert '<meta name="robots" content="noindex">' in text
    assert 'href="/shows/s1#deal-d1"' in text


@pytest.mark.parametrize(
    ("kind", "query", "target"),
    [
        ("show", "", "/shows/s1"),
        ("show", "?t=750", "/shows/s1?t=750"),
        ("show", "?t=&quot;", "/shows/s1"),
        ("deal", "?t=750", "/shows/s1#deal-d1"),
        ("clip", "", "/clips/d1"),
    ],
)
async def test_a_link_leads_to_what_it_is_about(
    browser: AsyncClient, share: Visited, kind: TargetKind, query: str, target: str
) -> None:
    share.link = replace(LINK, kind=kind)
    page = (await browser.get(f"/s/k3m9x0{query}")).text
    assert f'href="{target}"' in page
    assert ("Watch the clip" in page) is (kind == "clip")


@pytest.mark.parametrize("hidden", [{"min_tier_rank": 2}, {"status": "queued"}])
async def test_a_deal_that_is_not_for_everyone_shows_no_price(
    browser: AsyncClient, share: Visited, hidden: dict[str, Any]
) -> None:
    share.deal = deal(**hidden)
    text = (await browser.get("/s/k3m9x0")).text
    assert "8,900" not in text
    assert "12,800" not in text


async def test_texts_of_others_are_escaped(browser: AsyncClient) -> None:
    assert "Kiln &lt;opening&gt;" in (await browser.get("/s/k3m9x0")).text


async def test_an_unknown_link_says_so_on_a_page(browser: AsyncClient) -> None:
    response = await browser.get("/s/unknown0")
    assert response.status_code == 404
    assert "Ask the sender for the link again." in response.text
    assert not cookies_set(response)


async def test_the_qr_code_is_dark_on_white_and_counts_nothing(
    browser: AsyncClient, share: Visited
) -> None:
    response = await browser.get("/s/k3m9x0/qr.svg")
    assert response.headers["content-type"].startswith("image/svg+xml")
    assert "#fff" in response.text
    assert "#000" in response.text
    assert share.visitors == []
