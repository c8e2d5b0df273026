"""Running one service: its subscriptions, its background tasks, its health pages, and how it ends."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import structlog
import uvicorn
from fastapi import APIRouter, Depends, FastAPI, Response
from faststream.redis import RedisBroker
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from services.runtime.access import Guard, token_guard
from services.runtime.consuming import Consumer
from services.runtime.metrics import measure_streams
from services.runtime.settings import RuntimeSettings
from services.runtime.wire import create_groups

__all__ = ["Check", "Service", "end_tasks", "serve"]

Check: TypeAlias = Callable[[], Awaitable[None]]
"""Raises when something that the service needs is not there."""

_WATCH_INTERVAL = 1.0
_CHECK_TIMEOUT = 3.0


class Service:
    """What one process runs, put together by a service's composition root."""

    def __init__(  # noqa: PLR0913 - all but two have a default, and are given by name
        self,
        name: str,
        broker: RedisBroker,
        *,
        consumers: Sequence[Consumer] = (),
        tasks: Sequence[Callable[[], Coroutine[Any, Any, None]]] = (),
        checks: dict[str, Check] | None = None,
        routers: Sequence[APIRouter] = (),
        gauges: Sequence[Callable[[], Awaitable[None]]] = (),
        guard: Guard = token_guard(None),  # noqa: B008 - it keeps nothing
        close: Callable[[], None] = lambda: None,
    ) -> None:
        """Put a service together.

        Args:
            name: The service's name, which is also its consumer group.
            broker: Not started yet.
            consumers: Subscriptions, started with the broker.
            tasks: Background loops that run as long as the service does; one that ends or fails ends the service.
            checks: What readiness asks besides the broker, by name.
            routers: HTTP routes besides health and metrics.
            gauges: Measure what ``/metrics`` tells besides the streams.
            guard: Lets in who may use the routes; health is everybody's.
            close: Gives back what the service holds.
        """
        self.name, self.broker, self.consumers = name, broker, consumers
        self._tasks, self._gauges, self._close = [*tasks, *(one.tend for one in consumers)], gauges, close
        self._checks: dict[str, Check] = {"broker": self._ping, "subscriptions": self._subscribed, **(checks or {})}
        self._running: list[asyncio.Task[None]] = []
        self.failed = asyncio.Event()
        self.app = FastAPI(title=f"Gainsay {name}", lifespan=self._lifespan, docs_url=None, redoc_url=None)
        self.app.include_router(self._health())
        for router in (self._metrics(), *routers):
            self.app.include_router(router, dependencies=[Depends(guard)])

    @asynccontextmanager
    async def _lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        await self.broker.connect()
        await create_groups(self.broker.config.connection.client)
        await self.broker.start()
        self._running = [asyncio.create_task(task()) for task in (*self._tasks, self._watch)]
        structlog.get_logger(self.name).info("started")
        try:
            yield
        finally:
            await end_tasks(self._running)
            await self.broker.stop()
            self._close()
            structlog.get_logger(self.name).info("stopped")

    async def _watch(self) -> None:
        """End the process when a part of it has died: whoever started it starts a whole one again."""
        while True:
            await asyncio.sleep(_WATCH_INTERVAL)
            dead = [task for task in self._running[: len(self._tasks)] if task.done()]
            for task in dead:
                error = None if task.cancelled() else task.exception()
                structlog.get_logger(self.name).critical("background task ended", exc_info=error)
            if dead or not all(consumer.alive for consumer in self.consumers):
                structlog.get_logger(self.name).critical("no longer working, stopping")
                self.failed.set()
                return

    def _health(self) -> APIRouter:
        router = APIRouter(prefix="/health")

        @router.get("/live")
        async def live(response: Response) -> dict[str, str]:
            found = await _outcome(self._subscribed)
            if found != "ok":
                response.status_code = 503
            return {"status": "alive" if found == "ok" else found}

        @router.get("/ready")
        async def ready(response: Response) -> dict[str, str]:
            found = {name: await _outcome(check) for name, check in self._checks.items()}
            if any(outcome != "ok" for outcome in found.values()):
                response.status_code = 503
            return found

        return router

    def _metrics(self) -> APIRouter:
        router = APIRouter()

        @router.get("/metrics")
        async def metrics() -> Response:
            for measure in (self._measure_streams, *self._gauges):
                if (found := await _outcome(measure)) != "ok":
                    structlog.get_logger(self.name).warning("metrics are incomplete", reason=found)
            return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

        return router

    async def _measure_streams(self) -> None:
        await measure_streams(self.broker.config.connection.client)

    async def _ping(self) -> None:
        """Write: a broker that only answers, for it is a replica or its memory or disk is full, is of no use."""
        await self.broker.config.connection.client.set(f"{{gainsay}}:ready:{self.name}", 1, ex=60)

    async def _subscribed(self) -> None:
        if self.failed.is_set() or not all(consumer.alive for consumer in self.consumers):
            raise RuntimeError("a subscription has ended")


async def end_tasks(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks and wait until they have ended.

    The Redis client now and then loses a cancellation that meets an answer on its way, so they are asked again.
    """
    running = set(tasks)
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=0.5)
    await asyncio.gather(*tasks, return_exceptions=True)


async def _outcome(check: Check) -> str:
    try:
        async with asyncio.timeout(_CHECK_TIMEOUT):
            await check()
    except Exception as error:  # noqa: BLE001 - whatever is wrong is what readiness reports
        return f"failed: {type(error).__name__}"
    return "ok"


async def serve(service: Service, settings: RuntimeSettings) -> int:
    """Run a service until a signal ends it, a part of it dies, or the process that it works for is gone.

    Returns:
        The exit status: 0 after a signal, 1 when the service could not start or stopped by itself.
    """
    config = uvicorn.Config(
        service.app,
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=max(1, int(settings.grace_period)),
    )
    server = uvicorn.Server(config)

    async def stop_when_failed() -> None:
        await service.failed.wait()
        server.should_exit = True

    # uvicorn raises the signal once more when it has stopped, to end the process with it: let that do nothing.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, server.handle_exit)

    async def stop_when_orphaned(parent: int) -> None:
        while os.getppid() == parent:  # noqa: ASYNC110 - nothing announces a parent's end
            await asyncio.sleep(_WATCH_INTERVAL)
        server.should_exit = True

    watchers = [asyncio.create_task(stop_when_failed())]
    if settings.parent is not None:
        watchers.append(asyncio.create_task(stop_when_orphaned(settings.parent)))
    try:
        await server.serve()
    except SystemExit:  # uvicorn could not start, and has said why
        return 1
    finally:
        for watcher in watchers:
            watcher.cancel()
    return 1 if service.failed.is_set() or not server.started else 0
