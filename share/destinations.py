"""Where links lead, kept in memory: following a link is what most people do most often.

What a process keeps is forgotten when the link or what it leads to changes, in any process (`server/link_news.py`), and
after a minute in any case, should that not be heard. While the database is away, what is kept is still good.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kit.batching import Batched
from kit.group_commit import is_transient
from kit.kept import Kept
from kit.unit_of_work import UnitOfWork
from share.errors import LinkOver, NoSuchLink
from share.links import Elsewhere
from share.opening import Destination
from share.store import links as store_links

MOST = 50_000
"""About 1 kB each."""
LASTS_S = 60.0
LONGEST_CODE = 32
NOWHERE_ELSE: Mapping[str, Elsewhere] = MappingProxyType({})


class Destinations:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._known = Kept[str, Destination](MOST, LASTS_S)
        self._loading = Batched(self.load)

    async def open(self, code: str) -> Destination:
        """Where the link leads, whichever case its code is written in.

        Raises:
            NoSuchLink, LinkOver
        """
        destination = self._known.fresh(code) or await self._found(code.lower())
        if self._is_over(destination):
            raise LinkOver("Ask the sender for another one, or look at what is on now.")
        return destination

    def known(self, code: str) -> Destination | None:
        """What is kept of the link, if it is not old and the link not over."""
        destination = self._known.fresh(code)
        return None if destination is None or self._is_over(destination) else destination

    async def load(self, codes: Sequence[str]) -> Mapping[str, Destination]:
        """Look these up: those that are there are `known` from now on."""
        mark = self._known.mark
        found = await store_links.look_up(self._work, codes)
        places: Mapping[str, Mapping[str, Elsewhere]] = {}
        if elsewhere := [link.id for link, leads_elsewhere in found if leads_elsewhere]:
            async with self._work.read() as tx:
                places = await store_links.places(tx, elsewhere)
        destinations = {
            link.code: Destination(link, places.get(link.id, NOWHERE_ELSE)) for link, _ in found
        }
        for code, destination in destinations.items():
            self._known.keep(code, destination, mark)
        return destinations

    def forget(self, code: str) -> None:
        self._known.forget(code)

    def forget_target(self, target_id: str) -> None:
        """Forget all links to it, or, if it is a brand, to what is the brand's."""
        self._known.forget_where(
            lambda known: target_id in {known.link.target_id, known.link.brand_id}
        )

    def _is_over(self, destination: Destination) -> bool:
        link = destination.link
        return link.expires_at is not None and link.is_over(self._work.clock())

    async def _found(self, code: str) -> Destination:
        if not is_code(code):
            raise _unknown()
        try:
            destination = await self._loading.get(code)
        except Exception as error:
            destination = self._known.old(code)
            if destination is None or not is_transient(error):
                raise
            return destination
        if destination is None:
            raise _unknown()
        return destination


def is_code(text: str) -> bool:
    return 0 < len(text) <= LONGEST_CODE and text.isascii() and text.replace("-", "").isalnum()


def _unknown() -> NoSuchLink:
    return NoSuchLink("Check the address, or ask the sender for the link again.")
