"""Rough English for Kazakh–Russian sentences, word by word, where no English was written.

English is the thin side of the data. For a model that sums its pieces a row of dictionary words in
any order is nearly a translation, so each sentence of a corpus without English gets one.
"""

import re
from collections import defaultdict

import numpy as np
from tokenizers import Tokenizer

from training.rows import Row
from training.sources import Source

WORD = re.compile(r"\w+")
MOST_WORDS = 2  # in an English entry of the dictionary
MOST_SENSES = 3  # of a word, the first of the dictionary
LEAST_KNOWN = 0.6  # share of a sentence's words that the dictionary must know


def gloss_source(sources: list[Source], tokenizer: Tokenizer, *, seed: int) -> Source:
    """The rows of parallel sources that lack English, with words of the lexicons in its place."""
    senses = (_senses(sources, 0, tokenizer), _senses(sources, 1, tokenizer))
    generator = np.random.default_rng(seed)
    rows = []
    for source in sources:
        if source.kind != "parallel" or source.name.startswith("variant"):
            continue
        for row in source.rows:
            if not row.texts[2]:
                kazakh, russian, _ = row.texts
                side = int(generator.integers(2))
                english = _gloss((kazakh, russian)[side], senses[side], tokenizer, generator)
                if english:
                    rows.append(Row(texts=(kazakh, russian, english)))
    return Source(
        name="glosses",
        kind="parallel",
        weight=0.8,
        origin="the corpora above, English put word by word from the lexicons above",
        licence="as above",
        rows=tuple(rows),
    )


def _senses(sources: list[Source], side: int, tokenizer: Tokenizer) -> dict[str, list[str]]:
    """English words by the stem of a word of language `side`."""
    found: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        if source.kind != "lexicon":
            continue
        for row in source.rows:
            word, english = row.texts[side].lower(), row.texts[2].lower()
            if WORD.fullmatch(word) and english and len(english.split()) <= MOST_WORDS:
                stem = tokenizer.normalizer.normalize_str(word)
                if english not in found[stem]:
                    found[stem].append(english)
    return found


def _gloss(
    text: str, senses: dict[str, list[str]], tokenizer: Tokenizer, generator: np.random.Generator
) -> str:
    words = WORD.findall(text)
    english, known = [], 0
    for word in words:
        if word.isdigit():
            english.append(word)
            known += 1
            continue
        choices = senses.get(tokenizer.normalizer.normalize_str(word))
        if choices:
            english.append(choices[generator.integers(min(MOST_SENSES, len(choices)))])
            known += 1
    return " ".join(english) if words and known >= LEAST_KNOWN * len(words) else ""
