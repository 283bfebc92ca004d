"""Ending a brand's e-mail by the signed link in it, without signing in.

The link says whose mail of which brand it ends, and grants nothing else. Opening it changes nothing: mail programs and scanners
open links. A POST to the same address does it, by the button or by the mail program itself (RFC 8058).
"""

from datetime import timedelta

from kit.auth import Signer
from kit.ids import ID_LENGTH
from kit.unit_of_work import UnitOfWork
from membership import directory
from membership.consents.choosing import decide
from membership.consents.consent import Channel, Source
from membership.consents.errors import BadUnsubscribeLink
from membership.views import BrandView

LINK_LASTS = timedelta(days=730)


class Unsubscribing:
    def __init__(self, work: UnitOfWork, secret_key: str) -> None:
        self._work = work
        self._signer = Signer(secret_key, "unsubscribe", LINK_LASTS)

    def path(self, account_id: str, brand_id: str) -> str:
        """Where the person ends the brand's mail: for the mail's last line and its `List-Unsubscribe`."""
        return f"/unsubscribe/{self._signer.sign(account_id + brand_id)}"

    async def brand_of(self, token: str) -> BrandView:
        """Whose mail the link ends.

        Raises:
            BadUnsubscribeLink
        """
        _, brand_id = self._read(token)
        async with self._work.read() as tx:
            brand = await directory.brand(tx, brand_id)
        if brand is None:
            raise BadUnsubscribeLink()
        return brand.view()

    async def unsubscribe(self, token: str, source: Source) -> BrandView:
        """Let the brand write no more e-mail to this person; a second time changes nothing.

        Raises:
            BadUnsubscribeLink
        """
        account_id, brand_id = self._read(token)
        brand = await self.brand_of(token)
        async with self._work.write() as tx:
            await decide(tx, account_id, brand_id, Channel.EMAIL, source, is_given=False)
        return brand

    def _read(self, token: str) -> tuple[str, str]:
        value = self._signer.unsign(token)
        if value is None:
            raise BadUnsubscribeLink(
                "Use the link as it stands in the mail, or sign in and choose on your profile."
            )
        return value[:ID_LENGTH], value[ID_LENGTH:]
