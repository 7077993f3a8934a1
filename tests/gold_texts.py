"""Every text of the gold sets: what loaders of one model have to agree on."""

import json
from pathlib import Path

from language.sentences import sentences

_HOUSE = Path(__file__).parents[1]
# Kazakh as it is also written, in Latin and in Arabic letters.
_SCRIPTS = (
    "Almaty men London arasyndaǵy taýar aınalymy",
    "almaty men london arasyndagy tauar ainalymy qansha boldy",
    "Almatı men London arasındağı tauar aynalımı qanşa boldı",
    "الماتى مەن لوندون اراسىنداعى تاۋار اينالىمى",
    "قالادا ٣٥ بىرلەسكەن كاسىپورىن جۇمىس ىستەيدى",
)


def gold_texts() -> list[str]:
    """The sentences of the gold articles and seeds, all questions, and other scripts; each once."""
    folders = [_HOUSE / "tests" / "gold", _HOUSE / "seeds"]
    articles = [
        path.read_text(encoding="utf-8") for at in folders for path in sorted(at.rglob("*.txt"))
    ]
    found = [text[start:end] for text in articles for start, end in sentences(text)]
    for path in sorted(folders[0].rglob("*.jsonl")):
        rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        found += [row["question"] for row in rows if "question" in row]
    return sorted({*found, *_SCRIPTS})
