"""What somebody reads who talks to the bot, in three languages."""

import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.telegram_desk import TYPING_AFTER
from bot.telegram_words import chat_languages, chat_words
from tests.fake_bot_types import Sent
from tests.telegram_running import Running, running
from tests.telegram_toy import UK_ARTICLE

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("bot")) as started:
        yield started
        assert started.telegram.breaches == []


def spaced(text: str) -> str:
    """The text with plain spaces."""
    return text.replace("\u00a0", " ")


UK_2017 = {
    "en": "what was Almaty–UK trade in 2017?",
    "ru": "Какой был товарооборот Алматы и Великобритании в 2017 году?",
    "kk": "2017 жылы Алматы мен Ұлыбритания арасындағы тауар айналымы қанша болды?",
}
ANSWERS = [
    (
        "en",
        ["275 million US dollars", "+54.7% on the year before"],
        ["Almaty – United Kingdom", "trade turnover", "2017", "14 February 2018 · in Kazakh"],
    ),
    (
        "ru",
        ["275 млн долларов США", "+54,7 % к предыдущему году"],
        ["Алматы – Великобритания", "товарооборот", "14 февраля 2018 года · на казахском языке"],
    ),
    (
        "kk",
        ["275 млн АҚШ доллары", "алдыңғы жылға қарағанда +54,7%"],
        ["Алматы – Ұлыбритания", "тауар айналымы", "2018 жылғы 14 ақпан · қазақ тілінде"],
    ),
]


@pytest.mark.parametrize(("language", "bold", "shown"), ANSWERS)
async def test_a_figure_comes_first(
    bot: Running, language: str, bold: list[str], shown: list[str]
) -> None:
    reply = await bot.somebody(language).ask(UK_2017[language])
    assert [spaced(each) for each in reply.styled("bold")] == bold
    assert spaced(reply.text).startswith(bold[0])
    for part in ("Kazakhstan Today", *shown):
        assert part in reply.text
    assert reply.styled("underline") == ["275 млн. АҚШ долларын"]
    [quote] = reply.styled("blockquote")
    assert "275 млн. АҚШ долларын" in quote
    names = chat_words(language).buttons
    wanted = ("article", "share", "years", "partners", "up", "down")
    assert reply.buttons() == [names[each] for each in wanted]


NOT_FOUND = [
    ("en", "Almaty – Sweden in 2011", "Not found", "65 million"),
    ("ru", "Алматы и Швеция в 2011 году", "Не найдено", "65"),
    ("kk", "2011 жылы Алматы мен Швеция арасындағы сауда қанша", "Табылмады", "65"),
]


@pytest.mark.parametrize(("language", "question", "said", "offered"), NOT_FOUND)
async def test_not_found_says_why_and_offers_what_is_known(
    bot: Running, language: str, question: str, said: str, offered: str
) -> None:
    somebody = bot.somebody(language)
    reply = await somebody.ask(question)
    assert said in reply.text and "2011" in reply.text
    assert "65" not in reply.text
    assert offered in spaced(reply.buttons()[0])
    near = await somebody.press(reply, reply.buttons()[0])
    assert near.text.startswith(chat_words(language).texts["known_instead"])
    assert "2014" in near.text
    assert near.styled("underline") == ["65 млн долларов США"]
    article = await somebody.press(near, chat_words(language).buttons["article"])
    assert article.styled("underline") == ["65 млн долларов США"]
    assert "За 11 месяцев" in article.text


CONFLICTS = [
    ("en", "Almaty Sweden 2014", "Sources disagree"),
    ("ru", "Алматы Швеция 2014", "Источники расходятся"),
    ("kk", "2014 жылы Алматы Швеция", "Дереккөздер әртүрлі"),
]


@pytest.mark.parametrize(("language", "question", "said"), CONFLICTS)
async def test_a_conflict_shows_both(bot: Running, language: str, question: str, said: str) -> None:
    reply = await bot.somebody(language).ask(question)
    assert said in reply.text
    assert reply.styled("underline") == ["65 млн долларов США", "66 млн долларов США"]


async def test_several_questions_get_an_answer_each(bot: Running) -> None:
    somebody = bot.somebody("ru")
    await somebody.ask("Британия 2017? Швеция 2016? Германия 2015?", 3)
    first, second, third = bot.telegram.of(somebody.chat)
    assert "275" in first.text and "53,8" in second.text and "Не найдено" in third.text
    article = await somebody.press(second, "Статья")
    assert "За 11 месяцев" in article.text


FOLLOW_UPS = [
    ("en", "and with Sweden?", "from the question before"),
    ("ru", "а с Швецией?", "из предыдущего вопроса"),
    ("kk", "ал Швециямен қанша?", "алдыңғы сұрақтан"),
]


@pytest.mark.parametrize(("language", "question", "said"), FOLLOW_UPS)
async def test_a_follow_up_follows_visibly_until_new(
    bot: Running, language: str, question: str, said: str
) -> None:
    somebody = bot.somebody(language)
    await somebody.ask(UK_2017[language])
    assert said in (await somebody.ask(question)).text
    assert (await somebody.ask("/new")).text == chat_words(language).texts["new"]
    assert said not in (await somebody.ask(question)).text


async def test_follow_ups_can_be_switched_off(bot: Running) -> None:
    somebody = bot.somebody("en")
    settings = await somebody.ask("/settings")
    await somebody.notice(settings, settings.data("Follow-ups off"))
    await bot.telegram.until(lambda: settings.edits == 1)
    assert "Follow-ups: off" in settings.text
    await somebody.ask(UK_2017["en"])
    assert "question before" not in (await somebody.ask("and with Sweden?")).text


async def test_the_article_opens_where_the_figure_is(bot: Running) -> None:
    somebody = bot.somebody("en")
    reply = await somebody.ask(UK_2017["en"])
    page = await somebody.press(reply, "Article")
    assert page.styled("underline") == ["275 млн. АҚШ долларын"]
    assert "2 / 3" in page.text
    pages = [page.text]
    for step, button in enumerate(("▶", "◀", "◀"), start=1):
        somebody.press_only(page, button)
        await bot.telegram.until(lambda step=step: page.edits == step)
        pages.append(page.text)
    last, second, first = pages[1:]
    assert second == pages[0]
    whole = " ".join(text.rpartition("\n\n")[0] for text in (first, second, last))
    assert " ".join(whole.split()) == " ".join(UK_ARTICLE.text.split())
    edits = bot.telegram.called("editMessageText")
    somebody.press_data(page, page.data("▶").replace("article.1", "article.0"))
    await bot.telegram.until(lambda: bot.telegram.called("editMessageText") > edits)
    assert page.edits == 3  # "message is not modified" is fine


YEARS = [
    ("en", "by year", "no figure", "2016"),
    ("ru", "по годам", "нет данных", "2016 год"),
    ("kk", "жылдар", "дерек", "2016 жыл"),
]


@pytest.mark.parametrize(("language", "words", "gap", "year"), YEARS)
async def test_a_question_over_years_gets_a_picture(
    bot: Running, language: str, words: str, gap: str, year: str
) -> None:
    places = {"en": "Almaty – Sweden", "ru": "Алматы – Швеция", "kk": "Алматы – Швеция"}
    somebody = bot.somebody(language)
    reply = await somebody.ask(f"{places[language]}: {words}")
    assert reply.kind == "photo"
    for number in ("71", "65", "2013", "2014", "2016", "2015", "Kazinform"):
        assert number in reply.text
    assert gap in reply.text
    single = await somebody.ask(f"{places[language]}: {year}")
    again = await somebody.press(single, chat_words(language).buttons["years"])
    assert again.kind == "photo" and again.text == reply.text


async def test_other_partners_and_no_other_years(bot: Running) -> None:
    somebody = bot.somebody("en")
    reply = await somebody.ask(UK_2017["en"])
    partners = await somebody.press(reply, "Other partners")
    assert "United Kingdom" in partners.text and "Sweden" in partners.text
    years = await somebody.press(reply, "Other years")
    assert years.text == "The articles give no other years for this."


async def test_sharing_asks_the_same_in_another_chat(bot: Running) -> None:
    reply = await bot.somebody("en").ask(UK_2017["en"])
    [query] = [
        str(button["switch_inline_query"])
        for row in reply.keyboard or []
        for button in row
        if "switch_inline_query" in button
    ]
    cards, _ = await bot.somebody("en").inline(query)
    assert cards[0]["title"] == "275 million US dollars"


async def test_a_passage_answers_who_asks_for_no_figure(bot: Running) -> None:
    reply = await bot.somebody("en").ask("Who met the mayor of Almaty")
    assert reply.styled("blockquote") == ["Алматы әкімі Ұлыбритания Елшісімен кездесті."]
    assert "Kazakhstan Today" in reply.text


@pytest.mark.parametrize("language", chat_languages())
@pytest.mark.parametrize("command", ["start", "help", "sources", "settings", "privacy", "language"])
async def test_commands_speak_the_readers_language(
    bot: Running, command: str, language: str
) -> None:
    reply = await bot.somebody(language).ask(f"/{command}")
    first = chat_words(language).texts[command].strip().split("\n")[0]
    assert reply.text.startswith(first.replace("*", ""))
    assert "{" not in reply.text and "*" not in reply.text


async def test_examples_can_be_pressed_and_are_answered(bot: Running) -> None:
    somebody = bot.somebody("ru")
    reply = await somebody.ask("/start")
    assert len(reply.buttons()) == 3
    for example in reply.buttons():
        answer = await somebody.press(reply, example)
        assert "Kaz" in answer.text


async def test_the_chosen_language_is_kept(bot: Running) -> None:
    somebody = bot.somebody("en")
    choice = await somebody.ask("/language")
    assert choice.buttons() == ["As I ask", "English", "Қазақша", "Русский"]
    somebody.press_only(choice, "Қазақша")
    await bot.telegram.until(lambda: choice.edits)
    assert choice.text == "Енді қазақша жауап беремін."
    assert "АҚШ доллары" in (await somebody.ask(UK_2017["en"])).text


async def test_forwarded_messages_are_questions(bot: Running) -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody else"}
    reply = await bot.somebody("ru").ask(UK_2017["ru"], forward_origin=origin)
    assert "275" in reply.text


MEDIA: list[dict[str, object]] = [
    {"voice": {"file_id": "1", "file_unique_id": "1", "duration": 3}},
    {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 9, "height": 9}], "caption": "?"},
    {"document": {"file_id": "1", "file_unique_id": "1"}},
    {"location": {"latitude": 43.2, "longitude": 76.9}},
]


@pytest.mark.parametrize("media", MEDIA, ids=lambda media: next(iter(media)))
async def test_a_polite_word_on_what_is_not_text(bot: Running, media: dict[str, object]) -> None:
    somebody = bot.somebody("ru")
    bot.telegram.bring({"message": somebody.message(**media)})
    [reply] = await bot.telegram.replies(somebody.chat, 1)
    assert reply.text.startswith("Я читаю только текст.")
    assert len(reply.buttons()) == 3


async def test_typing_is_shown_only_when_it_takes_long(bot: Running) -> None:
    def typed(chat: int) -> bool:
        return ("sendChatAction", str(chat)) in [
            (method, str(data.get("chat_id"))) for method, data in bot.telegram.calls
        ]

    slow = bot.somebody()
    bot.toy.hold()
    began = time.monotonic()
    slow.say("UK 2017, slowly")
    await bot.telegram.until(lambda: typed(slow.chat))
    assert time.monotonic() - began >= TYPING_AFTER
    assert bot.telegram.of(slow.chat) == []
    bot.toy.going.set()
    await bot.telegram.replies(slow.chat, 1)


async def test_feedback_is_thanked_and_old_buttons_too(bot: Running) -> None:
    somebody = bot.somebody("ru")
    reply = await somebody.ask(UK_2017["ru"])
    assert await somebody.notice(reply, reply.data("👍")) == "Спасибо!"
    assert "посмотрим" in await somebody.notice(reply, reply.data("👎"))
    assert "уже нет" in await somebody.notice(reply, "v1:nosuch:up")
    counts = bot.parts.state.counts()
    assert counts["bad"] >= 1


async def test_forget_deletes_all(bot: Running) -> None:
    somebody = bot.somebody("ru")
    reply: Sent = await somebody.ask(UK_2017["ru"])
    await somebody.notice(reply, reply.data("👍"))
    await somebody.ask("/forget")
    assert str(somebody.id) not in {line.user for line in bot.parts.state.audited()}
    assert bot.parts.state.context(somebody.chat, somebody.id, 0) is None
    assert "уже нет" in await somebody.notice(reply, reply.data("👍"))
