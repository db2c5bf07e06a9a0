"""A cache on Redis that a stopped Redis does not take along."""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from tfl.core.outage import Outage

outage = Outage("cache")


class SturdyRedisCache(RedisCache):
    """Redis; while it is away, this process's memory.

    Sign-in counts its attempts here, so that counting goes on per process instead of failing or
    ending.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._memory = LocMemCache("while-redis-is-away", {})


def _with_memory(name: str) -> Callable[..., Any]:
    from_redis = getattr(RedisCache, name)

    def method(self: SturdyRedisCache, *args: Any, **kwargs: Any) -> Any:
        if not outage.is_on:
            try:
                answer = from_redis(self, *args, **kwargs)
            except (RedisConnectionError, RedisTimeoutError) as error:
                outage.begin(error)
            else:
                outage.end()
                return answer
        return getattr(self._memory, name)(*args, **kwargs)

    return method


# Everything else that a cache offers is made of these.
for _name in ("add", "get", "set", "touch", "delete", "incr", "has_key", "get_many", "set_many",
              "delete_many", "clear"):  # fmt: skip
    setattr(SturdyRedisCache, _name, _with_memory(_name))
