"""A stretch of time as a text tells it: resolved against the article's date, written as EDTF."""

from dataclasses import dataclass, replace
from datetime import date

_HALVES = {(1, 6): "H1", (7, 12): "H2"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A stretch of time over `tokens[first:last]`.

    `year` is calendar; without one, `offset` counts years from the article's date (0 this year,
    -1 last) and `earlier` years back from the period that was spoken of before. `months` is the
    inclusive span inside the year. `back` is a number of years up to now ("the last five years").
    `ended` is the number of months of the month or quarter that ended last ("last quarter").
    `years` are those of a list ("2015 and 2019"), for amounts that are told respectively.
    """

    first: int
    last: int
    year: int | None = None
    year_end: int | None = None
    offset: int | None = None
    earlier: int = 0
    months: tuple[int, int] | None = None
    same_months: bool = False
    back: int | None = None
    since: bool = False
    ago: bool = False
    to_date: bool = False
    day: int | None = None
    now: bool = False
    target: bool = False
    ended: int | None = None
    years: tuple[int, ...] = ()

    @property
    def vague(self) -> bool:
        """True where no year can be told from the words alone."""
        return self.year is None and self.back is None

    def resolve(self, published: date | None, context: "Period | None" = None) -> "Period":
        """The period with its year filled in from the article's date or the period before it."""
        if self.year is not None or self.now:
            if self.same_months and self.months is None and context:
                return replace(self, months=context.months)
            if self.to_date and self.months is None:
                return self._to_date(published)
            return self
        if self.ended is not None:
            return self._ended_before(published) if published else self
        if self.earlier:
            if context is None or context.year is None:
                if self.ago and published is not None:
                    return replace(self, year=published.year - self.earlier)
                return self
            months = self.months or context.months
            return replace(self, year=context.year - self.earlier, months=months)
        if self.offset is not None:
            months = self.months or (context.months if self.same_months and context else None)
            if published is None:
                return replace(self, months=months)
            return replace(self, year=published.year + self.offset, months=months)
        if self.since:  # "since then"; "over that time" is a span only behind "since 2005"
            told = context is not None and (context.since or not self.same_months)
            return replace(self, year=context.year) if context is not None and told else self
        if self.same_months and context is not None:
            months = self.months or context.months  # "in that year" leaves the months out
            last_year = None if self.months else context.year_end
            whole = months == (1, 12)
            return replace(
                self, year=context.year, year_end=last_year, months=None if whole else months
            )
        if self.same_months:
            return self
        if self.back is not None and not self.to_date:
            end = context.year if context and context.year else published and published.year
            return replace(self, year=end - self.back, year_end=end) if end else self
        if self.to_date and published is not None:
            return replace(self, year=published.year, months=(1, published.month))
        if self.months is not None:
            return self._dated_by(published, context)
        return self

    def _to_date(self, published: date | None) -> "Period":
        """«с начала 2014 года»: its months before the article; open where that is not known."""
        if published is not None and published.year == self.year:
            return replace(self, months=(1, published.month))
        return replace(self, since=True)

    def _ended_before(self, published: date) -> "Period":
        """The last whole month or quarter before the article."""
        length = self.ended or 1
        last = (published.month - 1) // length * length
        if last == 0:
            return replace(self, year=published.year - 1, months=(13 - length, 12))
        return replace(self, year=published.year, months=(last - length + 1, last))

    def _dated_by(self, published: date | None, context: "Period | None") -> "Period":
        """A part of a year without the year: that of the same or a like part spoken of before, else
        the last one before the article."""
        told = context is not None and context.year is not None
        latest = None
        if published is not None and self.months is not None:
            passed = self.months[1] <= published.month
            latest = published.year if passed else published.year - 1
        if told and context is not None and (context.months is not None or latest is None):
            return replace(self, year=context.year)
        return replace(self, year=latest) if latest is not None else self

    def edtf(self, published: date | None = None) -> str | None:
        """EDTF of a resolved period; None while the year is open."""
        if self.year is None or self.now:
            return None
        if self.since:
            return f"{self.year}/{published.year}" if published else f"{self.year}/.."
        if self.year_end is not None:
            return f"{self.year}/{self.year_end}"
        if self.months is None:
            return str(self.year)
        low, high = self.months
        if (low, high) in _HALVES:
            return f"{self.year}-{_HALVES[low, high]}"
        if low % 3 == 1 and high == low + 2:
            return f"{self.year}-Q{(low + 2) // 3}"
        if (low, high) == (1, 12):
            return str(self.year)
        if low == high:
            if self.day:
                return f"{self.year}-{low:02d}-{self.day:02d}"
            return f"{self.year}-{low:02d}"
        return f"{self.year}-{low:02d}/{self.year}-{high:02d}"
