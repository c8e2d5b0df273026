"""docker-compose.yml for real: an article in, a signed webhook out, and nothing lost when a worker dies."""

from __future__ import annotations

import itertools
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from standardwebhooks import Webhook

from schemas.streams import ARTICLES, ENRICHED

# The first test's time includes making the images; each wait has a limit of its own.
pytestmark = [pytest.mark.compose, pytest.mark.timeout(900)]

EARTHQUAKE = {
    "source": "The Harbour Post",
    "published_at": "2026-03-03T08:00:00Z",
    "text": "An earthquake struck Peru on Tuesday. The earthquake killed 19 people in Peru.",
}
FEWER_KILLED = {
    "source": "Northern Wire",
    "published_at": "2026-03-03T09:00:00Z",
    "text": "An earthquake struck Peru on Tuesday. The earthquake killed 12 people in Peru.",
}


def test_every_service_becomes_healthy(stack):
    for service in ("redis", "postgres", "watcher", "extraction", "ledger", "alerting"):
        (container,) = stack.containers(service)
        stack.eventually(lambda container=container: stack.healthy(container), f"{service} is healthy", 90)


def test_a_contradiction_reaches_the_receiver_signed(stack):
    stack.publish(EARTHQUAKE)
    stack.eventually(lambda: stored(stack) == 1, "the first article is in the ledger")
    stack.publish(FEWER_KILLED)
    stack.eventually(stack.deliveries, "a webhook arrives")

    (delivery,) = stack.deliveries()
    secret = (stack.secrets / "webhooks" / "secret.txt").read_text().strip()
    Webhook(secret).verify(delivery["body"], delivery["headers"])
    alert = json.dumps(json.loads(delivery["body"]))
    assert "12 people" in alert
    assert "19 people" in alert


def test_a_file_in_the_watched_folder_is_read(stack):
    before = stored(stack)
    (watcher,) = stack.containers("watcher")
    article = json.dumps({"source": "The Harbour Post", "text": "The ferry company promised an inquiry."})
    stack.exec(watcher, "sh", "-c", 'printf %s "$1" > /var/lib/gainsay/inbox/article.json', "sh", article)
    stack.eventually(lambda: stored(stack) == before + 1, "the file's article is in the ledger")


def test_a_stalled_worker_is_unhealthy_and_what_it_held_is_taken_over_when_it_is_killed(stack):
    before, numbers = stored(stack), itertools.count()
    stack.up("extraction=3")
    workers = stack.containers("extraction")
    assert len(workers) == 3
    stack.eventually(lambda: all(map(stack.healthy, workers)), "three extraction workers are healthy")
    stalled = workers[0]

    def publish(number):
        stack.publish({"source": "The Harbour Post", "text": f"Ferry number {number} left Brenmouth on time."})

    def stalls_with_work():
        stack.signal(stalled, "CONT")
        with ThreadPoolExecutor(2) as pool:
            published = pool.map(publish, itertools.islice(numbers, 40))
            stack.signal(stalled, "STOP")  # while articles keep coming: it has some in hand
            list(published)
        return stalled[:12] in stack.redis("XPENDING", ARTICLES.key, "extraction", "-", "+", "100")

    stack.eventually(stalls_with_work, "a worker stalls with articles in hand")
    stack.eventually(lambda: not stack.healthy(stalled), "the stalled worker is unhealthy", 90)
    stack.signal(stalled, "KILL")
    published = next(numbers)
    stack.eventually(lambda: stored(stack) == before + published, "every article is in the ledger")
    stack.eventually(lambda: stack.restarts(stalled) and stack.healthy(stalled), "the killed worker is back", 90)


def test_a_worker_whose_subscription_ended_is_unhealthy_until_it_is_started_again(stack):
    (ledger,) = stack.containers("ledger")
    stack.redis("XGROUP", "DESTROY", ENRICHED.key, "ledger")
    stack.eventually(lambda: not stack.healthy(ledger) or stack.restarts(ledger), "the ledger is unhealthy")
    stack.eventually(lambda: stack.restarts(ledger) and stack.healthy(ledger), "the ledger is back", 90)


def test_redis_asks_for_its_password_and_nobody_is_root(stack):
    (redis,) = stack.containers("redis")
    assert "NOAUTH" in stack.exec(redis, "redis-cli", "DBSIZE")
    for container in stack.containers():
        assert stack.exec(container, "id", "-u").strip() != "0"


def test_down_leaves_nothing_behind(stack):
    stack.down()
    assert stack.containers() == []
    assert stack.volumes() == []


def stored(stack):
    """How many articles the ledger holds."""
    (count,) = stack.query("SELECT count(*) FROM articles")
    return int(count)
