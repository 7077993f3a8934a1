"""Letters that remember which letters of the original they stand for."""

from typing import NamedTuple


class Letter(NamedTuple):
    """One letter (or an undecided "@…" role) and the span of the original that it stands for."""

    char: str
    start: int
    end: int


def scan_letters(word: str, table: dict[str, str], longest: int) -> list[Letter]:
    """Spell `word` by the longest keys of `table`; what the table lacks stays as it is.

    A value may be several letters and roles ("ц@i"); each gets the span of its
    key, from the word's start.
    """
    letters: list[Letter] = []
    position = 0
    while position < len(word):
        for size in range(min(longest, len(word) - position), 0, -1):
            value = table.get(word[position : position + size])
            if value is not None:
                break
        else:
            size, value = 1, word[position]
        letters.extend(Letter(char, position, position + size) for char in _symbols(value))
        position += size
    return letters


def _symbols(value: str) -> list[str]:
    symbols: list[str] = []
    for char in value:
        if symbols and symbols[-1] == "@":
            symbols[-1] += char
        else:
            symbols.append(char)
    return symbols
