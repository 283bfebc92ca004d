"""What whoever runs it can ask."""

from pathlib import Path

import pytest

from kit.broker_memory import MemoryBroker
from server.version import VERSION
from tests.support.api import Api, running_api
from tests.support.postgres import PostgresServer


async def test_a_process_with_its_database_is_alive_and_ready(api: Api) -> None:
    guest = api.guest()
    assert (await guest.get("/healthz")).json() == {"status": "alive"}
    ready = await guest.get("/readyz")
    assert (ready.status_code, ready.json()) == (
        200,
        {"status": "ready", "checks": {"database": True, "broker": True}},
    )


async def test_a_database_that_was_never_migrated_is_not_ready(tmp_path: Path) -> None:
    async with running_api(f"sqlite+aiosqlite:///{tmp_path}/empty.db") as api:
        ready = await api.guest().get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["checks"] == {"database": False, "broker": True}
        assert (await api.guest().get("/healthz")).status_code == 200


async def test_without_its_database_a_process_is_alive_but_not_ready_until_it_is_back(
    postgres_server: PostgresServer, postgresql_template: str
) -> None:
    name = postgres_server.create_database(template=postgresql_template)
    url = postgres_server.url_of(name)
    async with running_api(url) as api:
        assert (await api.guest().get("/readyz")).status_code == 200
        postgres_server.drop_database(name)
        ready = await api.guest().get("/readyz")
        assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
        assert (await api.guest().get("/healthz")).status_code == 200
        page = await api.guest().get("/api/shows")
        assert (page.status_code, page.json()["code"]) == (500, "server_fault")


async def test_without_its_broker_a_process_is_not_ready(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def is_ready(_self: MemoryBroker) -> bool:
        return False

    monkeypatch.setattr(MemoryBroker, "is_ready", is_ready)
    ready = await api.guest().get("/readyz")
    assert (ready.status_code, ready.json()["checks"]["broker"]) == (503, False)


async def test_metrics_count_requests_by_route_and_refusals_by_code(api: Api) -> None:
    guest = api.guest()
    await guest.get("/api/brands/nowhere")
    await guest.get("/a/path/nobody/knows")
    text = (await guest.get("/metrics")).text
    assert 'route="/api/brands/{slug}",status="404"' in text
    assert 'route="unmatched",status="404"' in text
    assert "dealcast_http_request_duration_seconds_bucket" in text
    assert 'dealcast_refusals_total{code="brand.not_found"}' in text
    assert "nowhere" not in text


async def test_the_documents_are_served(api: Api) -> None:
    openapi = (await api.guest().get("/openapi.json")).json()
    asyncapi = (await api.guest().get("/asyncapi.json")).json()
    assert (openapi["openapi"], asyncapi["asyncapi"]) == ("3.1.0", "3.0.0")
    assert openapi["info"]["version"] == asyncapi["info"]["version"] == VERSION
