"""A loop whose time passes only where nothing else is left to do: what takes hours is over at once.

It is for what runs in the loop alone: a thread's work would not be waited for.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Skips(selectors.SelectSelector):
    """Waits for nothing: the time until something is due is over at once."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0 if timeout is not None else None)
        if not ready:
            self.now += timeout or 0
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._skips = _Skips()
        super().__init__(self._skips)

    def time(self) -> float:
        return self._skips.now


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run something in such a loop, which begins at 0 s."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)


def now() -> float:
    """Seconds since the loop began: a clock."""
    return asyncio.get_running_loop().time()
