"""What the bot counts, in Prometheus' text form."""

from collections import defaultdict
from collections.abc import Callable

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
PREFIX = "sauda_telegram_"


class Metrics:
    """Counters, gauges that are read when asked for, and histograms of seconds."""

    def __init__(self) -> None:
        self._counters: dict[str, float] = defaultdict(float)
        self._gauges: dict[str, Callable[[], float]] = {}
        self._buckets: dict[str, list[int]] = {}
        self._sums: dict[str, float] = defaultdict(float)

    def count(self, name: str, by: float = 1) -> None:
        """Count something that has happened."""
        self._counters[name] += by

    def counted(self, name: str) -> float:
        """How often something has happened."""
        return self._counters[name]

    def gauge(self, name: str, read: Callable[[], float]) -> None:
        """Have a value read whenever the metrics are asked for."""
        self._gauges[name] = read

    def observe(self, name: str, seconds: float) -> None:
        """Take a duration into a histogram."""
        buckets = self._buckets.setdefault(name, [0] * (len(BUCKETS) + 1))
        buckets[sum(seconds > edge for edge in BUCKETS)] += 1
        self._sums[name] += seconds

    def text(self) -> str:
        """All of it, for `GET /metrics`."""
        lines: list[str] = []
        for name, value in sorted(self._counters.items()):
            lines += [f"# TYPE {PREFIX}{name} counter", f"{PREFIX}{name} {value:g}"]
        for name, read in sorted(self._gauges.items()):
            lines += [f"# TYPE {PREFIX}{name} gauge", f"{PREFIX}{name} {read():g}"]
        for name, buckets in sorted(self._buckets.items()):
            lines += self._histogram(PREFIX + name, buckets, self._sums[name])
        return "\n".join(lines) + "\n"

    @staticmethod
    def _histogram(name: str, buckets: list[int], total: float) -> list[str]:
        lines = [f"# TYPE {name} histogram"]
        so_far = 0
        for edge, count in zip([*map(str, BUCKETS), "+Inf"], buckets, strict=True):
            so_far += count
            lines.append(f'{name}_bucket{{le="{edge}"}} {so_far}')
        return [*lines, f"{name}_sum {total:g}", f"{name}_count {so_far}"]
