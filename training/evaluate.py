"""How often a sentence finds its translation: top-1 among all candidates, six directions."""

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from training.rows import LANGUAGES, Row

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


def top_one(encode: Encode, rows: Sequence[Row], others: Sequence[Row] = ()) -> dict[str, float]:
    """Share of `rows` whose nearest candidate is their own translation, keyed "kk-ru" and so on.

    Candidates are the rows' texts and those of `others` in the language searched; a direction in
    which fewer than 30 rows have both texts is left out.
    """
    shares = {}
    for asked, searched in permutations(range(len(LANGUAGES)), 2):
        usable = [row.texts for row in rows if row.texts[asked] and row.texts[searched]]
        if len(usable) < 30:
            continue
        candidates = [texts[searched] for texts in usable]
        candidates += [row.texts[searched] for row in others if row.texts[searched]]
        questions = encode([texts[asked] for texts in usable])
        scores = questions @ encode(candidates).T
        found = scores.argmax(axis=1) == np.arange(len(usable))
        shares[f"{LANGUAGES[asked]}-{LANGUAGES[searched]}"] = float(found.mean())
    return shares


def mean(shares: dict[str, float]) -> float:
    """The mean over directions."""
    return sum(shares.values()) / len(shares)
