"""The tokenizer: a normaliser that lives inside tokenizer.json, and Unigram pieces."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from math import log
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from training.sources import Source, texts_of

ENDINGS = Path(__file__).with_name("endings.toml")
UNKNOWN = "[UNK]"
# People type Kazakh on a Russian keyboard: both spellings become the same pieces.
PLAIN_LETTERS = {
    "ӊ": "н",
    "ң": "н",
    "қ": "к",
    "ғ": "г",
    "ө": "о",
    "ү": "у",
    "ұ": "у",
    "і": "и",
    "ә": "а",
    "һ": "х",
    "ё": "е",
}
WORD = re.compile(r"[^\W_]+")
DIGITS = 6  # of a piece's score; the trainer's sums differ from run to run
WORD_START = "▁"
WORD_WEIGHT = {"own": 8, "parallel": 2, "interface": 1, "lexicon": 1}
SEPARATORS = r"[^\p{L}\p{M}\p{N}%$€₸₽£¥]+"


def build_tokenizer(
    sources: Sequence[Source], *, pieces: int, words: int, plain: bool
) -> Tokenizer:
    """A Unigram tokenizer of `pieces` pieces, `words` of them the commonest words whole.

    Unigram alone splits even common words ("fro|m", "de|mand"), as half of the training text is
    dictionaries in which each word stands once; the sources' weights decide what is common.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normaliser(plain=plain)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(SEPARATORS), "removed"),
            pre_tokenizers.Metaspace(prepend_scheme="always", split=True),
        ]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=pieces - words,
        special_tokens=[UNKNOWN],
        unk_token=UNKNOWN,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts_of(sources), trainer)
    trained = _in_order(tokenizer)
    return _with_words(trained, common_words(sources, trained), words) if words else trained


def _in_order(tokenizer: Tokenizer) -> Tokenizer:
    """The same pieces by falling score: the trainer orders near-equal ones by chance."""
    described = json.loads(tokenizer.to_str())
    unknown, *vocabulary = described["model"]["vocab"]
    rounded = [[piece, round(score, DIGITS)] for piece, score in vocabulary]
    described["model"]["vocab"] = [unknown, *sorted(rounded, key=lambda row: (-row[1], row[0]))]
    return Tokenizer.from_str(json.dumps(described, ensure_ascii=False))


def common_words(sources: Sequence[Source], tokenizer: Tokenizer) -> list[tuple[str, float]]:
    """Normalised words and their counts, the commonest first; a source counts by its kind."""
    raw: Counter[str] = Counter()
    for source in sources:
        weight = WORD_WEIGHT["own" if source.name.startswith("own") else source.kind]
        for row in source.rows:
            for text in filter(None, row.texts):
                for word in WORD.findall(text.lower()):
                    raw[word] += weight
    normalised: Counter[str] = Counter()
    for word, count in raw.items():
        normalised[tokenizer.normalizer.normalize_str(word)] += count
    return sorted(normalised.items(), key=lambda item: (-item[1], item[0]))


def _with_words(tokenizer: Tokenizer, counted: list[tuple[str, float]], words: int) -> Tokenizer:
    """The tokenizer with `words` more pieces: whole words, each likelier than its split."""
    described = json.loads(tokenizer.to_str())
    vocabulary = described["model"]["vocab"]
    scores = dict(map(tuple, vocabulary))
    total = sum(count for _, count in counted)
    for word, count in counted:
        piece = WORD_START + word
        if words and len(word) > 1 and piece not in scores:
            split = sum(scores[part] for part in tokenizer.encode(word).tokens)
            vocabulary.append([piece, max(log(count / total), split + 0.1)])
            words -= 1
    return Tokenizer.from_str(json.dumps(described, ensure_ascii=False))


def normaliser(*, plain: bool) -> normalizers.Normalizer:
    """NFKC, lower case, Kazakh letters made plain, then endings cut (see endings.toml)."""
    letters = PLAIN_LETTERS if plain else {"ӊ": "ң", "ё": "е"}
    steps: list[normalizers.Normalizer] = [normalizers.NFKC(), normalizers.Lowercase()]
    steps += [
        normalizers.Replace(written, plain_letter) for written, plain_letter in letters.items()
    ]
    steps += [normalizers.Replace(Regex(pattern), "") for pattern in ending_patterns(letters)]
    return normalizers.Sequence(steps)


def ending_patterns(letters: dict[str, str]) -> list[str]:
    """One regular expression an alphabet: endings at the end of a word, a stem of letters kept."""
    table = tomllib.loads(ENDINGS.read_text(encoding="utf-8"))
    patterns = []
    for alphabet in table.values():
        chained = _choice({_respelt(ending, letters) for ending in alphabet["chained"]})
        single = _choice({_respelt(ending, letters) for ending in alphabet["single"]})
        cut = "|".join(part for part in (chained and f"(?:{chained})+", single) if part)
        patterns.append(rf"(?<=\p{{L}}{{{alphabet['keep']}}})(?:{cut})(?!\p{{L}})")
    return patterns


def _choice(endings: set[str]) -> str:
    """A regular expression that reads a set of strings letter by letter, longest first.

    An alternation of whole strings would be tried string by string at each letter of a text.
    """
    firsts = sorted({ending[0] for ending in endings if ending})
    branches = []
    for first in firsts:
        rest = {ending[1:] for ending in endings if ending.startswith(first)}
        longer = _choice(rest - {""})
        branches.append(first + (f"(?:{longer})" + ("?" if "" in rest else "") if longer else ""))
    return "|".join(branches)


def _respelt(ending: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(letter, letter) for letter in ending)
