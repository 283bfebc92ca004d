"""A server of S3's protocol on this machine, by moto."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from moto.server import ThreadedMotoServer

from tests.support.ports import HOST

BUCKET = "recordings"


@contextmanager
def running_s3() -> Iterator[dict[str, str]]:
    """The environment by which it is found and its bucket may be used."""
    server = ThreadedMotoServer(ip_address=HOST, port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        new = urllib.request.Request(f"{endpoint}/{BUCKET}", method="PUT")
        urllib.request.urlopen(new, timeout=30).close()
        yield {
            "AWS_ENDPOINT": endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "a key",
            "AWS_SECRET_ACCESS_KEY": "a secret",
            "AWS_ALLOW_HTTP": "true",
        }
    finally:
        server.stop()
