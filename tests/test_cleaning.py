"""The article told from its page: every line of a page is one or the other."""

import itertools
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from index.cleaning import clean
from index.dates import date_line, read_date
from index.noise import comparable

ROOT = Path(__file__).parent
SEEDS = sorted((ROOT.parent / "seeds").glob("*.txt"))


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page with what is to be read from it."""

    name: str
    text: str
    article: tuple[str, ...]
    title: str | None
    published: date | None
    source: str | None


def _pages() -> list[Page]:
    blocks = (ROOT / "pages" / "pages.txt").read_text(encoding="utf-8").split("\n=== ")[1:]
    return [_page(block) for block in blocks]


def _page(block: str) -> Page:
    head, _, rest = block.partition("\n")
    name, *told = head.split(" | ")
    read = dict(piece.split(": ", 1) for piece in told)
    lines = rest.strip("\n").split("\n")
    published = read.get("published")
    return Page(
        name=name,
        text="\n".join(line[2:] for line in lines),
        article=tuple(line[2:] for line in lines if line.startswith("+ ")),
        title=read.get("title"),
        published=date.fromisoformat(published) if published else None,
        source=read.get("source"),
    )


PAGES = _pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_article_is_told_from_its_page(page: Page) -> None:
    view = clean(page.text)
    kept = "\n".join(page.text[start:end] for start, end in view.body)
    assert [line for line in kept.split("\n") if line] == list(page.article)
    assert (view.title, view.published) == (page.title, page.published)
    if page.source is not None:
        assert view.source == page.source


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_spans_are_ordered_and_trimmed(page: Page) -> None:
    body = clean(page.text).body
    assert all(left.end < right.start for left, right in itertools.pairwise(body))
    for start, end in body:
        assert page.text[start:end] == page.text[start:end].strip() != ""


SEEDS_READ = {
    "000": (None, None, "KZinform"),
    "001": (
        "Алматы әкімі Қазақстандағы Ұлыбритания Елшісімен кездесті",
        date(2018, 2, 14),
        "Kazakhstan Today",
    ),
    "002": (
        "Посол Бельгии и депутат из Франции рассказали о ценности Алматы",
        None,
        "Zakon.kz",
    ),
    "003": (None, None, None),
    "004": (
        "В Великобритании праздновали 25 лет побратимских отношений между Шымкентом и Стивенейджем",
        None,
        "Zakon.kz",
    ),
}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seeds(path: Path) -> None:
    view = clean(path.read_text(encoding="utf-8"))
    assert (view.title, view.published, view.source) == SEEDS_READ[path.stem[:3]]


def test_noise_of_the_seeds_lies_outside_the_body() -> None:
    noise = {
        "001": ("5633", "МӘТІННЕН ҚАТЕ", "гиперсілтеме", "Ең көп оқылғаны"),
        "004": ("Читайте также", "18-летнему", "21 января", "Электросамокатам"),
    }
    for path in SEEDS:
        text = path.read_text(encoding="utf-8")
        view = clean(text)
        for words in noise.get(path.stem[:3], ()):
            at = text.index(words)
            assert not any(start <= at < end for start, end in view.body), words


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2018-02-14", date(2018, 2, 14)),
        ("2018-02-14T23:30:00+06:00", date(2018, 2, 14)),
        ("14.02.2018", date(2018, 2, 14)),
        ("14 февраля 2018 года", date(2018, 2, 14)),
        ("2018 жылғы 14 ақпан", date(2018, 2, 14)),
        ("14 ақпан 2018 ж.", date(2018, 2, 14)),
        ("14 February 2018", date(2018, 2, 14)),
        ("Feb. 14, 2018", date(2018, 2, 14)),
        ("March 5th, 2016", date(2016, 3, 5)),
        ("25/12/2019", date(2019, 12, 25)),
        ("12/25/2019", date(2019, 12, 25)),
        ("31.02.2018", None),
        ("2018", None),
        ("14 февраля", None),
        ("", None),
        ("yesterday", None),
    ],
)
def test_dates_of_metadata(given: str, read: date | None) -> None:
    assert read_date(given) == read


LINES_OF_DATES = (ROOT / "pages" / "date_lines.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("row", LINES_OF_DATES)
def test_lines_of_dates(row: str) -> None:
    told, line = row.split(" | ", 1)
    found = date_line(comparable(line), line)
    read = "article" if found is None else "noise" if found.day is None else str(found.day)
    assert read == told


@pytest.mark.parametrize("text", ["", "\n\n", "5633", "…", "© 2018", "Читайте также\nНовость"])
def test_pages_without_an_article(text: str) -> None:
    view = clean(text)
    assert view.published is None
    assert all(text[start:end].strip() for start, end in view.body)
