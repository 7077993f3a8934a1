"""Strangers, forgeries and tricks: refused, or rendered harmless."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from bot.telegram_log import Discreet
from bot.telegram_settings import TelegramSettings
from tests.fake_bot_api import FakeTelegram
from tests.fake_bot_types import TOKEN
from tests.telegram_people import Person
from tests.telegram_running import FAST, Running, running, webhook_settings

pytestmark = pytest.mark.asyncio(loop_scope="module")

BIDI = "\u202e\u2066\u200f"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("bot")) as started:
        yield started


async def test_somebody_elses_answer_is_not_shown(bot: Running) -> None:
    owner, thief = bot.somebody("en"), bot.somebody("en")
    secret = await owner.ask("UK trade in 2017")
    own = await thief.ask("Sweden in 2016")
    for action in ("article", "years", "partners", "near.0", "up"):
        data = secret.data("Article").replace("article", action)
        assert "somebody else's" in await thief.notice(own, data)
    assert len(bot.telegram.of(thief.chat)) == 1


ODD = [
    "v1:x:",
    "v1::",
    "v2:x:up",
    "nonsense",
    "v1:-:nosuch",
    "v1:-:ask.en.99",
    "v1:-:ask.xx.0",
    "v1:-:language.../../etc",
    "v1:x:near.99",
    "v1:'; DROP TABLE answers; --:up",
]


@pytest.mark.parametrize("data", ODD)
async def test_odd_callback_data_breaks_nothing(bot: Running, data: str) -> None:
    somebody = bot.somebody("en")
    reply = await somebody.ask("UK trade in 2017")
    errors = bot.parts.metrics.counted("errors_total")
    somebody.press_data(reply, data)
    somebody.press_only(reply, "Other partners")
    await bot.telegram.until(lambda: "53.8" in bot.telegram.of(somebody.chat)[-1].text)
    assert bot.parts.metrics.counted("errors_total") == errors


TRICKS = [
    "<b>UK</b> trade in 2017 </blockquote><a href='http://evil'>x</a>",
    "&lt;UK trade&gt; 2017 &amp; &#60;",
    f"UK {BIDI}2017{BIDI} trade",
    "UK 2017 {user} {0} %s *bold* _x_ [a](http://evil)",
    "UK 2017 \x00\x01\x02 \ufeff",
    "UK 2017 \ud83d broken \udc00",
    "🇬🇧 UK 2017 " + "👨‍👩‍👧‍👦" * 200,
]


@pytest.mark.parametrize("text", TRICKS)
async def test_tricks_in_questions_are_harmless(bot: Running, text: str) -> None:
    reply = await bot.somebody("en").ask(text)
    assert "275" in reply.text
    assert "text_link" not in [entity.type for entity in reply.entities]
    shared = str(next(b for b in (reply.keyboard or [])[0] if "switch_inline_query" in b))
    assert not any(mark in reply.text + shared for mark in BIDI)


async def test_tricks_in_articles_are_shown_as_they_are(bot: Running) -> None:
    somebody = bot.somebody("en")
    page = await somebody.press(await somebody.ask("UK trade in 2017"), "Article")
    somebody.press_only(page, "▶")
    await bot.telegram.until(lambda: page.edits)
    assert "<b>соңында</b> & басқа" in page.text


async def test_very_long_messages_are_refused_politely(bot: Running) -> None:
    reply = await bot.somebody("ru").ask("UK 2017 " + "я" * 100_000)
    assert "слишком длинно" in reply.text
    assert max(len(text) for text in bot.toy.asked) < 5000


async def test_updates_that_nobody_can_read_are_passed_over(bot: Running) -> None:
    somebody = bot.somebody("en")
    strange: list[dict[str, Any]] = [
        {"message": {"text": "UK"}},
        {"message": {"chat": "x", "date": "never", "message_id": None}},
        {"callback_query": 17},
        {},
        {"unheard_of": {"id": 1}},
    ]
    for update in strange:
        bot.telegram.bring(update)
    assert "275" in (await somebody.ask("UK trade in 2017")).text


async def test_the_token_is_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    formatter = Discreet([TOKEN, ""])
    try:
        raise RuntimeError(f"POST https://api.telegram.org/bot{TOKEN}/getMe")
    except RuntimeError:
        with caplog.at_level(logging.ERROR):
            logging.getLogger("x").exception("calling bot%s failed", TOKEN)
    written = formatter.format(caplog.records[-1])
    assert "Traceback" in written and "***" in written and TOKEN not in written
    assert TOKEN not in repr(TelegramSettings(token=TOKEN))  # type: ignore[arg-type]


# The webhook.


async def test_a_webhook_answers_at_once_and_only_to_who_knows_the_secret(tmp_path: Path) -> None:
    telegram = await FakeTelegram(second=FAST).start()
    async with running(tmp_path, telegram=telegram, **webhook_settings()) as bot:
        bot.toy.hold()
        somebody = Person(telegram, 900)
        update = {"update_id": 1, "message": somebody.message("UK trade in 2017, slowly")}
        assert await telegram.post(update) == 200  # and not when it is worked out
        for forged in ("wrong", ""):
            update = {"update_id": 2, "message": Person(telegram, 901).message("UK 2017")}
            assert await telegram.post(update, secret=forged) == 403
        assert await telegram.post({"no": "update"}) == 400
        assert await telegram.post({"update_id": "x"}) == 400
        huge = {"update_id": 3, "message": somebody.message("я" * 900_000)}
        assert await telegram.post(huge) == 413
        url = f"http://{bot.parts.settings.webhook_listen}/other"
        async with ClientSession() as session, session.post(url) as response:
            assert response.status == 404
        assert telegram.of(900) == []
        bot.toy.going.set()
        await telegram.replies(900, 1)
        assert await telegram.post({"update_id": 1, "message": {}}) in (200, 400)
        assert telegram.of(901) == [] and len(telegram.of(900)) == 1
        assert "getUpdates" not in [method for method, _ in telegram.calls]
    await telegram.stop()


async def test_a_full_queue_asks_telegram_to_come_again(tmp_path: Path) -> None:
    telegram = await FakeTelegram(second=FAST).start()
    async with running(tmp_path, telegram=telegram, waiting=2, **webhook_settings()) as bot:
        bot.toy.hold()
        somebody = Person(telegram, 900)

        async def post(number: int) -> int:
            message = somebody.message(f"UK trade in 2017, slowly {number}")
            return await telegram.post({"update_id": number, "message": message})

        assert [await post(number) for number in (1, 2, 3)] == [200, 200, 503]
        bot.toy.going.set()
        await bot.settled()
        assert await post(3) == 200
        await telegram.replies(900, 3)
    await telegram.stop()


async def test_polling_waits_while_too_much_waits(tmp_path: Path) -> None:
    async with running(tmp_path, waiting=5) as bot:
        telegram, people = bot.telegram, [bot.somebody() for _ in range(30)]
        bot.toy.hold()
        for person in people[:5]:
            person.say("UK trade in 2017, slowly")
        await telegram.until(lambda: bot.parts.intake.full)
        polled = telegram.called("getUpdates")
        for person in people[5:]:
            person.say("UK trade in 2017, slowly")
        for _ in range(50):  # turns of the loop that polling would use if it did not wait
            assert await bot.health() == 200
        assert telegram.called("getUpdates") == polled
        assert bot.parts.intake.waiting == 5
        bot.toy.going.set()
        for person in people:
            await telegram.replies(person.chat, 1)
        assert telegram.called("getUpdates") > polled
