"""Debian's PostgreSQL, started for the tests on loopback and thrown away after them."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.telegram_running import free_port

BINARIES = Path("/usr/lib/postgresql")
OWNER = "postgres"  # PostgreSQL does not run as root
MUST = "SAUDA_NO_SKIPS"  # set where a test that cannot run is an error


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of an empty database."""
    found = sorted(BINARIES.glob("*/bin/initdb"))
    if not found:
        missing = "PostgreSQL is not installed; run: sudo apt install postgresql"
        if os.environ.get(MUST):
            pytest.fail(missing)
        pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="sauda-pg-"))
    port = free_port()
    tool = found[-1].parent
    data = str(folder / "data")
    try:
        if os.getuid() == 0:
            os.chown(folder, pwd.getpwnam(OWNER).pw_uid, -1)
        _as_owner(str(tool / "initdb"), "-D", data, "-U", OWNER, "-A", "trust", "--no-sync")
        address = f"-h 127.0.0.1 -p {port} -k {folder} -F"
        log = str(folder / "log")
        _as_owner(str(tool / "pg_ctl"), "-D", data, "-o", address, "-l", log, "-w", "start")
        try:
            yield f"postgresql+psycopg://{OWNER}@127.0.0.1:{port}/{OWNER}"
        finally:
            _as_owner(str(tool / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(*command: str) -> None:
    runs_as = ("runuser", "-u", OWNER, "--") if os.getuid() == 0 else ()
    subprocess.run([*runs_as, *command], check=True, stdout=subprocess.DEVNULL, cwd="/tmp")
