"""Logs that never hold a secret."""

import logging
import sys
from collections.abc import Sequence

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# These write the address of every call, and with it the token.
CHATTY = ("httpx", "httpcore", "telegram", "aiohttp.access")


class Discreet(logging.Formatter):
    """Writes what is logged, tracebacks and all, without the secrets."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__(FORMAT)
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        """The line, with *** where a secret would be."""
        written = super().format(record)
        for secret in self._secrets:
            written = written.replace(secret, "***")
        return written


def log_to_stderr(secrets: Sequence[str]) -> None:
    """Log from INFO on; libraries that chat, from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
