"""What we send, verified by the npm package ``standardwebhooks`` (``make test-webhooks-npm``)."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from pydantic import HttpUrl, SecretStr

from services.alerting.deliveries import Delivery
from services.alerting.endpoints import Endpoint
from services.alerting.sending import send
from services.runtime.clock import utc_now
from services.runtime.outbound import outbound_client

pytestmark = [pytest.mark.npm, pytest.mark.timeout(300)]

RECEIVER = Path(__file__).with_name("npm")
BODY = json.dumps(
    {"type": "gainsay.alert.raised.v1", "data": {"quote": "“Zwölf” \u2028 \U0001f525"}}, ensure_ascii=False
)
SECRETS = ["whsec_" + base64.b64encode(bytes([n]) * 32).decode() for n in range(3)]


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(RECEIVER, tmp_path_factory.mktemp("npm") / "receiver")
    subprocess.run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return folder


def _verify(receiver: Path, secret: str, headers: dict[str, str], body: bytes) -> subprocess.CompletedProcess[str]:
    sent = json.dumps({"secret": secret, "headers": headers, "body": body.decode()})
    return subprocess.run(
        ["node", "verify.js"], cwd=receiver, input=sent, capture_output=True, text=True, check=False, timeout=60
    )


async def test_the_npm_package_accepts_either_secret_and_no_other(receiver: Path, receiving) -> None:
    old_and_new = tuple(SecretStr(secret) for secret in SECRETS[:2])
    async with receiving() as hook, outbound_client({"127.0.0.1"}) as client:
        endpoint = Endpoint(name="desk", url=HttpUrl(hook.url), secrets=old_and_new)
        assert (await send(client, endpoint, Delivery("desk", "e1", BODY, 1), utc_now)).delivered
    (request,) = hook.requests
    for secret in SECRETS[:2]:
        verified = _verify(receiver, secret, request.headers, request.body)
        assert verified.returncode == 0, verified.stderr
        assert json.loads(verified.stdout) == json.loads(BODY)
    assert "No matching signature found" in _verify(receiver, SECRETS[2], request.headers, request.body).stderr
    changed = request.body.replace(b"raised", b"raided")
    assert "No matching signature found" in _verify(receiver, SECRETS[0], request.headers, changed).stderr
