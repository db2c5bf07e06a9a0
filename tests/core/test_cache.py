"""The production cache: on Redis, and in memory while Redis is away."""

from collections.abc import Iterator
from time import monotonic

import pytest

from tests.servers import Redis
from tfl.core import cache, outage
from tfl.core.cache import SturdyRedisCache

pytestmark = pytest.mark.broker


@pytest.fixture
def sturdy(broker: Redis) -> Iterator[SturdyRedisCache]:
    cache.outage.end()
    yield SturdyRedisCache(broker.url, {"OPTIONS": {"socket_connect_timeout": 1}})
    cache.outage.end()


def test_it_is_redis_that_remembers(sturdy: SturdyRedisCache, broker: Redis) -> None:
    sturdy.set("attempts", 3, timeout=60)
    assert sturdy.get("attempts") == 3
    assert broker.client().keys() == [b":1:attempts"]


def test_counting_goes_on_while_redis_is_away(sturdy: SturdyRedisCache, broker: Redis) -> None:
    broker.stop()
    began = monotonic()
    assert sturdy.add("attempts", 1)
    assert not sturdy.add("attempts", 1)
    assert sturdy.incr("attempts") == 2
    assert sturdy.get_many(["attempts", "other"]) == {"attempts": 2}
    assert sturdy.delete("attempts")
    assert sturdy.get("attempts", "none") == "none"
    assert monotonic() - began < 1


def test_redis_is_used_again_when_it_is_back(
    sturdy: SturdyRedisCache, broker: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    sturdy.set("before", 1)
    broker.stop()
    sturdy.set("meanwhile", 1)
    broker.start()
    monkeypatch.setattr(outage, "monotonic", lambda: monotonic() + outage.QUIET_SECONDS)
    sturdy.set("after", 1)
    assert broker.client().keys() == [b":1:after"]
