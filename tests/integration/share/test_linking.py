"""Making links, and what a sharer and a friend see of them."""

import asyncio

import pytest

from kit.auth import GUEST
from kit.clock import to_ms
from kit.errors import NotSignedIn, TooMany
from kit.ids import new_id
from kit.rate_limit import RateLimiter
from share.errors import NoSuchLink, NoSuchReward, NothingToShare, NotShareable
from share.linking import LISTED_LINKS, Linking
from share.links import Target
from share.views import DeskView, LinkPreview, NewLink

from .conftest import BASE_URL, Sharing


async def test_a_link_says_what_it_leads_to_and_what_it_earns(sharing: Sharing) -> None:
    show_id = sharing.add_target()

    link = await sharing.link(show_id)

    assert link.url == f"https://dealcast.example/s/{link.code}"
    assert link.qr_url == f"/s/{link.code}/qr.svg"
    assert (link.kind, link.target_id, link.title) == ("show", show_id, "A show")
    assert (link.brand_slug, link.currency) == (sharing.brand.slug, "EUR")
    assert (link.tier_name, link.rate_bp) == ("Silver", 500)
    assert (link.clicks, link.orders, link.pending_minor) == (0, 0, 0)
    assert link.created_at_ms == to_ms(sharing.world.now)
    assert await sharing.linking.link(link.code, BASE_URL) == link


async def test_the_same_person_and_target_give_the_same_link(sharing: Sharing) -> None:
    show_id = sharing.add_target()
    links = await asyncio.gather(*(sharing.link(show_id) for _ in range(8)))
    assert len({link.code for link in links}) == 1

    other = await sharing.world.person("other")
    new = NewLink(kind="show", target_id=show_id)
    assert (await sharing.linking.make_link(other, new, BASE_URL)).code != links[0].code


async def test_someone_who_has_not_joined_shares_without_a_rate(sharing: Sharing) -> None:
    new = NewLink(kind="show", target_id=sharing.add_target())
    other = await sharing.world.person("other")
    link = await sharing.linking.make_link(other, new, BASE_URL)
    assert (link.tier_name, link.rate_bp) == ("", 0)


async def test_a_guest_has_no_links(sharing: Sharing) -> None:
    new = NewLink(kind="show", target_id=sharing.add_target())
    with pytest.raises(NotSignedIn):
        await sharing.linking.make_link(GUEST, new, BASE_URL)
    with pytest.raises(NotSignedIn):
        await sharing.linking.desk(GUEST, BASE_URL)


@pytest.mark.parametrize(
    "target_id", [new_id(), "", "\x00", "x" * 5_000], ids=("unknown", "empty", "nul", "long")
)
async def test_what_is_not_there_cannot_be_shared(sharing: Sharing, target_id: str) -> None:
    with pytest.raises(NothingToShare):
        await sharing.linking.make_link(
            sharing.sharer, NewLink(kind="deal", target_id=target_id), BASE_URL
        )


async def test_a_deal_for_some_tiers_only_cannot_be_shared(sharing: Sharing) -> None:
    deal_id = sharing.add_target("deal", is_public=False)
    with pytest.raises(NotShareable, match="Share the show instead"):
        await sharing.link(deal_id, "deal")


async def test_only_new_links_count_towards_the_limit(sharing: Sharing) -> None:
    linking = Linking(sharing.world.work, sharing.find_target, RateLimiter())
    news = [NewLink(kind="show", target_id=sharing.add_target()) for _ in range(61)]
    for new in (*news[:60], *news[:5]):
        await linking.make_link(sharing.sharer, new, BASE_URL)
    with pytest.raises(TooMany):
        await linking.make_link(sharing.sharer, news[60], BASE_URL)


async def test_a_friend_sees_who_shares_what(sharing: Sharing) -> None:
    link = await sharing.link()
    destination = await sharing.destinations.open(link.code)
    assert await sharing.linking.preview(destination) == LinkPreview(
        code=link.code,
        kind="show",
        target_id=link.target_id,
        show_id=link.show_id,
        leads_to=f"/shows/{link.target_id}",
        title="A show",
        image_url="/pictures/one.svg",
        brand_id=sharing.brand.id,
        brand_slug=sharing.brand.slug,
        brand_name=sharing.brand.name,
        sharer_handle="sharer",
    )


async def test_a_code_that_nobody_was_given_leads_nowhere(sharing: Sharing) -> None:
    for code in ("nonesuch", "", "\x00"):
        with pytest.raises(NoSuchLink):
            await sharing.linking.link(code)
        with pytest.raises(NoSuchLink):
            await sharing.destinations.open(code)
    with pytest.raises(NoSuchReward):
        await sharing.linking.reward(new_id())


async def test_links_follow_a_new_title(sharing: Sharing) -> None:
    link = await sharing.link()
    sharing.targets["show", link.target_id] = Target(
        sharing.brand.id,
        link.show_id,
        "New title",
        "/pictures/two.svg",
        is_public=True,
        leads_to=link.leads_to,
    )
    await sharing.linking.refresh_target("show", link.target_id)
    await sharing.linking.refresh_target("show", new_id())

    preview = await sharing.linking.link(link.code)
    assert (preview.title, preview.image_url) == ("New title", "/pictures/two.svg")


async def test_a_new_desk_is_empty(sharing: Sharing) -> None:
    assert await sharing.linking.desk(sharing.sharer, BASE_URL) == DeskView(links=[], rewards=[])


async def test_the_desk_shows_the_newest_200_links_of_the_person(sharing: Sharing) -> None:
    links = [await sharing.link() for _ in range(LISTED_LINKS + 2)]
    desk = await sharing.linking.desk(sharing.sharer, BASE_URL)
    assert [link.code for link in desk.links] == [link.code for link in reversed(links[2:])]
    other = await sharing.world.person("other")
    assert (await sharing.linking.desk(other, BASE_URL)).links == []
