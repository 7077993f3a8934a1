"""A small encoder and small articles, for tests of the index."""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.corpus import Index, open_index
from index.encoder import Vectors


class ToyEncoder:
    """Counts beginnings of words in hashed places; texts that share words are near."""

    def __init__(self, name: str = "toy", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Questions as float32 (len(texts), dimension)."""
        return self._encode(texts)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Passages as float32 (len(texts), dimension)."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for at, text in enumerate(texts):
            for word in text.casefold().split():
                vectors[at, zlib.crc32(word[:5].encode()) % self.dimension] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(norms, np.float32(1e-9))
        return unit


ARTICLES = {
    "london": (
        "Алматы мен Лондон келісті\n\n"
        "2017 жылы Алматы мен Ұлыбритания арасындағы тауар айналымы 275 млн АҚШ долларын құрады. "
        "Қазір қалада 114 британдық кәсіпорын жұмыс істейді.\n"
    ),
    "stockholm": (
        "Шведы довольны\n\n"
        "За 11 месяцев 2016 года товарооборот между городом Алматы и Швецией составил "
        "53,8 млн долларов США. В городе зарегистрировано 17 шведских предприятий.\n"
    ),
    "brussels": (
        "Trade with Belgium\n\n"
        "Trade turnover between Almaty and Belgium reached 44 million US dollars in 2019. "
        "There are 28 Belgian companies in the city.\n"
    ),
}


def write_articles(folder: Path, names: Sequence[str] = tuple(ARTICLES)) -> Path:
    """A folder with some of `ARTICLES` as text files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(ARTICLES[name], encoding="utf-8")
    return folder


def opened(directory: Path) -> Index:
    """The index in a folder, asked with the toy encoder."""
    return open_index(directory, encoder=ToyEncoder())


def found_by_terms(index: Index, question: str) -> list[str]:
    """The articles of the chunks that BM25 finds, best first."""
    ids = [chunk for chunk, _ in index.search_bm25(question, 10)]
    chunks = index.chunks(ids)
    assert [chunk.id for chunk in chunks] == ids
    return [chunk.article_id for chunk in chunks]


def found_by_vector(index: Index, question: str) -> str:
    """The article of the chunk that is nearest."""
    ((best, _), *_rest) = index.search_dense(question, 10)
    return index.chunk(best).article_id
