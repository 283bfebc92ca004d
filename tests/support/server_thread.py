"""An application behind a real port, served by a thread of this process: for tests that bring their own client."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from tests.support.ports import HOST, free_port, wait_for_port


@contextmanager
def serving_in_thread(app: ASGIApp) -> Iterator[str]:
    """Yield the base URL. The lifespan runs in the thread."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(app, host=HOST, port=port, ws="none", log_config=None, access_log=False)
    )
    thread = threading.Thread(target=asyncio.run, args=(server.serve(),), daemon=True)
    thread.start()
    try:
        wait_for_port(port)
        yield f"http://{HOST}:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        assert not thread.is_alive(), "the server did not stop"
