from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from services.runtime.clock import utc_now
from services.runtime.errors import ConfigurationError
from services.watcher.main import Settings, assemble
from services.watcher.memory import Memory, SourceState

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "a-token-of-32-characters-0123456"
ARTICLE = {"text": "A ferry ran aground."}


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    return tmp_path / "token"


@pytest.mark.parametrize(
    ("shown", "status"),
    [
        ({}, 401),
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": f"Bearer {TOKEN}x"}, 401),
        ({"Authorization": f"Bearer {TOKEN[:-1]}"}, 401),
        ({"Authorization": "Bearer tökén"}, 401),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        ({"Authorization": TOKEN}, 401),
        ({"Authorization": f"Bearer {TOKEN}"}, 202),
        ({"authorization": f"bearer {TOKEN}"}, 202),
    ],
)
async def test_token_protects_the_push_route(broker_url, token_file, streams, shown, status) -> None:
    service = assemble(Settings(redis_url=broker_url, token_file=token_file, http_host="0.0.0.0"))  # noqa: S104
    transport = httpx.ASGITransport(service.app)
    async with (
        service.app.router.lifespan_context(service.app),
        httpx.AsyncClient(transport=transport, base_url="http://watcher") as client,
    ):
        sent = {name: value.encode("latin-1") for name, value in shown.items()}
        answer = await client.post("/articles", json=ARTICLE, headers=sent)
        metrics = await client.get("/metrics", headers=sent)
        assert (answer.status_code, metrics.status_code) == (status, 200 if status == 202 else 401)
        assert (await client.get("/health/ready")).status_code == 200, "whoever watches health has no token"
    assert len(await streams.articles()) == (status == 202)
    assert TOKEN not in answer.text


async def test_metrics_tell_how_it_goes_with_each_source(broker_url, streams) -> None:
    memory = Memory(streams.redis)
    hour_ago = utc_now() - timedelta(hours=1)
    wire = SourceState(url="https://wire.example/", last_success=hour_ago, failures=2)
    await memory.settle("wire", wire, {})
    await memory.settle("post", SourceState(url="https://post.example/", failures=7), {})
    await memory.settle("gone", SourceState(url="https://gone.example/"), {})
    service = assemble(Settings(redis_url=broker_url))
    transport = httpx.ASGITransport(service.app)
    async with (
        service.app.router.lifespan_context(service.app),
        httpx.AsyncClient(transport=transport, base_url="http://watcher") as client,
    ):
        await client.get("/metrics")
        await memory.keep_only(["wire", "post"])
        told = dict(line.rsplit(" ", 1) for line in (await client.get("/metrics")).text.splitlines())
    told = {name: float(value) for name, value in told.items() if name.startswith("gainsay_source_")}
    assert told.pop('gainsay_source_success_age_seconds{source="wire"}') == pytest.approx(3600, abs=120)
    assert told == {'gainsay_source_failures{source="wire"}': 2, 'gainsay_source_failures{source="post"}': 7}


def test_other_machines_are_let_in_with_a_token_alone() -> None:
    with pytest.raises(ConfigurationError, match=r"GAINSAY_HTTP_HOST: 0\.0\.0\.0 lets other machines in"):
        assemble(Settings(http_host="0.0.0.0"))  # noqa: S104


@pytest.mark.parametrize("content", ["", "short", "ä" * 20, None])
def test_token_that_guards_nothing_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "token").write_text(content)
    with pytest.raises(ConfigurationError, match="GAINSAY_TOKEN_FILE") as refused:
        assemble(Settings(token_file=tmp_path / "token"))
    assert not content or content not in str(refused.value)
