"""Files and folders into documents; what cannot be read is named, the rest goes on."""

import hashlib
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from index.cleaning import CleanView, clean
from index.dates import read_date
from index.document import Document
from index.encodings import NotText, decode
from index.errors import BadInput
from index.types import Article, Skipped
from language.detect import detect
from language.scripts import script_of

TEXT, LINES = ".txt", ".jsonl"
CREDITS = "SOURCES"  # a table beside articles: file, publisher, what it is
_TEXT_FOLDER = "articles"  # where a .jsonl of metadata looks for its texts besides its own folder
_SAMPLE = 1 << 20  # bytes that tell how a file of lines is written
_OPENING = 400  # code points of an article that its language is told from
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Metadata = Mapping[str, Any]


def read_articles(paths: Sequence[Path]) -> Iterator[Article | Skipped]:
    """The articles under `paths`, each as `read` gives it, without its body."""
    for found in read(paths):
        yield found if isinstance(found, Skipped) else found.article


def read(paths: Sequence[Path]) -> Iterator[Document | Skipped]:
    """The documents of files and folders, in order; folders with all that lies under them.

    `.txt` is one article, named as its file is; `.jsonl` is one a line, and a line without text
    that names a `.txt` beside it is that article's metadata.
    Errors: BadInput for a path that is not there and for a line that is not JSON.
    """
    files = _Files()
    for path in paths:
        yield from files.collect(path)
    metadata: dict[Path, Metadata] = {}
    for path in files.lines:
        yield from _read_lines(path, files.name(path), metadata)
    known = set(files.texts)
    for path in sorted(metadata.keys() - known):
        files.texts[path] = path.parent
    ids = _ids(files.texts)
    credits = _Credits()
    for path in files.texts:
        told = {**credits.of(path), **metadata.get(path, {})}
        yield _read_text(path, files.name(path), ids[path], told)


@dataclass(slots=True)
class _Files:
    """What was found: texts with the folder that was asked for, and files of lines."""

    texts: dict[Path, Path] = field(default_factory=dict)
    lines: list[Path] = field(default_factory=list)
    shown: dict[Path, str] = field(default_factory=dict)
    _visited: set[Path] = field(default_factory=set)

    def collect(self, path: Path) -> Iterator[Skipped]:
        """Add what lies at `path`; gives what was passed over."""
        try:
            mode = path.stat().st_mode
        except OSError as error:
            raise BadInput(f"{path} cannot be opened: {error.strerror}") from error
        if stat.S_ISDIR(mode):
            yield from self._collect_folder(path, path)
        else:
            yield from self._collect_file(path, path.parent, mode)

    def name(self, path: Path) -> str:
        """A file's path as it was given."""
        return self.shown.get(path, str(path))

    def _collect_folder(self, folder: Path, root: Path) -> Iterator[Skipped]:
        resolved = folder.resolve()
        if resolved in self._visited:
            return  # a link that leads back
        self._visited.add(resolved)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield Skipped(path=str(folder), reason=_reason(error))
            return
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith(".") or entry.name == CREDITS:
                continue
            try:
                mode = path.stat().st_mode
            except OSError as error:
                yield Skipped(path=str(path), reason=_reason(error))
                continue
            if stat.S_ISDIR(mode):
                yield from self._collect_folder(path, root)
            else:
                yield from self._collect_file(path, root, mode)

    def _collect_file(self, path: Path, root: Path, mode: int) -> Iterator[Skipped]:
        kind = path.suffix.lower()
        self.shown.setdefault(path.resolve(), str(path))
        if not stat.S_ISREG(mode):
            yield Skipped(path=str(path), reason="not a file")
        elif kind not in (TEXT, LINES):
            yield Skipped(
                path=str(path), reason=f"not a kind of file that is read ({TEXT}, {LINES})"
            )
        elif kind == TEXT:
            self.texts.setdefault(path.resolve(), root.resolve())
        elif path.resolve() not in self.lines:
            self.lines.append(path.resolve())


class _Credits:
    """The SOURCES tables of folders: tab-separated, file, publisher, what it is."""

    def __init__(self) -> None:
        self._read: dict[Path, dict[str, str]] = {}

    def of(self, path: Path) -> Metadata:
        """What the table beside a file says of it."""
        folder = path.parent
        if folder not in self._read:
            self._read[folder] = dict(_credit_rows(folder / CREDITS))
        source = self._read[folder].get(path.name)
        return {"source": source} if source else {}


def _credit_rows(table: Path) -> Iterator[tuple[str, str]]:
    try:
        text = decode(table.read_bytes()).text
    except (OSError, NotText):
        return
    for row in text.splitlines():
        cells = [cell.strip() for cell in row.split("\t")]
        if len(cells) >= 2 and not row.startswith("#") and cells[1] not in ("", "-"):
            yield cells[0], cells[1]


def _read_text(path: Path, shown: str, article_id: str, metadata: Metadata) -> Document | Skipped:
    try:
        text = decode(path.read_bytes()).text
    except OSError as error:
        return Skipped(path=shown, reason=_reason(error))
    except NotText as error:
        return Skipped(path=shown, reason=str(error))
    if not text.strip():
        return Skipped(path=shown, reason="empty")
    return _document(article_id, text, metadata, origin=str(path))


def _read_lines(
    path: Path, shown: str, metadata: dict[Path, Metadata]
) -> Iterator[Document | Skipped]:
    """The articles of a .jsonl; lines that are another article's metadata go into `metadata`."""
    textless: list[int] = []
    try:
        lines = _open_lines(path)
    except OSError as error:
        yield Skipped(path=shown, reason=_reason(error))
        return
    except NotText as error:
        yield Skipped(path=shown, reason=str(error))
        return
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row = _parse(shown, number, line)
        if row.get("text") is not None:
            yield _line_document(shown, number, row)
        elif (beside := _text_beside(path, row)) is not None:
            metadata[beside] = row
        else:
            textless.append(number)
    if textless:
        yield Skipped(path=shown, reason=f"{_lines(textless)} without a text")


def _open_lines(path: Path) -> Iterator[str]:
    """The lines of a file, one after another where it is UTF-8, as files of many articles are."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    whole = len(sample) < _SAMPLE
    told = decode(sample if whole else sample[: sample.rfind(b"\n") + 1] or sample)
    if told.encoding == "utf-8" and not whole:
        return _stream(path)
    text = told.text if whole else decode(path.read_bytes()).text
    return iter(text.split("\n"))


def _stream(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
        yield from file


def _lines(numbers: Sequence[int]) -> str:
    return f"line {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} lines"


def _parse(path: str, number: int, line: str) -> Metadata:
    where = f"{path}, line {number}"
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        told = getattr(error, "msg", "nested too deeply")
        raise BadInput(f"{where}: not JSON ({told}); mend or remove the line") from error
    if not isinstance(row, dict):
        raise BadInput(f'{where}: not an object such as {{"text": "…"}}; mend or remove the line')
    if not isinstance(row.get("text"), str | None):
        raise BadInput(f"{where}: its text is not a string; mend or remove the line")
    return row


def _line_document(path: str, number: int, row: Metadata) -> Document | Skipped:
    text = str(row["text"])
    if not text.strip():
        return Skipped(path=f"{path}, line {number}", reason="empty")
    given = _string(row, "id") or _string(row, "doc")
    derived = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return _document(given or derived, text, row, origin=None)


def _text_beside(path: Path, row: Metadata) -> Path | None:
    """The text file that a line of metadata speaks of."""
    name = _string(row, "id") or _string(row, "doc")
    if not name or "question" in row or Path(name).name != name:
        return None
    for folder in (path.parent, path.parent / _TEXT_FOLDER):
        for file in (f"{name}{TEXT}", name):
            beside = folder / file
            if beside.suffix.lower() == TEXT and beside.is_file():
                return beside.resolve()
    return None


def _document(article_id: str, text: str, metadata: Metadata, origin: str | None) -> Document:
    text = _UNSTORABLE.sub("\ufffd", text)
    view = clean(text)
    article = Article(
        id=article_id,
        text=text,
        title=_string(metadata, "title") or view.title,
        published=_published(metadata) or view.published,
        source=_string(metadata, "source") or view.source,
        url=_string(metadata, "url"),
        language=detect(_opening(text, view)),
        script=script_of(text),
    )
    return Document(article=article, body=view.body, origin=origin)


def _opening(text: str, view: CleanView) -> str:
    """As much of the article as tells its language."""
    start = view.body[0].start if view.body else 0
    return text[start : start + _OPENING]


def _string(metadata: Metadata, key: str) -> str | None:
    value = metadata.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    return _UNSTORABLE.sub("\ufffd", value).strip() or None


def _published(metadata: Metadata) -> date | None:
    given = _string(metadata, "published")
    return None if given is None else read_date(given)


def _ids(texts: Mapping[Path, Path]) -> dict[Path, str]:
    """An id for each file: its name, or as much of its path as tells it from its namesakes."""
    names = {path: _names(path, root) for path, root in texts.items()}
    ids: dict[Path, str] = {}
    for level in range(3):
        taken = Counter(names[path][level] for path in texts if path not in ids)
        taken.update(ids.values())
        for path in texts:
            if path not in ids and taken[names[path][level]] == 1:
                ids[path] = names[path][level]
    return ids | {path: str(path) for path in texts if path not in ids}


def _names(path: Path, root: Path) -> tuple[str, str, str]:
    within = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
    short = within.with_suffix("").as_posix()
    return path.stem, short, f"{root.name}/{short}"


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror}"
