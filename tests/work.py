"""How much work something does, counted: the same on every machine, however busy it is."""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

SHORT, LONG = 5_000, 20_000  # characters
MOST = 5  # times the work may there be in a text that is four times as long


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, ours and the interpreter's.

    What goes on inside a regular expression is not seen: benchmarks/growth.py times that.
    """
    seen = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal seen
        seen += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return seen


def work_keeps_pace(work: Callable[[str], object], text: Callable[[int], str]) -> bool:
    """Whether a text that is four times as long is at most five times the work."""
    work(text(SHORT // 2))  # data are loaded, caches are full
    short, long = (calls(partial(work, text(size))) for size in (SHORT, LONG))
    return long <= MOST * short
