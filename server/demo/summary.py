"""What to tell whoever starts the demo: who can sign in, and which pages to open."""

from dataclasses import dataclass

from kit.unit_of_work import UnitOfWork
from membership import directory
from server.demo.people import LISTED, LIVE_BRAND, PASSWORD, SHARER
from server.demo.vouchers import CODE
from share.store import links as store_links
from streams.shows import Shows
from streams.views import ShowView

NOT_THE_DEMO = "The database has brands of its own, so no demo was added to them."


@dataclass(frozen=True, slots=True)
class SignIn:
    handle: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    path: str
    words: str


@dataclass(frozen=True, slots=True)
class DemoSummary:
    sign_ins: tuple[SignIn, ...]
    """Empty if the database holds something else."""
    pages: tuple[Page, ...]

    def text(self, base_url: str = "http://127.0.0.1:8000") -> str:
        """For a terminal. `base_url` has no slash at the end."""
        if not self.sign_ins:
            return NOT_THE_DEMO
        pages = [(base_url + page.path, page.words) for page in self.pages]
        people = [(person.handle, person.words) for person in self.sign_ins]
        return "\n".join(
            (
                "Pages to open:",
                *_columns(pages),
                f"Sign in with one of these handles and the password {PASSWORD}:",
                *_columns(people),
            )
        )


async def summary(work: UnitOfWork) -> DemoSummary | None:
    """The summary of the demo that is in the database; None if none is."""
    async with work.read() as tx:
        brand = await directory.brand_by_slug(tx, LIVE_BRAND)
        sharer = await directory.account_by_handle(tx, SHARER)
        if brand is None or sharer is None or sharer.email != f"{SHARER}@example.com":
            return None
        links = await store_links.last_links(tx, sharer.id, 1)
    shows = Shows(work)
    live, ended = await shows.find("live", LIVE_BRAND), await shows.find("ended")
    upcoming = await shows.find("scheduled")
    shared = [Page(link.path, f"a link that {SHARER} shared: {link.title}") for link in links]
    sign_ins = tuple(SignIn(person.handle, person.words) for person in LISTED)
    return DemoSummary(sign_ins, (*_pages(live, upcoming, ended), *shared))


def _pages(
    live: list[ShowView], upcoming: list[ShowView], ended: list[ShowView]
) -> tuple[Page, ...]:
    pages = [Page("/", "the festival")]
    for show in live[:1]:
        pages.append(Page(f"/shows/{show.id}", f"live now: {show.title}, {show.brand_name}"))
        pages.append(Page(f"/host/shows/{show.id}", "its control panel, for its host"))
    pages += [Page(f"/shows/{show.id}", f"to come: {show.title}") for show in upcoming[:1]]
    pages += [Page(f"/shows/{show.id}", f"ended: {show.title}") for show in ended[:1]]
    pages.append(Page("/vouchers", f"your vouchers; the code {CODE} gives you one"))
    pages.append(Page("/wallet", "your tiers and points, and what they buy"))
    pages += [Page("/orders", "what you bought"), Page("/links", "what your links earned")]
    return tuple(pages)


def _columns(rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(first) for first, _ in rows) + 2
    return [f"  {first:<{width}}{second}" for first, second in rows]
