"""A web process that is killed while crowds follow a link: whoever was led on with a cookie has their click counted."""

import asyncio
import re
from contextlib import suppress
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select

from kit.auth import Signer
from server.cookies import REFERRAL_LASTS
from share.tables import clicks
from tests.support.product import SECRET, Festival, running_product
from tests.support.waiting import until

PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile"
BROWSERS = 24
MOST_LED_ON = 400
"""Before the process is killed."""


async def test_a_killed_process_takes_no_click_back_that_it_told_of(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        url = await product.start("--no-worker")
        festival = await Festival.begin(product, url)
        new = {"kind": "brand", "target_id": festival.brand.id, "is_direct": True, "code": "kill-9"}
        await festival.done(await festival.person("sharer"), "POST", "/api/links", json=new)
        tokens: list[str] = []
        addresses = count()
        crowd = [asyncio.create_task(_follow(url, tokens, addresses)) for _ in range(BROWSERS)]
        await until(lambda: len(tokens) >= MOST_LED_ON)
        await product.crash(url)
        await asyncio.gather(*crowd)
        async with product.writing() as tx:
            kept = {row["id"] for row in await tx.all(select(clicks.c.id))}
    assert len(set(tokens)) == len(tokens)
    assert set(tokens) <= kept


async def _follow(url: str, tokens: list[str], addresses: "count[int]") -> None:
    """As one browser after the other over one connection, until it is lost."""
    signer = Signer(SECRET, "referral", REFERRAL_LASTS)
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            number = next(addresses)
            asked = f"User-Agent: {PHONE}\r\nX-Forwarded-For: 10.7.{number // 250}.{number % 250}"
            writer.write(f"GET /s/kill-9 HTTP/1.1\r\nHost: a\r\n{asked}\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            if named := re.search("dc_ref=([^;]+)", head):
                token = signer.unsign(named[1])
                assert token is not None
                tokens.append(token)
    writer.close()
