"""The tokenizer: a normaliser that lives inside tokenizer.json, and Unigram pieces."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

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
SEPARATORS = r"[^\p{L}\p{M}\p{N}%$€₸₽£¥]+"


def build_tokenizer(texts: Iterable[str], *, pieces: int, plain: bool = True) -> Tokenizer:
    """Train a Unigram tokenizer of `pieces` pieces; the same texts give the same pieces."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normaliser(plain=plain)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(SEPARATORS), "removed"),
            pre_tokenizers.Metaspace(prepend_scheme="always", split=True),
        ]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=pieces, special_tokens=[UNKNOWN], unk_token=UNKNOWN, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


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
