"""What an answer owes to how its question is typed: the gold questions retyped as people do.

    python -m benchmarks.retyped tests/gold/dev tests/gold/held/ru …

For each way of typing: how many questions it changes, and what those that are answered right as
they stand become. Each folder holds `questions.jsonl` and the articles that they are asked about.
"""

import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.evaluate import Gold, gold_articles, judge, read_gold
from index.build import build_index
from index.corpus import open_index
from index.encoder import load_encoder
from retrieval.answerer import Answerer

ASKED_AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_PLAIN = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
_KEYS = dict(
    zip("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.", strict=True)
)
_POLITE = {
    "ru": "Здравствуйте! Подскажите, пожалуйста: ",
    "kk": "Сәлеметсіз бе! Айтып жіберіңізші: ",
    "en": "Hello! Could you tell me: ",
}
_LONG_WORD = re.compile(r"[^\W\d_]{7,}")


def _other_keyboard(gold: Gold) -> str:
    if gold.language != "ru" or re.search("[a-z]", gold.question, re.IGNORECASE):
        return gold.question
    return "".join(_KEYS.get(char, char) for char in gold.question.lower())


def _slip(gold: Gold) -> str:
    """One letter of one long word left out, doubled, or swapped with the next."""
    text, chance = gold.question, random.Random(gold.id)
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return text
    word = chance.choice(words)
    at = word.start() + chance.randrange(2, len(word.group()) - 2)
    here, behind = text[at], text[at + 1]
    typed = chance.choice([behind, here + here + behind, behind + here])
    return text[:at] + typed + text[at + 2 :]


WAYS: dict[str, Callable[[Gold], str]] = {
    "small letters": lambda gold: gold.question.lower(),
    "capitals": lambda gold: gold.question.upper(),
    "no commas, no question mark": lambda gold: re.sub(r"[?!,](?!\d)", "", gold.question),
    "politely": lambda gold: _POLITE[gold.language] + gold.question,
    "no Kazakh letters": lambda gold: gold.question.translate(_PLAIN),
    "other keyboard": _other_keyboard,
    "one slip": _slip,
}


def _answerers(folders: list[Path]) -> Iterator[tuple[Answerer, list[Gold]]]:
    encoder = load_encoder()
    for folder in folders:
        with tempfile.TemporaryDirectory() as directory:
            source = Path(directory) / "articles.jsonl"
            rows = map(json.dumps, gold_articles(folder / "articles"))
            source.write_text("\n".join(rows), encoding="utf-8")
            build_index([source], Path(directory) / "index", encoder=encoder)
            index = open_index(Path(directory) / "index", encoder=encoder)
            yield Answerer(index), read_gold(folder / "questions.jsonl")


def main(folders: list[Path]) -> None:
    """Print the table."""
    became: dict[str, Counter[str]] = {way: Counter() for way in WAYS}
    for answerer, questions in _answerers(folders):
        for gold in questions:
            if judge(gold, answerer.answer(gold.question, asked_at=ASKED_AT)).outcome != "right":
                continue
            for way, change in WAYS.items():
                typed = change(gold)
                if typed != gold.question:
                    found = judge(gold, answerer.answer(typed, asked_at=ASKED_AT))
                    became[way][found.outcome] += 1
    print(f"{'typed':30}{'questions':>10}{'right':>8}{'abstained':>11}{'wrong':>7}")
    for way, counts in became.items():
        cells = f"{counts['right']:>8}{counts['abstained']:>11}{counts['wrong']:>7}"
        print(f"{way:30}{counts.total():>10}{cells}")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
