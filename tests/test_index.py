"""The index as a whole: what goes in is found, what changes is followed, what breaks is said."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.build import build_index, remove_articles
from index.chunking import chunk_spans
from index.corpus import open_index
from index.encoder import load_encoder
from index.errors import (
    BadInput,
    IndexBusy,
)
from index.generations import building, current
from index.types import Skipped
from tests.index_toy import (
    ARTICLES,
    ToyEncoder,
    found_by_terms,
    found_by_vector,
    opened,
    write_articles,
)

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
TOY = ToyEncoder()


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """An index of the three toy articles."""
    directory = tmp_path / "index"
    build_index([write_articles(tmp_path / "news")], directory, encoder=TOY)
    return directory


def test_articles_chunks_and_figures_are_found(built: Path) -> None:
    index = opened(built)
    assert len(index) == 3 and index.notices == ()
    assert [article.id for article in index.articles()] == ["brussels", "london", "stockholm"]
    assert found_by_terms(index, "бельгийские предприятия")[0] == "brussels"
    assert found_by_vector(index, "шведских предприятий") == "stockholm"
    figures = index.figures(article="london")
    assert {entry.figure.text.split()[0] for entry in figures} >= {"275", "114"}
    for entry in figures:
        text = index.article(entry.article_id).text
        assert text[entry.figure.start : entry.figure.end] == entry.figure.text
        chunk = index.chunk_at(entry.article_id, entry.figure.start)
        assert chunk is not None and chunk.start <= entry.figure.start < chunk.end


def test_chunks_are_spans_of_their_articles(tmp_path: Path) -> None:
    build_index(SEEDS, tmp_path, encoder=TOY)
    index = opened(tmp_path)
    assert len(index) == 5
    for article in index.articles():
        chunks = index.chunks_of(article.id)
        assert chunks
        for chunk in chunks:
            assert article.text[chunk.start : chunk.end] == chunk.text
            assert index.chunk(chunk.id) == chunk


def test_unknown_ids(built: Path) -> None:
    index = opened(built)
    with pytest.raises(KeyError):
        index.article("nobody")
    with pytest.raises(KeyError):
        index.chunk(10**9)
    assert index.chunks([10**9]) == [] and index.chunks_of("nobody") == []
    assert index.body("nobody") == () and index.chunk_at("nobody", 0) is None


@pytest.mark.parametrize("question", ["", " ", "жжжжжжж", "zzzz qqqq"])
def test_what_shares_no_term_is_no_hit(built: Path, question: str) -> None:
    assert opened(built).search_bm25(question, 10) == []


def test_the_same_again_changes_nothing(built: Path, tmp_path: Path) -> None:
    before = {chunk.id for name in ARTICLES for chunk in opened(built).chunks_of(name)}
    report = build_index([tmp_path / "news"], built, encoder=TOY)
    assert (report.added, report.replaced, report.unchanged) == (0, 0, 3)
    assert {chunk.id for name in ARTICLES for chunk in opened(built).chunks_of(name)} == before


def test_a_changed_article_replaces_what_was_held(built: Path, tmp_path: Path) -> None:
    text = ARTICLES["london"].replace("275", "281").replace("британдық", "жапон")
    (tmp_path / "news" / "london.txt").write_text(text, encoding="utf-8")
    report = build_index([tmp_path / "news"], built, encoder=TOY)
    assert (report.added, report.replaced, report.unchanged, report.articles) == (0, 1, 2, 3)
    index = opened(built)
    values = {str(entry.figure.value) for entry in index.figures(article="london")}
    assert "281000000" in values and "275000000" not in values
    assert all("275" not in chunk.text for chunk in index.chunks_of("london"))
    assert len(index.search_dense("британдық кәсіпорын", 50)) == index.manifest.chunks
    assert index.manifest.rows == sum(
        len(chunk.sentences) + (len(chunk.sentences) > 1)
        for article in index.articles()
        for chunk in chunk_spans(article.text, index.body(article.id))
    )


def test_more_articles_join_those_that_are_held(built: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.jsonl"
    row = {"id": "tokyo", "text": "Токио вложит в Алматы 5 млн долларов, сообщил посол Японии."}
    more.write_text(json.dumps(row), encoding="utf-8")
    report = build_index([more], built, encoder=TOY)
    assert (report.added, report.articles) == (1, 4)
    index = opened(built)
    assert found_by_terms(index, "посол Японии")[0] == "tokyo"
    assert found_by_terms(index, "шведских предприятий")[0] == "stockholm"


def test_another_file_of_the_same_name_is_another_article(built: Path, tmp_path: Path) -> None:
    other = tmp_path / "feb"
    other.mkdir()
    (other / "london.txt").write_text("Лондон купил 7 млн тонн зерна у Костаная.", "utf-8")
    for _ in range(2):
        report = build_index([other], built, encoder=TOY)
        assert report.articles == 4
    assert "feb/london" in {article.id for article in opened(built).articles()}


def test_the_same_id_twice_in_one_run_keeps_the_first_and_says_so(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": text} for text in ("Бірінші мақала.", "Екінші мақала.")]
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    report = build_index([path], tmp_path / "index", encoder=TOY)
    assert report.articles == 1 and "first one" in report.skipped[0].reason
    assert opened(tmp_path / "index").article("a").text == "Бірінші мақала."


def test_removed_articles_answer_no_more(built: Path) -> None:
    report = remove_articles(["london", "nobody"], built, encoder=TOY)
    assert (report.removed, report.articles) == (1, 2)
    assert report.skipped == (Skipped(path="nobody", reason="no article has this id"),)
    index = opened(built)
    assert "london" not in found_by_terms(index, "Ұлыбритания тауар айналымы 2017")
    assert index.figures(article="london") == []
    hits = index.search_dense("британдық кәсіпорын", 50)
    assert len(hits) == index.manifest.chunks == len(index.chunks([chunk for chunk, _ in hits]))


def test_rebuild_with_paths_starts_afresh(built: Path, tmp_path: Path) -> None:
    only = write_articles(tmp_path / "only", ["brussels"])
    report = build_index([only], built, encoder=TOY, rebuild=True)
    assert (report.articles, report.added) == (1, 1)


def test_rebuild_without_paths_keeps_the_articles(built: Path) -> None:
    other = ToyEncoder("other", 32)
    before = list(opened(built).articles())
    report = build_index([], built, encoder=other, rebuild=True)
    assert report.articles == 3
    index = open_index(built, encoder=other)
    assert list(index.articles()) == before and index.notices == ()


def test_without_an_encoder_terms_and_figures_answer(built: Path, tmp_path: Path) -> None:
    directory = tmp_path / "bare"
    build_index([tmp_path / "news"], directory, encoder=None)
    index = opened(directory)
    assert index.notices == ("vectors_missing",) and index.search_dense("Швеция", 5) == []
    assert found_by_terms(index, "шведских предприятий")[0] == "stockholm"
    build_index([tmp_path / "news"], directory, encoder=TOY)
    assert opened(directory).notices == ()
    assert found_by_vector(opened(directory), "шведских предприятий") == "stockholm"


def test_two_builds_do_not_meet(built: Path, tmp_path: Path) -> None:
    with building(built), pytest.raises(IndexBusy, match="another"):
        build_index([tmp_path / "news"], built, encoder=TOY)
    assert len(opened(built)) == 3


def test_an_open_index_goes_on_answering_while_the_next_is_built(
    built: Path, tmp_path: Path
) -> None:
    index = opened(built)
    build_index([write_articles(tmp_path / "only", ["brussels"])], built, encoder=TOY, rebuild=True)
    assert found_by_terms(index, "шведских предприятий")[0] == "stockholm"
    assert found_by_vector(index, "шведских предприятий") == "stockholm"
    assert index.figures(article="london") and len(opened(built)) == 1


def test_generations_that_nothing_points_to_are_cleared(built: Path, tmp_path: Path) -> None:
    (built / "generations" / "000099").mkdir()
    build_index([tmp_path / "news"], built, encoder=TOY)
    assert [path.name for path in (built / "generations").iterdir()] == [current(built).name]


@pytest.mark.parametrize("engine", ["tantivy", "rank-bm25"])
def test_both_engines_of_bm25_find_the_same(built: Path, engine: str) -> None:
    index = open_index(built, encoder=TOY, bm25_engine=engine)
    assert found_by_terms(index, "тауар айналымы Ұлыбритания 2017")[0] == "london"
    assert index.search_bm25("жжжж", 5) == []


def test_an_unknown_engine_is_bad_input(built: Path) -> None:
    with pytest.raises(BadInput, match="rank-bm25"):
        open_index(built, encoder=TOY, bm25_engine="lucene")


def test_the_shipped_encoder_is_the_default(tmp_path: Path) -> None:
    build_index(SEEDS, tmp_path, encoder=load_encoder())
    index = open_index(tmp_path)
    assert index.notices == () and index.dense is not None
    assert index.search_dense("Сколько предприятий с бельгийским капиталом?", 3)


HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "model2vec",
    "sqlalchemy",
    "rich",
    "typer",
)


def test_asking_imports_no_heavy_library(tmp_path: Path) -> None:
    build_index(SEEDS, tmp_path, encoder=None)
    code = (
        "import sys; from pathlib import Path; from index.corpus import open_index\n"
        "index = open_index(Path(sys.argv[1])); index.search_bm25('сауда', 5); index.figures()\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("engine", ["tantivy", "rank-bm25"])
def test_a_title_that_the_text_lacks_is_searched(tmp_path: Path, engine: str) -> None:
    rows = [
        {"id": "a", "title": "Швеция довольна", "text": "Товарооборот вырос на 5%."},
        {"id": "b", "title": "Norway", "text": "Товарооборот вырос на 7%."},
    ]
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    build_index([path], tmp_path / "index", encoder=TOY)
    index = open_index(tmp_path / "index", encoder=TOY, bm25_engine=engine)
    assert found_by_terms(index, "Швеция") == ["a"]
    assert found_by_vector(index, "Norway.") == "b"


def test_many_threads_may_ask_at_once(tmp_path: Path) -> None:
    build_index(SEEDS, tmp_path, encoder=TOY)
    index = opened(tmp_path)

    def ask(_: int) -> tuple[object, ...]:
        hits = index.search_bm25("тауар айналымы Ұлыбритания", 5)
        near = index.search_dense("тауар айналымы Ұлыбритания", 5)
        chunks = index.chunks([chunk for chunk, _ in hits])
        return hits, near, chunks, index.figures(partner="GB"), index.places()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(200)))
    assert all(answer == answers[0] for answer in answers)
