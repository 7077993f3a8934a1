"""What can go wrong, as one tree; each message is one line that says who can do what.

SaudaError
├── BadInput            files, folders or settings that were given are not usable
├── IndexMissing        there is no index in the folder
├── IndexOutdated       the index was built with another encoder, analyzer or version
├── IndexDamaged        a file of the index is missing, truncated or corrupt
├── IndexBusy           another process is indexing into the same folder
└── EncoderUnavailable  the encoder cannot be loaded
"""


class SaudaError(Exception):
    """Shown to the user as it is: one line, and it names what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class BadInput(SaudaError):
    """What was given cannot be read as articles."""


class IndexMissing(SaudaError):
    """No index lies where one was looked for."""


class IndexOutdated(SaudaError):
    """The index does not fit the code or the settings that want to read it."""


class IndexDamaged(SaudaError):
    """A file of the index is not what its manifest says."""


class IndexBusy(SaudaError):
    """Another process holds the index's lock."""


class EncoderUnavailable(SaudaError):
    """No encoder of that name can be loaded."""
