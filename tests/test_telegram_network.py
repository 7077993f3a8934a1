"""Whatever the network does, every question has exactly one answer, in order."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.fake_bot_api import FakeTelegram
from tests.fake_bot_rules import Refused
from tests.fake_bot_types import TOKEN, Fault, Sent
from tests.telegram_counting import LONGEST, answered_once, each_once, numbered
from tests.telegram_people import Person
from tests.telegram_running import FAST, free_port, running

pytestmark = pytest.mark.asyncio


FAULTS = {
    "dropped before": [Fault(method="sendMessage", kind="drop_before", times=7)],
    "dropped after": [Fault(method="sendMessage", kind="drop_after", times=7)],
    "answered too late": [Fault(method="sendMessage", kind="late", times=4)],
    "server errors": [
        Fault(method="getUpdates", kind="error", times=2),
        Fault(method="sendMessage", kind="error", times=15),
    ],
    "flood waits": [Fault(method="sendMessage", kind="flood", times=20, seconds=3)],
    "all of it": [
        Fault(method="sendMessage", kind="drop_after", times=3),
        Fault(method="getUpdates", kind="hang"),
        Fault(method="sendMessage", kind="flood", times=3, seconds=2),
        Fault(method="editMessageReplyMarkup", kind="error", times=3),
        Fault(method="getUpdates", kind="drop_after", times=2),
        Fault(method="sendMessage", kind="late", times=2),
        Fault(method="sendMessage", kind="error", times=3),
    ],
}


@pytest.mark.parametrize("name", FAULTS)
async def test_faults(tmp_path: Path, name: str) -> None:
    faults = [replace(fault) for fault in FAULTS[name]]
    waits = any(fault.kind in ("late", "hang") for fault in faults)
    async with running(tmp_path, read_timeout=3 if waits else 60) as bot:
        people = [bot.somebody() for _ in range(5)]
        bot.telegram.faults += faults
        numbered(people, 6)
        await answered_once(bot.telegram, people, 6)
    each_once(bot.telegram, people, 6)
    assert bot.telegram.breaches == []
    assert [fault for fault in faults if fault.times and fault.method != "getUpdates"] == []


@pytest.mark.parametrize("group_first", [False, True])
async def test_a_group_counts_its_messages_by_itself(tmp_path: Path, group_first: bool) -> None:
    async with running(tmp_path) as bot:
        member, alone = bot.somebody(chat=-100123), bot.somebody()
        far = -100123 if group_first else 0
        bot.telegram.skip_message_ids(far, 500_000)
        bot.telegram.faults.append(Fault(method="sendMessage", kind="drop_after", times=4))
        for number in range(3):
            member.say(f"/ask UK trade 2017 number{number}?")
            alone.say(f"UK trade 2017 number{number}?")
        await answered_once(bot.telegram, [member, alone], 3)
    each_once(bot.telegram, [member, alone], 3)


async def test_updates_that_come_twice_or_out_of_order(tmp_path: Path) -> None:
    telegram = await FakeTelegram(second=FAST).start()
    somebody = Person(telegram, 77)
    numbered([somebody], 6)
    batch = list(telegram.updates)
    telegram.updates.clear()
    telegram.updates.extend([*reversed(batch), *batch])
    async with running(tmp_path, telegram=telegram) as bot:
        await answered_once(telegram, [somebody], 6)
        telegram.updates.extend(batch)
        somebody.say("UK trade 2017 number6?")
        await answered_once(telegram, [somebody], 7)
        await bot.settled()
    each_once(telegram, [somebody], 7)
    assert bot.parts.metrics.counted("questions_total") == 7
    assert bot.parts.metrics.counted("duplicates_total") >= 6
    await telegram.stop()


async def test_a_chat_told_to_wait_is_answered_after_it(tmp_path: Path) -> None:
    async with running(tmp_path) as bot:  # that others go on: test_telegram_clock.py
        held, free = bot.somebody(), bot.somebody()
        fault = Fault(method="sendMessage", kind="flood", seconds=100, chat=held.chat)
        bot.telegram.faults.append(fault)
        began = time.monotonic()
        numbered([held, free], 3)
        await answered_once(bot.telegram, [held, free], 3)
        assert bot.telegram.of(held.chat)[0].at - began >= 100 * FAST
    assert bot.telegram.breaches == []


async def test_html_that_telegram_cannot_read_is_sent_plain(tmp_path: Path) -> None:
    async with running(tmp_path) as bot:
        somebody = bot.somebody()
        original = bot.telegram._do_sendMessage

        async def strict(data: dict[str, Any]) -> dict[str, Any]:
            if data.get("parse_mode"):
                raise Refused("Bad Request: can't parse entities: Unsupported start tag")
            return await original(data)

        bot.telegram._do_sendMessage = strict  # type: ignore[method-assign]
        reply = await somebody.ask("UK trade in 2017")
        assert reply.text.startswith("275") and "<" not in reply.text and reply.entities == []


async def test_buttons_that_telegram_does_not_take_cost_no_answer(tmp_path: Path) -> None:
    async with running(tmp_path) as bot:
        original = bot.telegram._do_sendMessage

        async def strict(data: dict[str, Any]) -> dict[str, Any]:
            if data.get("reply_markup"):
                raise Refused("Bad Request: BUTTON_DATA_INVALID")
            return await original(data)

        bot.telegram._do_sendMessage = strict  # type: ignore[method-assign]
        assert (await bot.somebody().ask("UK trade in 2017")).text.startswith("275")


async def test_a_chat_that_is_gone_does_not_stop_others(tmp_path: Path) -> None:
    async with running(tmp_path) as bot:
        gone, here = bot.somebody(), bot.somebody()
        bot.telegram.gone.add(gone.chat)
        numbered([gone, here], 2)
        await answered_once(bot.telegram, [here], 2)
        await bot.settled()
        assert bot.parts.state.counts()["lost"] == 2
        assert bot.parts.state.counts()["waiting"] == 0


async def test_the_watchdog_starts_silent_polling_afresh(tmp_path: Path) -> None:
    async with running(tmp_path, silence=3, read_timeout=10_000) as bot:
        # The request hangs, no error comes: only the time tells.
        fault = Fault(method="getUpdates", kind="hang")
        bot.telegram.faults.append(fault)
        await bot.telegram.until(lambda: not fault.times)
        somebody = bot.somebody()
        numbered([somebody], 1)
        await answered_once(bot.telegram, [somebody], 1)
        assert bot.parts.polling.restarts >= 1
        await bot.until_health(200)


async def test_health_fails_while_telegram_is_away_and_service_comes_back(tmp_path: Path) -> None:
    async with running(tmp_path, silence=2) as bot:
        people = [bot.somebody() for _ in range(4)]
        numbered(people[:2], 3)
        bot.telegram.down = True
        await bot.until_health(503)
        numbered(people[2:], 3)
        bot.telegram.down = False
        await answered_once(bot.telegram, people, 3)
        await bot.until_health(200)
    each_once(bot.telegram, people, 3)


async def test_metrics_are_in_prometheus_form(tmp_path: Path) -> None:
    async with running(tmp_path) as bot:
        await bot.somebody().ask("UK trade in 2017")
        await bot.settled()
        url = f"http://{bot.parts.settings.health}/metrics"
        async with ClientSession() as session, session.get(url) as response:
            lines = (await response.text()).splitlines()
        assert "sauda_telegram_questions_total 1" in lines
        assert 'sauda_telegram_answer_seconds_bucket{le="+Inf"} 1' in lines
        form = re.compile(r'# TYPE \w+ \w+|\w+(\{le="[\d.+Inf]+"\})? [\d.e+-]+')
        assert [line for line in lines if not form.fullmatch(line)] == []


# The process itself, and its sudden death.


@asynccontextmanager
async def process(
    telegram: FakeTelegram, folder: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as a process; killed at the end if it still runs."""
    given = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_BASE_URL": telegram.url,
        "TELEGRAM_DATABASE": f"sqlite:///{folder / 'state.sqlite'}",
        "TELEGRAM_HEALTH": f"127.0.0.1:{free_port()}",
        "TELEGRAM_LIMIT_SECOND": str(telegram.second),
        "TELEGRAM_POLL": "1",
        "TELEGRAM_PER_USER": "1000",
    }
    log = (folder / "log").open("ab")
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.telegram_process", env={**os.environ, **given}, stderr=log
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(started.wait(), LONGEST) == 0
        log.close()


async def kill(started: asyncio.subprocess.Process) -> None:
    """What no program can prepare for."""
    started.send_signal(signal.SIGKILL)
    await started.wait()


async def test_killed_in_the_middle_of_answers(tmp_path: Path) -> None:
    telegram = await FakeTelegram(second=FAST).start()
    people = [Person(telegram, 200 + number) for number in range(6)]
    old: Sent
    async with process(telegram, tmp_path) as bot:
        await telegram.until(lambda: telegram.calls)
        old = await people[0].ask("UK trade 2017 number0?")
        # Killed while some answers are out, some on their way, and some not begun.
        slow = Fault(method="sendMessage", kind="late", times=3)
        telegram.faults.append(slow)
        for person in people[1:]:
            person.say("UK trade 2017 number0?")
        people[1].say("UK trade 2017 number1, slowly?")
        await telegram.until(lambda: slow.times == 0)
        await kill(bot)
    async with process(telegram, tmp_path):
        await answered_once(telegram, people[2:], 1)
        await answered_once(telegram, people[1:2], 2)
        assert len(telegram.of(people[0].chat)) == 1
        assert await people[0].notice(old, old.data("👍")) == "Thank you!"
        article = await people[0].press(old, "Article")
        assert article.styled("underline") == ["275 млн. АҚШ долларын"]
    each_once(telegram, people[2:], 1)
    each_once(telegram, people[1:2], 2)
    log = (tmp_path / "log").read_text("utf-8")
    assert TOKEN not in log and TOKEN.partition(":")[2] not in log
    assert "answering as @sauda_bot" in log
    await telegram.stop()


async def test_killed_again_and_again(tmp_path: Path) -> None:
    telegram = await FakeTelegram(second=0.1).start()
    people = [Person(telegram, 300 + number) for number in range(6)]
    numbered(people, 5)
    for _ in range(2):
        had = len(telegram.sent)
        async with process(telegram, tmp_path) as bot:
            telegram.faults.append(Fault(method="sendMessage", kind="late", times=2))
            await telegram.until(lambda had=had: len(telegram.sent) > had + 5)
            await kill(bot)
    async with process(telegram, tmp_path):
        await answered_once(telegram, people, 5)
    each_once(telegram, people, 5)
    assert telegram.breaches == []
    await telegram.stop()


async def test_a_wrong_token_is_one_line(tmp_path: Path) -> None:
    telegram = await FakeTelegram().start()
    given = {"TELEGRAM_TOKEN": "1:wrong", "TELEGRAM_BASE_URL": telegram.url}
    address = {"TELEGRAM_HEALTH": f"127.0.0.1:{free_port()}"}
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "telegram", "--index", str(tmp_path / "index")),
        env={**os.environ, **given, **address, "HOME": str(tmp_path)},
        stderr=asyncio.subprocess.PIPE,
    )
    _, error = await asyncio.wait_for(started.communicate(), LONGEST)
    await telegram.stop()
    assert started.returncode == 2
    assert error.decode().strip().count("\n") == 0 and b"sauda: " in error
