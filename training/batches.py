"""Batches: pairs of one source and one pair of languages, as piece ids."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.objective import Ints
from training.sources import PAIRS, Source

POWER = 0.35
DROPPED = 0.15
JOINED_SHARE = 0.7
JOINED_MOST = 8
SENTENCES_JOINED = 0.5  # share of batches of sentences in which each text is two of them


@dataclass(frozen=True, kw_only=True)
class Side:
    """Texts as piece ids end to end; text i is pieces[starts[i]:starts[i + 1]]."""

    pieces: Ints
    starts: Ints
    keys: Ints  # equal texts share a key


@dataclass(frozen=True, kw_only=True)
class Pool:
    """The aligned texts of one source in one pair of languages."""

    name: str
    joins: bool  # words, often joined into longer texts
    sentences: bool
    weight: float
    left: Side
    right: Side

    @property
    def size(self) -> int:
        return len(self.left.keys)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """`lengths` and `pieces` of 2n texts, left sides first; `same` as in `contrastive`."""

    lengths: Ints
    pieces: Ints
    same: NDArray[np.bool_]


def pools_of(sources: list[Source], tokenizer: Tokenizer) -> list[Pool]:
    """One pool for each source and pair of languages with at least 30 rows."""
    pools = []
    for source in sources:
        for left, right in PAIRS:
            rows = [row.texts for row in source.rows if row.texts[left] and row.texts[right]]
            sides = _encode_sides(tokenizer, rows, left, right)
            if sides is not None:
                weight = source.weight * len(sides[0].keys) ** POWER
                pools.append(
                    Pool(
                        name=f"{source.name}:{left}{right}",
                        joins=source.kind == "lexicon",
                        sentences=source.kind == "parallel",
                        weight=weight,
                        left=sides[0],
                        right=sides[1],
                    )
                )
    return pools


def draw(pools: list[Pool], size: int, generator: np.random.Generator) -> Batch:
    """A batch of `size` pairs from one pool, some pieces dropped, word pairs often joined."""
    weights = np.array([pool.weight for pool in pools])
    pool = pools[generator.choice(len(pools), p=weights / weights.sum())]
    if pool.joins and generator.random() < JOINED_SHARE:
        parts = generator.integers(2, JOINED_MOST + 1, size=size)
    elif pool.sentences and generator.random() < SENTENCES_JOINED:
        size = min(size, pool.size // 2)
        parts = np.full(size, 2)
    else:
        size = min(size, pool.size)
        parts = np.ones(size, dtype=np.int64)
    picked = _pick(pool.size, int(parts.sum()), generator)
    owners = np.repeat(np.arange(size), parts)
    sides = [_gather(side, picked, owners, size, generator) for side in (pool.left, pool.right)]
    keys = [_keys(side.keys[picked], owners, size) for side in (pool.left, pool.right)]
    return Batch(
        lengths=np.concatenate([sides[0][0], sides[1][0]]),
        pieces=np.concatenate([sides[0][1], sides[1][1]]),
        same=_same(keys[0], keys[1]),
    )


def _encode_sides(
    tokenizer: Tokenizer, rows: list[tuple[str, str, str]], left: int, right: int
) -> tuple[Side, Side] | None:
    encoded = [
        [e.ids for e in tokenizer.encode_batch_fast([row[side] for row in rows])]
        for side in (left, right)
    ]
    kept = [(a, b) for a, b in zip(*encoded, strict=True) if any(a) and any(b)]
    if len(kept) < 30:
        return None
    return _side([a for a, _ in kept]), _side([b for _, b in kept])


def _side(texts: list[list[int]]) -> Side:
    numbers: dict[tuple[int, ...], int] = {}
    known = [[piece for piece in text if piece] for text in texts]
    return Side(
        pieces=np.concatenate([np.array(text, dtype=np.int64) for text in known]),
        starts=np.concatenate([[0], np.cumsum([len(text) for text in known])]),
        keys=np.array([numbers.setdefault(tuple(text), len(numbers)) for text in known]),
    )


def _pick(size: int, wanted: int, generator: np.random.Generator) -> Ints:
    if wanted <= size:
        return generator.choice(size, wanted, replace=False)
    return generator.integers(0, size, size=wanted)


def _gather(
    side: Side, picked: Ints, owners: Ints, size: int, generator: np.random.Generator
) -> tuple[Ints, Ints]:
    lengths = side.starts[picked + 1] - side.starts[picked]
    ends = np.cumsum(lengths)
    positions = np.arange(ends[-1]) + np.repeat(side.starts[picked] - (ends - lengths), lengths)
    kept = generator.random(len(positions)) >= DROPPED
    kept[ends - lengths] |= lengths < 3  # a word of one or two pieces keeps its first
    of_text = np.repeat(owners, lengths)[kept]
    return np.bincount(of_text, minlength=size), side.pieces[positions[kept]]


def _keys(keys: Ints, owners: Ints, size: int) -> Ints:
    joined = np.zeros(size, dtype=np.int64)
    np.add.at(joined, owners, (keys + 1) * 2654435761 % (1 << 40))
    return joined


def _same(left: Ints, right: Ints) -> NDArray[np.bool_]:
    """Pairs that are no negatives: a text with itself, equal texts, and what equal texts mean."""
    size = len(left)
    equal = (left[:, None] == left[None, :]) | (right[:, None] == right[None, :])
    same = np.tile(equal, (2, 2))
    partner = np.arange(size)
    same[partner, partner + size] = False
    same[partner + size, partner] = False
    return same
