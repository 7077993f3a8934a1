"""The fake Bot API itself: what Telegram refuses, it refuses."""

import json
from typing import Any

import pytest

from tests.fake_bot_api import FakeTelegram
from tests.fake_bot_rules import Refused, parse_html

pytestmark = pytest.mark.asyncio

TEXT = {"chat_id": "7", "text": "x"}


def buttons(**button: str) -> str:
    """One button as reply mark-up."""
    return json.dumps({"inline_keyboard": [[button]]})


def results(count: int, **more: str) -> str:
    """So many results of an inline query."""
    content = {"message_text": "x"}
    article = {"type": "article", "title": "x", "input_message_content": content}
    return json.dumps([{**article, "id": str(number), **more} for number in range(count)])


TAKEN: list[tuple[str, dict[str, Any]]] = [
    ("sendMessage", {**TEXT, "text": "я" * 4096}),
    ("sendMessage", {**TEXT, "text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML"}),
    ("sendMessage", {**TEXT, "text": "&lt;" * 4096, "parse_mode": "HTML"}),
    ("sendMessage", {**TEXT, "reply_markup": buttons(text="x", callback_data="я" * 32)}),
    ("answerInlineQuery", {"inline_query_id": "1", "results": results(50)}),
    ("setMyCommands", {"commands": '[{"command": "ask_1", "description": "x"}]'}),
]
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {**TEXT, "text": "x" * 4097}, "too long"),
    ("sendMessage", {**TEXT, "text": "😀" * 2049}, "too long"),
    ("sendMessage", {**TEXT, "text": " \n"}, "empty"),
    ("sendMessage", {**TEXT, "text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
    ("sendMessage", {**TEXT, "chat_id": "x"}, "chat not found"),
    ("sendMessage", {**TEXT, "reply_markup": buttons(text="x")}, "exactly one action"),
    (
        "sendMessage",
        {**TEXT, "reply_markup": buttons(text="x", callback_data="я" * 33)},
        "BUTTON_DATA_INVALID",
    ),
    ("sendPhoto", {"chat_id": "7", "photo": b"x"}, "IMAGE_PROCESS_FAILED"),
    ("sendDocument", {"chat_id": "7", "document": b"x", "caption": "x" * 1025}, "too long"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": results(51)}, "TOO_MUCH"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": results(2, id="1")}, "DUPLICATE"),
    ("answerInlineQuery", {"inline_query_id": "2", "results": "[]"}, "too old"),
    ("answerCallbackQuery", {"callback_query_id": "2"}, "too old"),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "TOO_LONG"),
    ("setMyCommands", {"commands": '[{"command": "Ask", "description": "x"}]'}, "INVALID"),
    ("setMyCommands", {"commands": "[]", "language_code": "russian"}, "language code"),
    ("setWebhook", {"url": "x", "secret_token": "not allowed!"}, "unallowed"),
    ("editMessageText", {**TEXT, "message_id": "5"}, "not found"),
]


def telegram() -> FakeTelegram:
    """A Bot API with a press and an inline query that wait for an answer."""
    return FakeTelegram(pressed={"1": None}, inline={"1": None})


@pytest.mark.parametrize(("method", "data"), TAKEN)
async def test_what_telegram_takes(method: str, data: dict[str, Any]) -> None:
    await getattr(telegram(), f"_do_{method}")(data)


@pytest.mark.parametrize(("method", "data", "said"), REFUSED)
async def test_what_telegram_refuses(method: str, data: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        await getattr(telegram(), f"_do_{method}")(data)


async def test_an_edit_must_change_something() -> None:
    fake = telegram()
    sent = await fake._do_sendMessage(
        {**TEXT, "reply_markup": buttons(text="x", callback_data="y")}
    )
    same = {**TEXT, "message_id": sent["message_id"]}
    same["reply_markup"] = buttons(text="x", callback_data="y")
    for method in (fake._do_editMessageText, fake._do_editMessageReplyMarkup):
        with pytest.raises(Refused, match="not modified"):
            await method(same)


@pytest.mark.parametrize(
    ("chats", "taken"), [([7] * 2, 1), (list(range(1, 40)), 30), ([-7] * 30, 1)]
)
async def test_limits_are_counted(chats: list[int], taken: int) -> None:
    fake = FakeTelegram(second=3600)
    for chat in chats:
        try:
            await fake._do_sendMessage({**TEXT, "chat_id": str(chat)})
        except Refused as refused:
            assert (refused.code, refused.parameters) == (429, {"retry_after": 1})
    assert len(fake.sent) == taken
    assert len(fake.breaches) == len(chats) - taken


async def test_entities_are_counted_in_utf16_units() -> None:
    text, [bold] = parse_html("😀 <b>қ😀</b> &amp; &lt;")
    assert text == "😀 қ😀 & <"
    assert (bold.type, bold.offset, bold.length) == ("bold", 3, 3)
