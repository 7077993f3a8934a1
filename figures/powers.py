"""What stands behind the digits of a number and is still part of it: powers, and its spelling."""

from collections.abc import Sequence

from figures.tokens import Token

_TIMES = frozenset("×x*·х")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_LARGEST = 30  # no amount of a text has an exponent beyond it


def exponent_after(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The power of ten behind digits that end before `at`, and where it ends.

    Read are "×10^5", "×10-5", "×10⁵" and, glued to the digits, "e14" and "e-3".
    """
    if at >= len(tokens):
        return None
    if tokens[at].text == "e" and tokens[at].glued:
        return _whole(tokens, at + 1)
    if tokens[at].text not in _TIMES or at + 1 >= len(tokens) or tokens[at + 1].text != "10":
        return None
    after = at + 2
    if after < len(tokens) and tokens[after].text == "^":
        after += 1
    if after < len(tokens) and tokens[after].glued:
        raised = tokens[after].text.translate(_RAISED)
        if tokens[after].kind == "word" and raised.lstrip("-").isdecimal():
            return _bounded(int(raised), after + 1)
    return _whole(tokens, after)


def _whole(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The glued whole number at `at` with its sign, and where it ends."""
    negative = at < len(tokens) and tokens[at].text == "-" and tokens[at].glued
    at += negative
    if at >= len(tokens) or not tokens[at].glued or not tokens[at].text.isdecimal():
        return None
    if len(tokens[at].text) > 2:
        return None
    return _bounded(int(tokens[at].text) * (-1 if negative else 1), at + 1)


def _bounded(exponent: int, last: int) -> tuple[int, int] | None:
    return (exponent, last) if abs(exponent) <= _LARGEST else None
