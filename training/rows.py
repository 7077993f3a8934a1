"""What parallel text is made of."""

from dataclasses import dataclass

LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One text in up to three languages; a language that is lacking is empty."""

    texts: tuple[str, str, str]
