"""A service that reads the articles and makes nothing of them, however long that takes."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Any

from schemas.streams import ARTICLES
from services.runtime.clock import utc_now
from services.runtime.consuming import Consumer
from services.runtime.logs import configure_logs
from services.runtime.serving import Service, serve
from services.runtime.settings import RuntimeSettings
from services.runtime.wire import make_broker

if TYPE_CHECKING:
    from collections.abc import Sequence


async def ignore(events: Sequence[Any]) -> Sequence[None]:
    await asyncio.sleep(float(os.environ.get("HANDLING_TIME", "0")))
    return [None] * len(events)


settings = RuntimeSettings()
configure_logs("extraction")
broker = make_broker(settings.broker_url, settings.grace_period)
consumer = Consumer(broker, ARTICLES, ignore, group="extraction", settings=settings, clock=utc_now)
service = Service("extraction", broker, consumers=[consumer])
sys.exit(asyncio.run(serve(service, settings)))
