"""The examples of docs/webhooks.md do what they say."""

import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from commerce.webhooks.kinds import Kind
from commerce.webhooks.signing import Secrets, shown, signed_headers

DOC = (Path(__file__).parents[4] / "docs/webhooks.md").read_text()
SECRETS = Secrets("k" * 40)
NEW, OLD = SECRETS.of("w", "new"), SECRETS.of("w", "old")
BODY = '{"type":"order.paid","title":"Wärmflasche"}'.encode()


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOC, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_in_python_tells_what_is_genuine() -> None:
    names: dict[str, Any] = {}
    exec(example("python"), names)
    is_genuine = names["is_genuine"]
    now = int(time.time())
    headers = signed_headers("evt", now, BODY, [NEW, OLD])
    assert is_genuine(shown(NEW), headers, BODY)
    assert is_genuine(shown(OLD), headers, BODY)
    assert not is_genuine(shown(SECRETS.of("w", "other")), headers, BODY)
    assert not is_genuine(shown(NEW), headers, BODY + b" ")
    late = signed_headers("evt", now - 400, BODY, [NEW])
    assert not is_genuine(shown(NEW), late, BODY)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_the_example_for_a_shell_computes_the_signature(tmp_path: Path) -> None:
    (tmp_path / "body.json").write_bytes(BODY)
    env = {
        "PATH": "/usr/bin:/bin:/usr/local/bin",
        "SECRET": shown(NEW),
        "WEBHOOK_ID": "evt",
        "WEBHOOK_TIMESTAMP": "17",
    }
    done = subprocess.run(
        ["/bin/sh", "-c", example("sh")],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    expected = signed_headers("evt", 17, BODY, [NEW])["webhook-signature"]
    assert f"v1,{done.stdout.strip()}" == expected


def test_every_event_is_documented() -> None:
    documented = set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", DOC, re.MULTILINE))
    assert documented == {kind.value for kind in Kind}
