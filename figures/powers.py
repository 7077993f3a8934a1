"""What stands behind the digits of a number and is still part of it: powers, and its spelling."""

from collections.abc import Sequence
from decimal import Decimal

from figures.tokens import Token

_TIMES = frozenset("×x*·х")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_LARGEST = 30  # no amount of a text has an exponent beyond it


def power_after(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    """What the digits that end before `at` are multiplied by, and where it ends.

    Read are "×10^6", "×10-6", "×10⁶", "x2^12" and, glued to the digits, "e12" and "e-4".
    """
    if at + 1 >= len(tokens):
        return None
    if tokens[at].text == "e" and tokens[at].glued:
        return _power(Decimal(10), _whole(tokens, at + 1))
    base = tokens[at + 1].text
    if tokens[at].text not in _TIMES or not base.isdecimal() or not 1 < int(base) <= 10:
        return None
    after = at + 2
    if after < len(tokens) and tokens[after].text == "^":
        return _power(Decimal(base), _whole(tokens, after + 1))
    if after < len(tokens) and tokens[after].glued and tokens[after].kind == "word":
        raised = tokens[after].text.translate(_RAISED)
        if raised.lstrip("-").isdecimal() and len(raised) < 4:
            return _power(Decimal(base), (int(raised), after + 1))
    return _power(Decimal(10), _whole(tokens, after)) if base == "10" else None


def _whole(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The glued whole number at `at` with its sign, and where it ends."""
    negative = at < len(tokens) and tokens[at].text == "-" and tokens[at].glued
    at += negative
    if at >= len(tokens) or not tokens[at].glued or not tokens[at].text.isdecimal():
        return None
    if len(tokens[at].text) > 2:
        return None
    return int(tokens[at].text) * (-1 if negative else 1), at + 1


def _power(base: Decimal, read: tuple[int, int] | None) -> tuple[Decimal, int] | None:
    """`base` to the power that was read, None where that is no power of an amount."""
    if read is None or abs(read[0]) > _LARGEST:
        return None
    return base ** read[0], read[1]
