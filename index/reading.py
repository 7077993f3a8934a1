"""What an article's chunks and figures depend on, as one hash that an index remembers."""

import hashlib
from functools import cache
from pathlib import Path

_HOUSE = Path(__file__).parent.parent
_READ_BY = (
    "figures/*.py",
    "figures/data/*",
    "index/build.py",
    "index/chunking.py",
    "index/cleaning.py",
    "index/data/*",
    "index/dates.py",
    "index/noise.py",
    "index/sources.py",
    "language/detect.py",
    "language/sentences.py",
    "language/packs/*/figures.toml",
    "language/packs/*/noise.toml",
    "language/packs/*/sentences.toml",
)


@cache
def reading_hash() -> str:
    """Sixteen hex digits that change with the code and the data that articles are read by.

    The analyzer has a hash of its own: terms are also made of questions.
    """
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _READ_BY for path in _HOUSE.glob(pattern)):
        if path.is_file():
            digest.update(path.relative_to(_HOUSE).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
