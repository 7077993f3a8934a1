"""The corpus behind the bot, with real answers about the seed articles."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import assembly
from bot.seeds import seed_articles
from bot.settings import Settings
from bot.telegram_library import OpenLibrary
from bot.telegram_words import chat_languages
from index.build import build_index
from index.encoder import load_encoder
from index.errors import BadInput
from tests.telegram_running import running

NOW = datetime(2024, 1, 1, tzinfo=UTC)
NEWS = (
    "В 2015 году товарооборот между Алматы и Великобританией составил 198 млн долларов США, "
    "сообщили в управлении предпринимательства города.\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of the seed articles."""
    made = tmp_path_factory.mktemp("library")
    build_index(seed_articles(), made / "index", encoder=load_encoder(None))
    return made


def opened(folder: Path, *sources: Path) -> OpenLibrary:
    """The corpus of a folder's index."""
    settings = Settings(index=folder / "index", index_given=True)
    return OpenLibrary(lambda: assembly.answerer(settings), sources, settings.index)


@pytest.fixture(scope="module")
def library(folder: Path) -> OpenLibrary:
    """The corpus of that index."""
    return opened(folder)


@pytest.mark.parametrize("language", chat_languages())
def test_examples_are_answered(library: OpenLibrary, language: str) -> None:
    examples = library.examples(language)
    assert len(examples) == 3
    for example in examples:
        answer = library.answer(example, asked_at=NOW)
        assert (answer.status, len(example) < 80) == ("answered", True)


def test_the_overview_counts(library: OpenLibrary) -> None:
    overview = library.overview()
    assert overview.articles == 5
    assert overview.figures > 5
    assert overview.last == "2018-02-14"
    assert "trade turnover" in overview.indicators


def test_new_articles_are_read_and_answered_from(folder: Path, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    shutil.copytree(folder / "index", tmp_path / "index")
    library = opened(tmp_path, news)
    question = "товарооборот Алматы и Великобритании в 2015 году"
    assert library.answer(question, asked_at=NOW).status == "not_found"
    (news / "more.txt").write_text(NEWS, "utf-8")
    assert "6 articles" in library.reindex()
    answer = library.answer(question, asked_at=NOW)
    assert [figure.text for figure in answer.figures] == ["198 млн долларов США"]
    years = library.over_years(answer.figures[0])
    assert sorted(figure.period or "" for figure in years) == ["2015", "2017"]
    for figure in years:
        assert library.article(figure.document).text[figure.start : figure.end] == figure.text


def test_reindexing_without_sources_says_what_to_set(folder: Path) -> None:
    with pytest.raises(BadInput, match="TELEGRAM_SOURCES"):
        opened(folder).reindex()


REAL = [
    ("en", "what was Almaty–UK trade in 2017?", "275 million US dollars"),
    (
        "ru",
        "Какой был товарооборот между Алматы и Великобританией в 2017 году?",
        "275 млн долларов",
    ),
    ("kk", "Алматыда қанша швед кәсіпорны тіркелген?", "17 кәсіпорын"),
]


@pytest.mark.asyncio
async def test_the_bot_answers_about_the_seed_articles(
    library: OpenLibrary, tmp_path: Path
) -> None:
    async with running(tmp_path, library=library) as bot:
        for language, question, figure in REAL:
            reply = await bot.somebody(language).ask(question)
            assert reply.text.replace("\u00a0", " ").startswith(figure)
            assert len(reply.styled("underline")) == 1
