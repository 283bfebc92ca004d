"""What opening a share link does to the browser, and what the preview tells."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from commerce.teams.views import TeamView
from commerce.views import DealView
from kit.auth import GUEST, Signer
from kit.http import starlette_routes
from membership.views import BrandView
from share.clicks import Counted, Visitor
from share.errors import NoSuchLink
from share.links import Link
from share.opening import Destination
from share.views import LinkPreview
from streams.views import ShowView
from tests.support.picture_files import picture, size
from web.assets import Assets, PageAssets
from web.embedding import Embedding
from web.following import Following
from web.link_pages import LinkPages
from web.page import route
from web.problem_page import ProblemPage
from web.rendering import Rendering
from web.share_cards import ShareCards
from web.shared import Shared

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
    code="k3m9x0", kind="deal", target_id="d1", show_id="s1", leads_to="/shows/s1#deal-d1", title="Teapot",
    image_url="/p.svg", brand_id="b1", brand_slug="kumoi", brand_name="Kumoi Kiln", sharer_handle="sol",
)  # fmt: skip
TARGET = Link(
    "l1", "k3m9x0", "sharer", "deal", "d1", "s1", "b1", "Teapot", "/p.svg", datetime(2026, 11, 11, tzinfo=UTC),
    "/shows/s1#deal-d1",
)  # fmt: skip
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile"


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
        self.deal: DealView | None = deal()
        self.team: TeamView | None = None
        self.photo: str | None = None
        self.jpeg: bytes | None = None
        self.link = TARGET
        self.asked = 0

    async def count(self, destination: Destination, visitor: Visitor) -> Counted | None:
        self.visitors.append(visitor)
        if self.token is None:
            return None
        browser = visitor.visitor_id or "browser-1"
        return Counted(self.token, browser, TARGET.created_at, ("l1", browser))

    async def open(self, code: str) -> Destination:
        if code != LINK.code:
            raise NoSuchLink("Ask the sender for the link again.")
        return Destination(self.link, {})

    async def shared(self, destination: Destination, language: str | None = None) -> Shared:
        self.asked += 1
        return Shared(LINK, BRAND, SHOW, self.deal, None, "teapot", self.photo, team=self.team)

    async def find_photo(self, image_url: str) -> bytes | None:
        assert image_url == self.photo
        return self.jpeg


@pytest.fixture
def share() -> Visited:
    return Visited()


@pytest.fixture
async def browser(share: Visited) -> AsyncIterator[AsyncClient]:
    rendering = Rendering(NoAssets())
    here: Any = share
    following = Following(rendering, here, here, here, VISITORS, REFERRALS, is_secure=False)
    pages = LinkPages(rendering, here, here, following, ShareCards(here.find_photo))
    problems = ProblemPage(rendering)
    routes = [
        *(route(page, problems) for page in pages.pages()),
        *starlette_routes(Embedding(rendering, here, here).endpoints()),
    ]
    transport = ASGITransport(as_guest(Starlette(routes=routes)))
    async with AsyncClient(
        transport=transport, base_url="http://dealcast.test", headers={"user-agent": PHONE}
    ) as client:
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
    assert '<meta property="og:image" content="http://dealcast.test/s/k3m9x0/card.png?v=' in text
    assert 'href="http://dealcast.test/api/oembed?url=http%3A//dealcast.test/s/k3m9x0' in text
    assert '<meta name="robots" content="noindex">' in text
    assert 'href="/shows/s1#deal-d1"' in text


async def test_the_preview_of_a_team_names_its_price_its_places_and_until_when(
    browser: AsyncClient, share: Visited
) -> None:
    share.team = TeamView(
        id="t1", deal_id="d1", show_id="s1", brand_id="b1", title="Teapot", status="forming", size=3, left=2,
        members=[], price_minor=7_000, currency="JPY", fills_by_ms=1_800_000, version=2,
    )  # fmt: skip
    text = (await browser.get("/s/k3m9x0")).text
    assert '<meta property="og:title" content="Teapot for ¥7,000 as a team of 3">' in text
    assert '<meta property="product:price:amount" content="7000">' in text
    asked = "/api/oembed?url=http%3A%2F%2Fdealcast.test%2Fs%2Fk3m9x0"
    embedded = (await browser.get(asked)).json()
    assert embedded["title"] == "Teapot for ¥7,000 as a team of 3"
    assert "2 places are left, until" in text
    assert 'datetime="1970-01-01T00:30:00' in text
    card = (await share.shared(Destination(TARGET, {}))).card
    assert (card.price, card.was, card.moment) == ("¥7,000", "¥8,900", "Until 00:30 UTC")
    assert "t1" in (await share.shared(Destination(TARGET, {}))).about


async def test_guests_share_what_was_rendered_until_it_changes(
    browser: AsyncClient, share: Visited
) -> None:
    for _ in range(3):
        await browser.get("/s/k3m9x0")
    assert share.asked == 1
    assert len(share.visitors) == 3


async def test_a_direct_link_leads_people_on_and_shows_programs_what_it_is(
    browser: AsyncClient, share: Visited
) -> None:
    share.link = replace(TARGET, is_direct=True, at_s=90, tags={"utm_source": "sol"})
    led = await browser.get("/s/k3m9x0?utm_campaign=fair")
    assert led.status_code == 302
    assert led.headers["location"] == ("/shows/s1?t=90&utm_source=sol&utm_campaign=fair#deal-d1")
    assert set(cookies_set(led)) == {"dc_ref", "dc_visitor"}
    shown = await browser.get("/s/k3m9x0", headers={"user-agent": "Twitterbot/1.0"})
    assert shown.status_code == 200
    assert "twitter:card" in shown.text


async def test_an_embedding_names_the_link_and_shows_its_picture_if_there_is_room(
    browser: AsyncClient,
) -> None:
    asked = "/api/oembed?url=http%3A%2F%2Fdealcast.test%2Fs%2Fk3m9x0"
    wide, narrow = (
        (await browser.get(asked)).json(),
        (await browser.get(f"{asked}&maxwidth=400")).json(),
    )
    assert (wide["type"], wide["title"], wide["author_name"]) == ("link", "Teapot", "Kumoi Kiln")
    assert wide["thumbnail_url"].startswith("http://dealcast.test/s/k3m9x0/card.png?v=")
    assert (wide["thumbnail_width"], wide["thumbnail_height"]) == (1200, 630)
    assert "thumbnail_url" not in narrow
    assert (await browser.get(f"{asked}&format=xml")).status_code == 422
    assert (
        await browser.get("/api/oembed?url=https%3A%2F%2Felsewhere.example%2Fs%2Fx")
    ).status_code == 404
    assert (await browser.get("/api/oembed")).status_code == 422


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
    picture = await browser.get("/s/k3m9x0/qr.png")
    assert picture.content.startswith(b"\x89PNG")
    response = await browser.get("/s/k3m9x0/qr.svg")
    assert response.headers["content-type"].startswith("image/svg+xml")
    assert "#fff" in response.text
    assert "#000" in response.text
    assert share.visitors == []


async def test_the_picture_has_the_products_own_photo_if_there_is_one(
    browser: AsyncClient, share: Visited
) -> None:
    drawn = await browser.get("/s/k3m9x0/card.png")
    assert drawn.headers["content-type"] == "image/png"
    share.photo, share.jpeg = "/pictures/products/p1/one.jpg", picture(640, 640)
    shown = await browser.get("/s/k3m9x0/card.jpg")
    assert shown.headers["content-type"] == "image/jpeg"
    assert size(shown.content) == (1200, 630)
    share.photo = "/pictures/products/p1/two.jpg"
    assert len({drawn.headers["etag"], shown.headers["etag"], await etag(browser)}) == 3
    text = (await browser.get("/s/k3m9x0")).text
    assert "http://dealcast.test/s/k3m9x0/card.jpg?v=" in text
    assert '<meta property="og:image:type" content="image/jpeg">' in text


async def test_a_photo_that_was_taken_back_meanwhile_is_drawn(
    browser: AsyncClient, share: Visited
) -> None:
    share.photo = "/pictures/products/p1/gone.jpg"
    assert (await browser.get("/s/k3m9x0/card.jpg")).headers["content-type"] == "image/png"


async def etag(browser: AsyncClient) -> str:
    return str((await browser.get("/s/k3m9x0/card.jpg")).headers["etag"])
