"""A claim goes by the socket that is there anyway, and a line that breaks between the press and the answer costs nobody their claim."""

import json
import re
from dataclasses import dataclass, field

from playwright.async_api import Page, Request, WebSocketRoute, expect

from tests.support.backstage import Backstage
from tests.support.person import Member
from tests.support.room import Room
from tests.support.waiting import until

LAMP = "Mond table lamp"


@dataclass
class Line:
    """The socket's line between a page and the server. It can break when the answer to a claim is on its way."""

    breaks: bool = False
    claimed_keys: list[str] = field(default_factory=list)
    requested_keys: list[str | None] = field(default_factory=list)
    """Of claims that went by requests."""

    async def lead(self, page: Page) -> None:
        await page.route_web_socket(re.compile("/live/"), self._connect)
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.url.endswith("/claims"):
            self.requested_keys.append(request.headers.get("idempotency-key"))

    def _connect(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def to_server(message: str | bytes) -> None:
            frame = json.loads(message)
            if frame["t"] == "claim":
                self.claimed_keys.append(frame["key"])
            server.send(message)

        async def to_page(message: str | bytes) -> None:
            if self.breaks and '"t":"claimed"' in str(message):
                await server.close()
                await socket.close(code=1001)
            else:
                socket.send(message)

        socket.on_message(to_server)
        server.on_message(to_page)


async def test_a_claim_goes_by_the_socket(member: Member, backstage: Backstage) -> None:
    show_id = await backstage.live_show("By the socket")
    await backstage.dropped(show_id, LAMP, stock=5)
    viewer, line = await member("clara_b"), Line()
    await line.lead(viewer.page)
    room = await Room.enter(viewer, show_id)
    await room.claim(LAMP).click()
    await expect(room.claim(LAMP)).to_have_text(re.compile("Pay now"))
    await expect(room.deal(LAMP)).to_contain_text("4 of 5 left")
    assert (len(line.claimed_keys), line.requested_keys) == (1, [])


async def test_a_claim_whose_answer_is_lost_with_the_line_is_found_and_not_made_twice(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Cut off")
    deal = await backstage.dropped(show_id, LAMP, stock=5, per_buyer_limit=3)
    viewer, line = await member("emily_t"), Line(breaks=True)
    await line.lead(viewer.page)
    room = await Room.enter(viewer, show_id)
    await room.claim(LAMP).click()
    await expect(room.claim(LAMP)).to_have_text(re.compile("Pay now"))
    await until(lambda: line.requested_keys == line.claimed_keys)
    line.breaks = False
    await expect(room.page.get_by_text("Reconnecting")).to_have_count(0)
    await expect(room.deal(LAMP)).to_contain_text("4 of 5 left")
    mine = await viewer.call("GET", "/api/orders")
    lines = [line for order in mine for line in order["lines"] if line["deal_id"] == deal["id"]]
    assert [line["quantity"] for line in lines] == [1]
