"""Debian's PostgreSQL, started for the tests on loopback and thrown away after them."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.telegram_running import free_port

BINARIES = Path("/usr/lib/postgresql")
OWNER = "postgres"  # PostgreSQL does not run as root
MUST = "SAUDA_NO_SKIPS"  # set where a test that cannot run is an error


@dataclass(frozen=True, kw_only=True)
class Server:
    """A PostgreSQL of the tests' own."""

    tool: Path
    data: str
    port: int
    folder: Path

    @property
    def url(self) -> str:
        """Where its database is."""
        return f"postgresql+psycopg://{OWNER}@127.0.0.1:{self.port}/{OWNER}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        address = f"-h 127.0.0.1 -p {self.port} -k {self.folder} -F"
        self._control("start", "-o", address, "-l", str(self.folder / "log"))

    def stop(self) -> None:
        """Stop it, whoever is connected."""
        self._control("stop", "-m", "immediate")

    def _control(self, action: str, *more: str) -> None:
        waiting = ("-w", "-t", "600")  # seconds
        _as_owner(str(self.tool / "pg_ctl"), action, "-D", self.data, *waiting, *more)


@contextmanager
def postgresql() -> Iterator["Server"]:
    """A server with an empty database."""
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
        server = Server(tool=tool, data=data, port=port, folder=folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(*command: str) -> None:
    runs_as = ("runuser", "-u", OWNER, "--") if os.getuid() == 0 else ()
    subprocess.run([*runs_as, *command], check=True, stdout=subprocess.DEVNULL, cwd="/tmp")
