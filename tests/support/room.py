"""The live room as a person uses it: where things are on its page, in words."""

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from tests.support.person import Person

GOOD_CARD, DECLINED_CARD = "4242 4242 4242 4242", "4000 0000 0000 0002"


@dataclass(frozen=True, slots=True)
class Room:
    """What someone has before them in a room."""

    page: Page

    @classmethod
    async def enter(cls, someone: Person, show_id: str) -> "Room":
        """Open the show's page and wait until its state has arrived."""
        await someone.page.goto(f"/shows/{show_id}")
        room = cls(someone.page)
        await room.has_entered()
        return room

    async def has_entered(self) -> None:
        await expect(self.page.locator(".rail")).to_be_visible()
        await expect(self.page.locator(".rail .skeleton")).to_have_count(0)

    def deal(self, title: str) -> Locator:
        """The deal's card in the rail."""
        return self.page.get_by_role("region", name="Deals").get_by_role("article", name=title)

    def claim(self, title: str) -> Locator:
        """The card's button, whatever it offers."""
        return self.deal(title).locator(".claim").get_by_role("button").last

    @property
    def chat(self) -> Locator:
        return self.page.get_by_role("log", name="Chat")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message")

    @property
    def audience(self) -> Locator:
        return self.page.locator(".stage-audience .numeral")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    async def say(self, text: str) -> None:
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def sign_up(self, handle: str, password: str = "correct horse battery") -> None:
        """Fill in the dialog that asks a guest to create an account."""
        await self.dialog.get_by_label("Handle").fill(handle)
        await self.dialog.get_by_label("E-mail").fill(f"{handle}@example.com")
        await self.dialog.get_by_label("Password").fill(password)
        await self.dialog.get_by_role("tabpanel").get_by_role("button").click()

    async def pay_now(self, title: str) -> None:
        """Open the payment of a deal that was claimed."""
        await expect(self.claim(title)).to_have_text(re.compile("Pay now"))
        await self.claim(title).click()

    async def pay(self, number: str = GOOD_CARD) -> None:
        """Pay what the dialog shows with one of the sandbox's cards."""
        await self.dialog.get_by_label("Card number").fill(number)
        await self.dialog.get_by_label("Expiry").fill("12/34")
        await self.dialog.get_by_label("CVC").fill("123")
        await self.dialog.get_by_role("button", name=re.compile("^Pay ")).click()
