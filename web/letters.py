"""Campaigns' mails, as text and as HTML, in the brand's language as far as there are texts in it."""

from collections.abc import Callable

from kit.mail import Letter
from membership.campaigns.campaign import Campaign
from membership.people import Account, Brand
from web.languages import ENGLISH, LANGUAGES
from web.rendering import Rendering

UnsubscribePath = Callable[[str, str], str]
"""By account and brand: where someone says, without signing in, that the brand may not mail them any more."""


class Letters:
    def __init__(
        self, rendering: Rendering, base_url: str, unsubscribe_path: UnsubscribePath
    ) -> None:
        self._rendering = rendering
        self._base_url = base_url
        self._unsubscribe_path = unsubscribe_path

    def compose(self, campaign: Campaign, brand: Brand, account: Account) -> Letter:
        unsubscribe_url = self._base_url + self._unsubscribe_path(account.id, brand.id)
        language = LANGUAGES.get(brand.locale[:2], ENGLISH)
        values = {
            "campaign": campaign,
            "brand": brand,
            "handle": account.handle,
            "base_url": self._base_url,
            "unsubscribe_url": unsubscribe_url,
        }
        return Letter(
            id=f"{campaign.id}.{account.id}",
            to=account.email,
            from_name=brand.name,
            subject=campaign.subject,
            text=self._rendering.text("letter.txt", language, **values),
            html=self._rendering.text("letter.html", language, **values),
            headers={
                "List-Unsubscribe": f"<{unsubscribe_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
