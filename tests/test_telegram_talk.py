"""What somebody reads who talks to the bot, in three languages."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.telegram_running import Running, running

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("bot"), administrators=(1,)) as started:
        yield started
        assert started.telegram.breaches == []


ANSWERS = [
    (
        "en",
        "what was Almaty–UK trade in 2017?",
        "275 million US dollars",
        ["Almaty – United Kingdom", "trade turnover", "2017", "Kazakhstan Today", "in Kazakh"],
        "+54.7% on the year before",
    ),
    (
        "ru",
        "Какой был товарооборот Алматы и Великобритании в 2017 году?",
        "275 млн долларов США",
        ["Алматы – Великобритания", "товарооборот", "14 февраля 2018 года", "на казахском языке"],
        "+54,7\u00a0% к предыдущему году",
    ),
    (
        "kk",
        "2017 жылы Алматы мен Ұлыбритания арасындағы тауар айналымы қанша болды?",
        "275 млн АҚШ доллары",
        ["Алматы – Ұлыбритания", "тауар айналымы", "2018 жылғы 14 ақпан", "қазақ тілінде"],
        "алдыңғы жылға қарағанда +54,7%",
    ),
]


@pytest.mark.parametrize(("language", "question", "figure", "shown", "change"), ANSWERS)
async def test_a_figure_first(
    bot: Running, language: str, question: str, figure: str, shown: list[str], change: str
) -> None:
    reply = await bot.somebody(language).ask(question)
    assert reply.styled("bold") == [figure.replace(" ", " "), change] or [
        each.replace("\u00a0", " ") for each in reply.styled("bold")
    ] == [figure, change.replace("\u00a0", " ")]
    for part in shown:
        assert part in reply.text
    assert reply.styled("underline") == ["275 млн. АҚШ долларын"]
    [quote] = reply.styled("blockquote")
    assert "275 млн. АҚШ долларын" in quote
    assert len(reply.buttons()) == 6
