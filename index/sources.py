"""Who published an article, where its page says so plainly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.dates import Found, find_dates
from index.noise import alternatives, comparable, noise_words

_HEAD = 140  # code points of a paragraph in which a dateline ends
_DATELINE_END = re.compile(
    r"\s[-–—−]{1,2}\s|\s?/(?P<slashed>[^/\n]{2,40})/|\((?P<bracketed>[^()\n]{2,40})\)"
)
_COPYRIGHT = re.compile(
    r"(?:©|\([cс]\)|copyright)[\s©]*(?:(?:19|20)\d\d\s*[-–—]?\s*){0,2}"
    r"(?P<name>[\"«']?[^\W\d_][^.,;|\n©]{1,60}(?:\.[a-zA-Z]{2,4}\b)?)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.&'’-]*|«[^»]{2,40}»")


@dataclass(frozen=True, kw_only=True, slots=True)
class Dateline:
    """What stands before a report: "Алматы. 14 ақпан. Kazakhstan Today - "."""

    end: int
    found: Found | None
    source: str | None


@cache
def _agencies() -> dict[str, str]:
    table: dict[str, str] = {}
    for row in (
        files("index").joinpath("data/agencies.tsv").read_text(encoding="utf-8").splitlines()
    ):
        if row and not row.startswith("#"):
            name, forms = row.split("\t")
            table |= {comparable(form): name for form in forms.split("|")}
    return table


@cache
def _agency_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-])(?:www\.)?(?P<name>{alternatives(_agencies())})(?![\w-]|\.\w)")


@cache
def _says_pattern() -> re.Pattern[str]:
    says, names = alternatives(noise_words().says), alternatives(_agencies())
    between = r"[\s:,]+(?:[^\W\d_]+\s+){0,2}[\"'«]?(?:www\.)?"
    return re.compile(rf"(?<![^\W_])(?:{says}){between}(?P<name>{names})(?![\w-]|\.\w)")


def agency(text: str) -> str | None:
    """The publisher that `text` is the name of, None where it is not one we know."""
    return _agencies().get(comparable(text).strip(" .,:;/()\"'|-"))


def dateline(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph opens with: places, perhaps a day, perhaps an agency."""
    for end in _DATELINE_END.finditer(paragraph[:_HEAD]):
        named = end["slashed"] or end["bracketed"]
        if end["bracketed"] and agency(named or "") is None:
            continue  # "Алматы (Алма-Ата) — 21 января /KZinform/."
        found = _read_dateline(paragraph[: end.start()], named)
        if found is not None:
            return Dateline(end=end.end(), found=found[0], source=found[1])
        if named is None and not _may_go_on(paragraph, end.end()):
            return None
    return None


def _may_go_on(paragraph: str, position: int) -> bool:
    return bool(re.match(r"\d{1,2}\s", paragraph[position:]))  # "Алматы — 21 января /KZinform/"


def _read_dateline(head: str, named: str | None) -> tuple[Found | None, str | None] | None:
    folded = comparable(head)
    dates = find_dates(folded)
    if len(dates) > 1:
        return None
    pieces = [
        piece.strip() for piece in re.split(r"\.\s+|,\s+|\s[-–—]\s|\.$", head) if piece.strip()
    ]
    names = [piece for piece in pieces if not re.search(r"\d", piece)]
    if not names or any(not _is_name(piece) for piece in names) or len(names) > 3:
        return None
    if named is not None:
        return (dates[0] if dates else None), agency(named) or named.strip()
    last = names[-1] if len(names) > 1 or agency(names[-1]) else None
    source = None if last is None else agency(last) or (last if dates else None)
    if not dates and source is None:
        return None
    return (dates[0] if dates else None), source


def _is_name(piece: str) -> bool:
    words = _NAME.findall(re.sub(r"\([^)]*\)", "", piece))
    return 0 < len(words) <= 4 and not any(word[0].islower() for word in words)


def copyright_holder(line: str) -> str | None:
    """The name beside a © in a line, None where only a year or a phrase stands there."""
    match = _COPYRIGHT.search(line)
    if match is None:
        return None
    name = match["name"].strip(" \"'")
    folded = comparable(name)
    words = noise_words()
    if not name or name[0].islower() or len(name.split()) > 5:
        return None
    if folded.startswith(words.footers) or any(part in folded for part in words.footer_parts):
        return None
    return agency(name) or name


def named_in(line: str) -> str | None:
    """The publisher we know that a line of the page's foot names."""
    match = _agency_pattern().search(comparable(line))
    return None if match is None else _agencies()[match["name"]]


def reported_by(text: str) -> Iterator[str]:
    """Publishers that the text's own words of report name: "передает Zakon.kz"."""
    for match in _says_pattern().finditer(comparable(text)):
        yield _agencies()[match["name"]]
