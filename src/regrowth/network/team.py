"""Plain threads over fixed pieces of work."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from regrowth.errors import RegrowthError


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Team:
    """Splits `count` pieces among threads: `team(function, count, *rest)` calls `function(first, last, *rest)`."""

    def __init__(self, threads: int | None = None):
        if threads is not None and threads < 1:
            raise RegrowthError(f"{threads} threads can do nothing; ask for at least 1.")
        self.threads = threads or _cores()
        self._pool = ThreadPoolExecutor(self.threads) if self.threads > 1 else None

    def __call__(self, function: Callable[..., Any], count: int, *rest: Any) -> None:
        if self._pool is None or count < 2:
            function(0, count, *rest)
            return
        parts = min(self.threads, count)
        edges = [count * k // parts for k in range(parts + 1)]
        waiting = [self._pool.submit(function, a, b, *rest) for a, b in itertools.pairwise(edges)]
        for one in waiting:
            one.result()

    def __enter__(self) -> Team:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown()
