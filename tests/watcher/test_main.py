from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from services.watcher.main import Settings, assemble

if TYPE_CHECKING:
    from pathlib import Path


async def test_watcher_takes_articles_from_its_folder_and_by_push(
    broker_url, streams, tmp_path: Path, eventually
) -> None:
    (tmp_path / "a.txt").write_text("From the folder.")
    service = assemble(Settings(redis_url=broker_url, watch_folder=tmp_path, grace_period=0.5))
    transport = httpx.ASGITransport(service.app)
    async with (
        service.app.router.lifespan_context(service.app),
        httpx.AsyncClient(transport=transport, base_url="http://watcher") as client,
    ):
        assert (await client.post("/articles", json={"text": "By push."})).status_code == 202
        assert (await client.get("/health/ready")).status_code == 200

        async def both() -> bool:
            return {event.data.text for event in await streams.articles()} == {"From the folder.", "By push."}

        await eventually(both, "both published")
    assert not service.failed.is_set()
