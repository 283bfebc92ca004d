"""Shows over HTTP, by everyone who may try."""

from datetime import timedelta
from typing import Any

import pytest

from kit.clock import to_ms, utc_now
from kit.ids import new_id
from membership.people import Brand
from tests.support.api import Api, Client


def a_new(brand: Brand, ahead: timedelta = timedelta(hours=1)) -> dict[str, Any]:
    start = to_ms(utc_now() + ahead)
    return {"brand_id": brand.id, "title": "Evening show", "scheduled_at_ms": start}


async def _person(api: Api, who: str, brand: Brand) -> Client:
    if who == "guest":
        return api.guest()
    if who == "member":
        return await api.sign_up("mira")
    if who == "host of another brand":
        return await api.staff("otto", await api.brand("other"), "host")
    return await api.staff("pia", brand, who)


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("guest", 401, "auth.sign_in_required"),
        ("member", 403, "auth.forbidden"),
        ("moderator", 403, "auth.forbidden"),
        ("host of another brand", 403, "auth.forbidden"),
    ],
)
async def test_a_show_is_closed_to_those_who_do_not_host_it(
    api: Api, who: str, status: int, code: str
) -> None:
    brand = await api.brand("lumen")
    host = await api.staff("hannah", brand, "host")
    show = (await host.post("/api/shows", json=a_new(brand))).json()
    path = f"/api/shows/{show['id']}"
    person = await _person(api, who, brand)

    refused = [
        await person.post("/api/shows", json=a_new(brand)),
        await person.patch(path, json={"title": "Mine now"}),
        await person.post(f"{path}/start"),
        await person.post(f"{path}/end"),
        await person.delete(path),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(status, code)}
    assert (await person.get(path)).json() == show


@pytest.mark.parametrize("who", ["host", "manager"])
async def test_who_hosts_a_show_takes_it_from_plan_to_end(api: Api, who: str) -> None:
    brand = await api.brand("lumen")
    host = await _person(api, who, brand)
    planned = await host.post("/api/shows", json=a_new(brand))
    path = f"/api/shows/{planned.json()['id']}"
    assert (planned.status_code, planned.json()["status"]) == (201, "scheduled")
    assert (await host.patch(path, json={"title": "Late show"})).json()["title"] == "Late show"
    assert (await host.post(f"{path}/start")).json()["status"] == "live"
    again = await host.post(f"{path}/start")
    assert (again.status_code, again.json()["code"]) == (409, "show.wrong_state")
    assert (await host.post(f"{path}/end")).json()["status"] == "ended"
    found = await api.guest().get("/api/shows", params={"status": "ended", "brand": "lumen"})
    assert [show["title"] for show in found.json()] == ["Late show"]


async def test_a_show_in_the_past_is_refused_at_its_field(api: Api) -> None:
    brand = await api.brand("lumen")
    host = await api.staff("hannah", brand, "host")
    answer = await host.post("/api/shows", json=a_new(brand, timedelta(hours=-1)))
    assert (answer.status_code, answer.json()["code"]) == (422, "show.bad_time")
    assert answer.json()["fields"] == {"scheduled_at_ms": "Choose a time that is not in the past."}


async def test_what_does_not_exist_is_not_found(api: Api) -> None:
    brand = await api.brand("lumen")
    host = await api.staff("hannah", brand, "host")
    show = await host.get(f"/api/shows/{new_id()}")
    other = await host.post("/api/shows", json={**a_new(brand), "brand_id": new_id()})
    assert (show.status_code, show.json()["code"]) == (404, "show.not_found")
    assert (other.status_code, other.json()["code"]) == (404, "brand.not_found")
