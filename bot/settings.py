"""What can be set from outside: the environment, and an .env file beside where the bot is run.

Read by hand: importing pydantic-settings takes longer than numpy and faiss together, and a command
that answers one question needs three strings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import BadInput

_LINE = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>.*)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Where the index lives and what reads it; `index_given`: the folder was chosen by someone."""

    index: Path
    index_given: bool = False
    encoder: str | None = None
    bm25_engine: str | None = None


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that an environment makes.

    SAUDA_INDEX, ENCODER, BM25_ENGINE; the index lives in the user's data folder by default.
    """
    given = environment.get("SAUDA_INDEX") or None
    data = environment.get("XDG_DATA_HOME") or Path(environment.get("HOME") or "~") / ".local/share"
    return Settings(
        index=Path(given or Path(data) / "sauda" / "index").expanduser(),
        index_given=given is not None,
        encoder=environment.get("ENCODER") or None,
        bm25_engine=environment.get("BM25_ENGINE") or None,
    )


def read_environment(environment: Mapping[str, str], file: Path) -> dict[str, str]:
    """The environment over what `file` says, if there is one.

    Errors: BadInput for a line of the file that is not NAME=value.
    """
    if not file.is_file():
        return dict(environment)
    read: dict[str, str] = {}
    for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if not found:
            raise BadInput(f"{file}:{number}: not a NAME=value line; correct it or put # before it")
        read[found["name"]] = _unquoted(found["value"])
    return {**read, **environment}


def _unquoted(value: str) -> str:
    quoted = re.fullmatch(r"""(["'])(.*)\1""", value)
    return quoted[2] if quoted else re.sub(r"\s+#.*", "", value)
