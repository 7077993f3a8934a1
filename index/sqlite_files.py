"""SQLite files of a generation: written once without a journal, then read and never changed."""

import sqlite3
from pathlib import Path
from urllib.parse import quote


def open_to_read(path: Path) -> sqlite3.Connection:
    """The finished file at `path`, read-only and from any thread.

    Errors: sqlite3.DatabaseError where it is none.
    """
    db = sqlite3.connect(
        f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    db.execute("PRAGMA schema_version").fetchone()
    return db


def open_to_write(path: Path) -> sqlite3.Connection:
    """The file at `path`, to be changed by one process; a build that dies throws the file away."""
    db = sqlite3.connect(path, check_same_thread=False)
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    return db
