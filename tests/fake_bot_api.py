"""A Bot API on loopback that holds a bot to Telegram's rules, and the people who talk to it.

It answers what Telegram would answer, counts every breach of the limits, and can be told to fail.
"""

import asyncio
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from aiohttp import ClientSession, web

from tests.fake_bot_rules import (
    CAPTION,
    MESSAGE,
    NOTICE,
    Entity,
    Refused,
    check_commands,
    check_picture,
    check_results,
    read_keyboard,
    read_text,
    units,
)
from tests.fake_bot_types import BOT_ID, NAME, TOKEN, Fault, Sent, chat_of, user

NOISE = 0.98  # of a second: clocks differ a little


@dataclass
class FakeTelegram:
    """The server: `second` is how long a second of the limits lasts."""

    second: float = 1.0
    per_second: int = 30
    reads_groups: bool = False
    sent: list[Sent] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    pressed: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    inline: dict[str, list[dict[str, Any]] | None] = field(default_factory=dict)
    inline_raw: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    down: bool = False

    def __post_init__(self) -> None:
        self.updates: deque[dict[str, Any]] = deque()
        self.seen_at: dict[int, float] = {}
        self.webhook: dict[str, str] = {}
        self._next_update = 500
        self._message_ids: dict[int, int] = defaultdict(lambda: 1000)
        self._news = asyncio.Event()
        self._times: dict[int | str, deque[float]] = defaultdict(deque)
        self._poll = 0
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> "FakeTelegram":
        """Listen on a free port of loopback."""
        app = web.Application(client_max_size=20_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        self.url = f"http://127.0.0.1:{port}/bot"
        return self

    async def stop(self) -> None:
        """Hang up."""
        self._news.set()
        if self._runner:
            await self._runner.cleanup()

    # The bot's side.

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return self._answer(
                401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
            )
        if self.down:
            return self._hang_up(request)
        data = await self._data(request)
        self.calls.append((method, data))
        fault = self._fault(method, data)
        try:
            if fault and fault.kind not in ("drop_after", "late"):
                return await self._fail(fault, request)
            work: Callable[[dict[str, Any]], Awaitable[Any]] | None = getattr(
                self, f"_do_{method}", None
            )
            if work is None:
                raise Refused("Not Found: method not found", 404)
            result = await work(data)
        except Refused as refused:
            body = {"ok": False, "error_code": refused.code, "description": refused.description}
            if refused.parameters:
                body["parameters"] = refused.parameters
            return self._answer(refused.code, body)
        finally:
            self._changed.set()
        if fault and fault.kind == "drop_after":
            return self._hang_up(request)
        if fault:
            await self._until_given_up(request)
        return self._answer(200, {"ok": True, "result": result})

    @staticmethod
    def _answer(status: int, body: dict[str, Any]) -> web.Response:
        return web.json_response(body, status=status)

    @staticmethod
    def _hang_up(request: web.Request) -> web.Response:
        if request.transport:
            request.transport.close()
        return web.Response()

    @staticmethod
    async def _data(request: web.Request) -> dict[str, Any]:
        data: dict[str, Any] = dict(request.query)
        if request.can_read_body:
            for name, value in (await request.post()).items():
                data[name] = value.file.read() if isinstance(value, web.FileField) else value
        return data

    def _fault(self, method: str, data: dict[str, Any]) -> Fault | None:
        for fault in self.faults:
            here = fault.chat is None or str(fault.chat) == str(data.get("chat_id"))
            if fault.times > 0 and fault.method in (method, "*") and here:
                fault.times -= 1
                return fault
        return None

    async def _fail(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        if fault.kind == "error":
            return web.Response(status=500, text="<html>Internal Server Error</html>")
        if fault.kind == "flood":
            seconds = int(fault.seconds) or 1
            raise Refused(f"Too Many Requests: retry after {seconds}", 429, retry_after=seconds)
        if fault.kind == "hang":
            await self._until_given_up(request)
        return self._hang_up(request)

    @staticmethod
    async def _until_given_up(request: web.Request) -> None:
        """Wait until who called has hung up."""
        while request.transport is not None:
            await asyncio.sleep(0.01)

    async def _do_getMe(self, _data: dict[str, Any]) -> dict[str, Any]:
        return {
            **user(BOT_ID, "Sauda", is_bot=True),
            "username": NAME,
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_groups,
            "supports_inline_queries": True,
        }

    async def _do_getUpdates(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook.get("url"):
            raise Refused("Conflict: can't use getUpdates method while webhook is active", 409)
        self._poll += 1
        mine = self._poll
        offset = int(data.get("offset") or 0)
        while self.updates and self.updates[0]["update_id"] < offset:
            self.updates.popleft()
        until = time.monotonic() + float(data.get("timeout") or 0)
        while not self.updates and time.monotonic() < until:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), until - time.monotonic())
            except TimeoutError:
                break
            if self._poll != mine:
                raise Refused("Conflict: terminated by other getUpdates request", 409)
        return list(self.updates)[: min(int(data.get("limit") or 100), 100)]

    async def _do_setWebhook(self, data: dict[str, Any]) -> bool:
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", data.get("secret_token", "")):
            raise Refused("Bad Request: secret token contains unallowed characters")
        self.webhook = {"url": data["url"], "secret": data.get("secret_token", "")}
        return True

    async def _do_deleteWebhook(self, _data: dict[str, Any]) -> bool:
        self.webhook = {}
        return True

    async def _do_getWebhookInfo(self, _data: dict[str, Any]) -> dict[str, Any]:
        url = self.webhook.get("url", "")
        waiting = len(self.updates)
        return {"url": url, "has_custom_certificate": False, "pending_update_count": waiting}

    async def _do_sendMessage(self, data: dict[str, Any]) -> dict[str, Any]:
        text, entities = read_text(data, "text", MESSAGE)
        return self._send(data, text, entities)

    async def _do_sendPhoto(self, data: dict[str, Any]) -> dict[str, Any]:
        check_picture(data["photo"])
        text, entities = read_text(data, "caption", CAPTION)
        return self._send(data, text, entities, kind="photo", file=data["photo"])

    async def _do_sendDocument(self, data: dict[str, Any]) -> dict[str, Any]:
        text, entities = read_text(data, "caption", CAPTION)
        return self._send(data, text, entities, kind="document", file=data["document"])

    def _send(
        self,
        data: dict[str, Any],
        text: str,
        entities: list[Entity],
        *,
        kind: str = "message",
        file: bytes = b"",
    ) -> dict[str, Any]:
        chat = self._chat(data)
        keyboard = read_keyboard(data)
        self._within_limits(chat)
        reply = json.loads(data.get("reply_parameters", "{}")).get("message_id")
        message = Sent(
            chat=chat,
            id=self.message_id(chat),
            text=text,
            entities=entities,
            keyboard=keyboard,
            kind=kind,
            at=time.monotonic(),
            reply_to=reply,
            file=file,
        )
        self.sent.append(message)
        return self._message(message)

    def _chat(self, data: dict[str, Any]) -> int:
        if not re.fullmatch(r"-?\d+", str(data.get("chat_id", ""))):
            raise Refused("Bad Request: chat not found")
        chat = int(data["chat_id"])
        if chat in self.gone:
            raise Refused("Forbidden: bot was blocked by the user", 403)
        return chat

    def _within_limits(self, chat: int) -> None:
        """Count a message; every one too many is a breach, and is refused."""
        now = time.monotonic()
        windows: list[tuple[int | str, int, float]] = [("all", self.per_second, 1), (chat, 1, 1)]
        if chat < 0:
            windows.append((f"group {chat}", 20, 60))
        for name, limit, seconds in windows:
            times = self._times[name]
            while times and times[0] <= now - seconds * self.second * NOISE:
                times.popleft()
            times.append(now)
            if len(times) > limit:
                self.breaches.append(f"{name}: {len(times)} in {seconds} s")
                raise Refused("Too Many Requests: retry after 1", 429, retry_after=1)

    def _message(self, message: Sent) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "message_id": message.id,
            "date": int(time.time()),
            "chat": chat_of(message.chat),
            "from": {**user(BOT_ID, "Sauda", is_bot=True), "username": NAME},
        }
        if message.kind == "message":
            shown["text"] = message.text
        return shown

    def _own(self, data: dict[str, Any]) -> Sent:
        chat, number = self._chat(data), int(data.get("message_id") or 0)
        own = next((m for m in self.sent if m.chat == chat and m.id == number), None)
        if own is None:
            known = number <= self._message_ids[chat if chat < 0 else 0]
            what = "message can't be edited" if known and chat < 0 else "message to edit not found"
            raise Refused(f"Bad Request: {what}")
        return own

    async def _do_editMessageText(self, data: dict[str, Any]) -> dict[str, Any]:
        own = self._own(data)
        text, entities = read_text(data, "text", MESSAGE)
        keyboard = read_keyboard(data)
        if (text, entities, keyboard) == (own.text, own.entities, own.keyboard):
            raise Refused("Bad Request: message is not modified: specified new message content")
        self._within_limits(own.chat)
        own.text, own.entities, own.keyboard, own.edits = text, entities, keyboard, own.edits + 1
        return self._message(own)

    async def _do_editMessageReplyMarkup(self, data: dict[str, Any]) -> dict[str, Any]:
        own = self._own(data)
        keyboard = read_keyboard(data)
        if keyboard == own.keyboard:
            raise Refused("Bad Request: message is not modified: specified new reply markup")
        own.keyboard, own.edits = keyboard, own.edits + 1
        return self._message(own)

    async def _do_deleteMessage(self, data: dict[str, Any]) -> bool:
        self.sent.remove(self._own(data))
        return True

    async def _do_sendChatAction(self, data: dict[str, Any]) -> bool:
        self._chat(data)
        return True

    async def _do_answerCallbackQuery(self, data: dict[str, Any]) -> bool:
        number = data["callback_query_id"]
        if self.pressed.get(number, {}) is not None:
            raise Refused("Bad Request: query is too old and response timeout expired")
        if units(data.get("text") or "") > NOTICE:
            raise Refused("Bad Request: MESSAGE_TOO_LONG")
        self.pressed[number] = data
        return True

    async def _do_answerInlineQuery(self, data: dict[str, Any]) -> bool:
        number = data["inline_query_id"]
        if self.inline.get(number, []) is not None:
            raise Refused("Bad Request: query is too old and response timeout expired")
        self.inline[number] = check_results(data)
        self.inline_raw[number] = data
        return True

    async def _do_setMyCommands(self, data: dict[str, Any]) -> bool:
        scope, language, commands = check_commands(data)
        self.commands[scope, language] = commands
        return True

    async def _do_getMyCommands(self, data: dict[str, Any]) -> list[dict[str, str]]:
        scope, language, _ = check_commands(data)
        return self.commands.get((scope, language), [])

    async def _do_deleteMyCommands(self, data: dict[str, Any]) -> bool:
        scope, language, _ = check_commands(data)
        self.commands.pop((scope, language), None)
        return True

    # What tests and people use.

    def message_id(self, chat: int) -> int:
        """The next id: a bot's private chats share one row of ids, a group has its own."""
        key = chat if chat < 0 else 0
        self._message_ids[key] += 1
        return self._message_ids[key]

    def skip_message_ids(self, row: int, count: int) -> None:
        """Let so many ids go to others: `row` is a group, or 0 for the private chats."""
        self._message_ids[row] += count

    def bring(self, update: dict[str, Any]) -> int:
        """Have an update wait for the bot; its id."""
        self._next_update += 1
        self.updates.append({"update_id": self._next_update, **update})
        self.seen_at[self._next_update] = time.monotonic()
        self._news.set()
        return self._next_update

    async def post(self, update: dict[str, Any], secret: str | None = None) -> int:
        """Bring an update to the webhook as Telegram does; the status that comes back."""
        body = json.dumps(update).encode()
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret"]}
        if secret is not None:
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        async with (
            ClientSession() as session,
            session.post(self.webhook["url"], data=BytesIO(body), headers=headers) as response,
        ):
            return response.status

    def of(self, chat: int) -> list[Sent]:
        """The messages that a chat has got."""
        return [message for message in self.sent if message.chat == chat]

    def called(self, method: str) -> int:
        """How often a method was called."""
        return sum(name == method for name, _ in self.calls)

    async def until(self, true: Callable[[], Any], seconds: float = 120.0) -> Any:
        """Wait until something is so, and give it back."""
        end = time.monotonic() + seconds
        while not (found := true()):
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError("it did not happen in time")
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), min(left, 0.25))
            except TimeoutError:
                continue
        return found

    async def replies(self, chat: int, count: int, seconds: float = 120.0) -> list[Sent]:
        """Wait until a chat has got so many messages."""
        found: list[Sent] = await self.until(
            lambda: len(self.of(chat)) >= count and self.of(chat), seconds
        )
        return found
