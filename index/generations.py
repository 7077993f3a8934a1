"""Where an index lives: immutable generations, and a pointer that one rename moves on.

DIR/CURRENT               the name of the generation that answers
DIR/lock                  held by the process that builds
DIR/generations/NAME/     one complete build and its manifest.json
"""

import fcntl
import json
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.errors import BadInput, IndexBusy, IndexDamaged, IndexMissing, IndexOutdated
from index.reading import reading_hash
from language.analyzer import analyzer_hash

FORMAT = 2
MANIFEST = "manifest.json"
_CURRENT = "CURRENT"
_EDGE = 65_536  # bytes at each end of a file that its checksum covers
REBUILD = "run `sauda index --rebuild` on your articles"


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What a generation holds and was built with; `files` maps names to (size, checksum)."""

    format: int
    encoder: str
    dimension: int
    analyzer: str
    reading: str
    articles: int
    chunks: int
    figures: int
    rows: int
    dense: str
    files: dict[str, tuple[int, int]]


def current(directory: Path) -> Path:
    """The folder of the generation that answers.

    Errors: IndexMissing, IndexDamaged.
    """
    try:
        name = (directory / _CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(f"there is no index in {directory}; run `sauda index PATH…`") from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"{directory / _CURRENT} cannot be read ({error}); {REBUILD}") from error
    folder = directory / "generations" / name
    if not name or name != Path(name).name or not folder.is_dir():
        raise IndexDamaged(f"{directory / _CURRENT} names no generation; {REBUILD}")
    return folder


def read_manifest(generation: Path) -> Manifest:
    """The generation's manifest.

    Errors: IndexDamaged, IndexOutdated.
    """
    path = generation / MANIFEST
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        built = found["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"{path} cannot be read; {REBUILD}") from error
    if built != FORMAT:
        raise IndexOutdated(f"the index has format {built}, this version reads {FORMAT}; {REBUILD}")
    try:
        found["files"] = {name: (size, check) for name, (size, check) in found["files"].items()}
        return Manifest(**found)
    except (TypeError, ValueError) as error:
        raise IndexDamaged(f"{path} is not a manifest; {REBUILD}") from error


def check_age(manifest: Manifest) -> None:
    """Hold the index to the code that is to read it.

    Errors: IndexOutdated.
    """
    if manifest.analyzer != analyzer_hash():
        raise IndexOutdated(f"the index was built with another analyzer; {REBUILD}")
    if manifest.reading != reading_hash():
        raise IndexOutdated(f"the index was built by another version of sauda; {REBUILD}")


def check_files(
    generation: Path, manifest: Manifest, *, optional: frozenset[str]
) -> frozenset[str]:
    """Hold the files to the manifest, by size and by checksums of their ends.

    Gives the names among `optional` that are not there at all. Errors: IndexDamaged.
    """
    missing = set()
    for name, (size, checksum) in manifest.files.items():
        path = generation / name
        try:
            is_size = path.stat().st_size
            if is_size == size and _checksum(path, size) == checksum:
                continue
        except FileNotFoundError:
            if name in optional:
                missing.add(name)
                continue
            raise IndexDamaged(f"{path} is missing; {REBUILD}") from None
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read ({error.strerror}); {REBUILD}") from error
        found = "is corrupt" if is_size == size else f"has {is_size} bytes instead of {size}"
        raise IndexDamaged(f"{path} {found}; {REBUILD}")
    return frozenset(missing)


def write_manifest(generation: Path, manifest: Manifest) -> None:
    """Write the manifest in one move, durably."""
    _replace(generation / MANIFEST, json.dumps(asdict(manifest), indent=1) + "\n")


def list_files(generation: Path) -> dict[str, tuple[int, int]]:
    """Every file of a generation but the manifest and lock files: name → (size, checksum)."""
    listed = {}
    for path in sorted(generation.rglob("*")):
        name = path.relative_to(generation).as_posix()
        if path.is_file() and name != MANIFEST and not path.name.endswith(".lock"):
            size = path.stat().st_size
            listed[name] = (size, _checksum(path, size))
    return listed


@contextmanager
def building(directory: Path) -> Iterator[None]:
    """Hold the index's lock, so that two builds never meet; what fails leaves nothing behind.

    Errors: BadInput where the folder cannot be written, IndexBusy where another process builds.
    """
    try:
        (directory / "generations").mkdir(parents=True, exist_ok=True)
        lock = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise BadInput(
            f"the folder {directory} cannot be written ({error.strerror}); give another --index"
        ) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexBusy(
                f"another `sauda index` is writing to {directory}; wait until it has ended"
            ) from None
        try:
            yield
        finally:
            _sweep(directory, keep=_answering(directory))
    finally:
        os.close(lock)


def begin(directory: Path, old: Path | None) -> Path:
    """A folder for the next generation: empty, or with the files of `old` to be changed.

    Segments of the term index are shared by hard links, since nothing rewrites them.
    """
    _sweep(directory, keep=_answering(directory))
    names = [int(path.name) for path in _generations(directory) if path.name.isdigit()]
    folder = directory / "generations" / f"{max(names, default=0) + 1:06d}"
    folder.mkdir()
    if old is not None:
        for path in sorted(old.rglob("*")):
            if path.is_file() and path.name != MANIFEST and not path.name.endswith(".lock"):
                _take(path, folder / path.relative_to(old))
    return folder


def publish(directory: Path, generation: Path) -> None:
    """Make a finished generation the one that answers, once all of it is on the disk."""
    for path in [*generation.rglob("*"), generation, generation.parent]:
        if path.suffix == ".json":
            path.chmod(0o644)  # tantivy's own may be its owner's only
        _sync(path)
    _replace(directory / _CURRENT, generation.name + "\n")


def _take(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.parent.name == "bm25" and target.suffix != ".json":
        try:
            os.link(source, target)
            return
        except OSError:  # a file system without hard links
            pass
    shutil.copyfile(source, target)


def _generations(directory: Path) -> list[Path]:
    return [path for path in (directory / "generations").iterdir() if path.is_dir()]


def _answering(directory: Path) -> str | None:
    """The name that CURRENT holds, whether or not it makes sense."""
    try:
        return (directory / _CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None


def _sweep(directory: Path, *, keep: str | None) -> None:
    """Remove generations that nothing points to, such as those of builds that died."""
    for path in _generations(directory):
        if path.name != keep:
            shutil.rmtree(path, ignore_errors=True)


def _checksum(path: Path, size: int) -> int:
    with path.open("rb") as file:
        checksum = zlib.crc32(file.read(_EDGE))
        if size > _EDGE:
            file.seek(max(_EDGE, size - _EDGE))
            checksum = zlib.crc32(file.read(_EDGE), checksum)
    return checksum


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
