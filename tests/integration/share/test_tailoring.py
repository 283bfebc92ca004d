"""Links made to one's wishes: names, ends, moments, tags and languages."""

import asyncio
from datetime import timedelta

import pytest

from kit.clock import to_ms
from kit.errors import Forbidden, Invalid
from share.errors import CodeRefused, CodeTaken, LinkOver, NoSuchLink
from share.events import LinkChanged
from share.links import Target
from share.opening import Destination
from share.views import LinkChange, NewLink, Tags, TargetChoice

from .conftest import BASE_URL, Sharing


async def opened(sharing: Sharing, code: str) -> Destination:
    sharing.destinations.forget(code.lower())
    return await sharing.destinations.open(code)


async def test_a_name_opens_the_link_in_whatever_case(sharing: Sharing) -> None:
    link = await sharing.link(code="Kiln-Opening")
    assert link.url == f"{BASE_URL}/s/kiln-opening"
    assert link.is_tailored
    for written in ("kiln-opening", "KILN-OPENING", "Kiln-opening"):
        assert (await sharing.destinations.open(written)).link.code == "kiln-opening"


async def test_nobody_has_the_same_name_in_another_case(sharing: Sharing) -> None:
    show_id = sharing.add_target()
    other = await sharing.world.person("other")
    mine = await sharing.link(show_id, code="evening")
    new = NewLink(kind="show", target_id=show_id, code="EVENING")
    with pytest.raises(CodeTaken):
        await sharing.linking.make_link(other, new, BASE_URL)
    assert (await sharing.linking.make_link(sharing.sharer, new, BASE_URL)).code == mine.code


async def test_of_many_who_want_a_name_at_once_one_gets_it(sharing: Sharing) -> None:
    people = [await sharing.world.person(f"person{number}") for number in range(6)]
    new = NewLink(kind="show", target_id=sharing.add_target(), code="only-one")
    answers = await asyncio.gather(
        *(sharing.linking.make_link(person, new, BASE_URL) for person in people),
        return_exceptions=True,
    )
    assert sum(not isinstance(answer, BaseException) for answer in answers) == 1
    assert sum(isinstance(answer, CodeTaken) for answer in answers) == 5


async def test_a_brands_own_name_is_its_staffs(sharing: Sharing) -> None:
    with pytest.raises(Forbidden, match="kept for its staff"):
        await sharing.link(code=sharing.brand.slug)
    host = await sharing.world.person("host", sharing.brand, "host")
    new = NewLink(kind="brand", target_id=sharing.add_target("brand"), code=sharing.brand.slug)
    assert (await sharing.linking.make_link(host, new, BASE_URL)).code == sharing.brand.slug


async def test_words_of_the_site_cannot_be_names(sharing: Sharing) -> None:
    with pytest.raises(CodeRefused):
        await sharing.link(code="admin")


@pytest.mark.parametrize("kind", ["show", "deal", "product", "brand"])
async def test_everything_that_is_there_can_be_shared(sharing: Sharing, kind: str) -> None:
    target_id = sharing.add_target(kind)  # type: ignore[arg-type]
    link = await sharing.link(target_id, kind)  # type: ignore[arg-type]
    destination = await opened(sharing, link.code)
    assert destination.leads_to(None) == f"/{kind}s/{target_id}"
    assert (link.show_id is None) == (kind in {"product", "brand"})


async def test_a_moment_has_a_link_of_its_own_and_leads_there(sharing: Sharing) -> None:
    show_id = sharing.add_target()
    whole, at_ten = await sharing.link(show_id), await sharing.link(show_id, at_s=600)
    assert whole.code != at_ten.code == (await sharing.link(show_id, at_s=600)).code
    assert (await opened(sharing, at_ten.code)).leads_to(None) == f"/shows/{show_id}?t=600"


async def test_tags_are_passed_on_and_those_of_the_visit_win(sharing: Sharing) -> None:
    link = await sharing.link(tags=Tags(utm_source="sol", utm_campaign="11.11 & more"))
    destination = await opened(sharing, link.code)
    assert destination.leads_to(None, {"utm_source": "mail"}) == (
        f"/shows/{link.target_id}?utm_source=mail&utm_campaign=11.11+%26+more"
    )
    assert link.tags == Tags(utm_source="sol", utm_campaign="11.11 & more")


async def test_a_language_leads_to_its_own_target_of_the_same_brand(sharing: Sharing) -> None:
    german, foreign = sharing.add_target(), sharing.add_target(brand=await sharing.world.brand())
    link = await sharing.link(by_language={"de": TargetChoice(kind="show", target_id=german)})
    destination = await opened(sharing, link.code)
    assert link.languages == ["de"]
    assert destination.leads_to("de") == f"/shows/{german}"
    assert destination.leads_to("fr") == destination.leads_to(None) == f"/shows/{link.target_id}"
    with pytest.raises(Invalid, match="of one brand"):
        await sharing.link(by_language={"de": TargetChoice(kind="show", target_id=foreign)})


async def test_a_link_ends_when_it_was_to_and_can_be_opened_again(sharing: Sharing) -> None:
    ends = sharing.world.now + timedelta(hours=1)
    link = await sharing.link(expires_at_ms=to_ms(ends))
    await sharing.destinations.open(link.code)
    sharing.world.pass_time(timedelta(hours=1))
    with pytest.raises(LinkOver):  # also by what is kept in memory
        await sharing.destinations.open(link.code)

    reopened = await sharing.linking.change_link(
        sharing.sharer, link.code, LinkChange(expires_at_ms=None, is_direct=True), BASE_URL
    )
    assert (reopened.expires_at_ms, reopened.is_direct, reopened.version) == (None, True, 2)
    assert (await opened(sharing, link.code)).link.is_direct
    assert len(sharing.world.happened(LinkChanged)) == 2


async def test_a_change_that_changes_nothing_is_none(sharing: Sharing) -> None:
    link = await sharing.link(is_direct=True)
    for _ in range(3):
        change = LinkChange(is_direct=True)
        again = await sharing.linking.change_link(sharing.sharer, link.code, change, BASE_URL)
    assert again == link


async def test_only_its_sharer_changes_a_link(sharing: Sharing) -> None:
    link = await sharing.link()
    other = await sharing.world.person("other")
    with pytest.raises(NoSuchLink):
        await sharing.linking.change_link(other, link.code, LinkChange(is_direct=True), BASE_URL)


async def test_what_is_remembered_of_a_target_can_be_forgotten(sharing: Sharing) -> None:
    link = await sharing.link()
    assert (await sharing.destinations.open(link.code)).link.title == "A show"
    sharing.targets["show", link.target_id] = Target(
        sharing.brand.id,
        link.show_id,
        "New title",
        "/p.svg",
        is_public=True,
        leads_to=link.leads_to,
    )
    await sharing.linking.refresh_target("show", link.target_id)
    sharing.destinations.forget_target(link.target_id)
    assert (await sharing.destinations.open(link.code)).link.title == "New title"
