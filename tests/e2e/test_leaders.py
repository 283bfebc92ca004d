"""The sharers of a show: two bring friends, the room and the host see who leads, and who wants to is not seen. A link leads by language."""

from playwright.async_api import expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson, Person
from tests.support.room import Room


async def brought(person: NewPerson, name: str, url: str) -> Person:
    """A friend who follows a link into the room."""
    friend = await person(name)
    await friend.page.goto(url)
    await friend.page.get_by_role("link", name="Watch the show").click()
    await Room(friend.page).has_entered()
    return friend


async def test_two_sharers_bring_friends_and_the_room_sees_who_leads(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Bring your friends")
    sol, femi, host = await member("sol"), await member("femi"), await member("jonas")
    target = {"kind": "show", "target_id": show_id}
    links = [(await each.call("POST", "/api/links", target))["url"] for each in (sol, femi)]
    await host.page.goto(f"/host/shows/{show_id}")
    await Room.enter(sol, show_id)
    board = sol.page.get_by_role("region", name="Top sharers")

    # Each friend counts once; the sharer's own visit does not.
    await femi.page.goto(links[1])
    friend = await brought(person, "ann", links[1])
    await expect(board.get_by_role("listitem")).to_have_text(["1 femi 1 friend"])
    await friend.page.reload()
    for name in ("bob", "cid"):
        browser = await person(name, user_agent=f"Mozilla/5.0 (X11; {name}) Chrome/142.0")
        await browser.page.goto(links[0])
        await browser.page.get_by_role("link", name="Watch the show").click()
        await Room(browser.page).has_entered()
    leading = ["1 sol 2 friends", "2 femi 1 friend"]
    await expect(board.get_by_role("listitem")).to_have_text(leading)
    await expect(board).to_contain_text("You are number 1 with 2 friends.")
    panel = host.page.get_by_role("region", name="Top sharers")
    await expect(panel.get_by_role("listitem")).to_have_text(leading)
    assert await accessibility_violations(sol.page) == []

    # Who hides is not seen, and comes back; after the end it stays.
    await board.get_by_role("button", name="Hide me").press("Enter")
    await expect(panel.get_by_role("listitem")).to_have_text(["1 femi 1 friend"])
    await expect(board).to_contain_text("nobody sees it")
    await board.get_by_role("button", name="Show me again").click()
    await expect(panel.get_by_role("listitem")).to_have_text(leading)
    await backstage.end_show(show_id)
    await expect(board).to_contain_text("Who brought most friends to this show.")
    await sol.page.reload()
    await expect(board.get_by_role("listitem")).to_have_text(leading)


async def test_a_link_leads_elsewhere_for_another_language(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.show("The English show")
    other_id = await backstage.show("Die deutsche Sendung")
    sol = await member("sol")
    await sol.call("POST", "/api/links", {"kind": "show", "target_id": show_id})
    await sol.page.goto("/links")
    row = sol.page.locator(".link-row", has_text="The English show")
    await row.get_by_role("button", name="Name it").click()
    dialog = sol.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Add a language").press("Enter")
    await dialog.get_by_role("button", name="Make the link").click()
    await expect(dialog).to_contain_text("Choose a language.")
    await dialog.get_by_label("Language", exact=True).select_option("German")
    await dialog.get_by_label("Leads to").select_option("An address of this site…")
    await dialog.get_by_label("Address").fill("https://elsewhere.example/shows/1")
    await dialog.get_by_role("button", name="Make the link").click()
    await expect(dialog).to_contain_text("Paste the address of a show")
    await dialog.get_by_label("Leads to").select_option("Die deutsche Sendung")
    await dialog.get_by_role("button", name="Add a language").click()
    second = dialog.get_by_role("group", name="Language 2")
    await second.get_by_label("Language", exact=True).select_option("French")
    await second.get_by_label("Leads to").select_option("An address of this site…")
    await second.get_by_label("Address").fill(f"/shows/{other_id}")
    assert await accessibility_violations(sol.page) == []
    await dialog.get_by_role("button", name="Remove language 2").click()
    await dialog.get_by_role("button", name="Make the link").click()
    url = await dialog.get_by_label("Short link").input_value()
    for locale, title in (("de-DE", "Die deutsche Sendung"), ("en-GB", "The English show")):
        friend = await person(locale, locale=locale)
        await friend.page.goto(url)
        await expect(friend.page.get_by_role("heading", level=1)).to_have_text(title)
