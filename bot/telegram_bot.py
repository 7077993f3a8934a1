"""The Telegram bot, put together and run until it is told to stop."""

import asyncio
import logging
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from sqlalchemy.exc import DBAPIError
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationBuilder
from telegram.request import BaseRequest, HTTPXRequest

from bot import assembly
from bot.settings import Settings
from bot.state import State, open_state
from bot.telegram_delivery import Delivery, HighWater
from bot.telegram_desk import Desk
from bot.telegram_intake import App, Intake
from bot.telegram_library import OpenLibrary
from bot.telegram_limits import FloodLimits, Pace
from bot.telegram_log import log_to_stderr
from bot.telegram_metrics import Metrics
from bot.telegram_polling import ALLOWED, Polling
from bot.telegram_routes import add_routes, announce
from bot.telegram_settings import TelegramSettings
from bot.telegram_types import Library
from bot.telegram_web import health_app, serve, webhook_app
from bot.telegram_words import chat_languages
from index.errors import BadInput

logger = logging.getLogger(__name__)

CONNECTIONS = 32
CONNECT_TIMEOUT = 5.0  # seconds
POOL_TIMEOUT = 30.0  # seconds for one of the connections to become free
PATIENCE = 8.0  # seconds that answers in the making get when the bot is stopped
DATABASE_PATIENCE = 3.0  # seconds for the health check: who asks waits about as long
THREADS = min(4, os.cpu_count() or 1)
LONGEST_PAUSE = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """The parts of a bot, put together but not started."""

    settings: TelegramSettings
    app: App
    state: State
    desk: Desk
    intake: Intake
    polling: Polling
    metrics: Metrics


def put_together(
    settings: TelegramSettings,
    library: Library,
    state: State,
    *,
    request: Callable[[TelegramSettings, int], BaseRequest] | None = None,
) -> Parts:
    """The parts of a bot from its settings, its corpus and its state.

    `request` makes another way to the Bot API, for so many connections.
    """
    way = request or _request
    pace = Pace(
        all_per_second=settings.all_per_second,
        chat_per_second=settings.chat_per_second,
        group_per_minute=settings.group_per_minute,
        second=settings.limit_second,
    )
    token = settings.token.get_secret_value()
    limits = FloodLimits(pace, time.monotonic)
    poll_request = way(settings, 2)
    app: App = (
        ApplicationBuilder()
        .token(token)
        .base_url(settings.base_url)
        .request(way(settings, CONNECTIONS))
        .get_updates_request(poll_request)
        .rate_limiter(limits)
        .updater(None)
        .build()
    )
    metrics, high = Metrics(), HighWater()
    desk = Desk(
        settings=settings,
        library=library,
        state=state,
        bot=app.bot,
        metrics=metrics,
        threads=THREADS,
    )
    delivery = Delivery(app.bot, state, desk.in_thread, high, second=settings.limit_second)
    intake = Intake(
        app=app,
        state=state,
        delivery=delivery,
        in_thread=desk.in_thread,
        high=high,
        metrics=metrics,
        replies=desk.replies,
        bound=settings.waiting,
    )
    polling = Polling(
        request=poll_request,
        url=f"{settings.base_url}{token}",
        sink=intake,
        clock=time.monotonic,
        poll=settings.poll,
        read_timeout=settings.read_timeout,
        silence=settings.silence,
        restarted=lambda: desk.notify("polling", "-", "notice_polling"),
        second=settings.limit_second,
    )
    add_routes(app, desk)
    _add_gauges(metrics, intake, polling, delivery, limits)
    return Parts(
        settings=settings,
        app=app,
        state=state,
        desk=desk,
        intake=intake,
        polling=polling,
        metrics=metrics,
    )


def _request(settings: TelegramSettings, connections: int) -> BaseRequest:
    return HTTPXRequest(
        connections,
        read_timeout=settings.read_timeout,
        write_timeout=settings.read_timeout,
        connect_timeout=CONNECT_TIMEOUT,
        pool_timeout=POOL_TIMEOUT,
    )


def _add_gauges(
    metrics: Metrics, intake: Intake, polling: Polling, delivery: Delivery, limits: FloodLimits
) -> None:
    metrics.gauge("waiting_updates", lambda: intake.waiting)
    metrics.gauge("seconds_since_updates", polling.silent_for)
    metrics.gauge("polling_restarts", lambda: polling.restarts)
    metrics.gauge("failed_sends", lambda: delivery.failures)
    metrics.gauge("flood_waits", lambda: limits.refused)


async def serve_until(parts: Parts, stopped: asyncio.Event) -> None:
    """Run a bot until `stopped`; what is unanswered then, the next run answers.

    Errors: BadInput where Telegram does not know the token.
    """
    settings = parts.settings
    runners: list[web.AppRunner] = []
    tasks: list[asyncio.Task[None]] = []
    try:
        health = health_app(lambda: _checks(parts), lambda: _status(parts), parts.metrics)
        runners.append(await serve(health, settings.health))
        await _persistently(parts.app.initialize)
        await parts.intake.resume()
        if settings.webhook:
            runners.append(await _listen(parts))
        else:
            await _persistently(parts.app.bot.delete_webhook)
            tasks.append(asyncio.create_task(parts.polling.run()))
        tasks.append(asyncio.create_task(parts.intake.clear_away()))
        tasks.append(asyncio.create_task(announce(parts.app.bot, parts.desk)))
        tasks.append(asyncio.create_task(_warm_up(parts.desk)))
        logger.info("answering as @%s", parts.app.bot.username)
        await stopped.wait()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for runner in runners:
            await runner.cleanup()
        await parts.intake.stop(PATIENCE)
        with suppress(TelegramError, RuntimeError):
            await parts.app.shutdown()
        parts.desk.close()
        parts.state.close()


async def _warm_up(desk: Desk) -> None:
    """Find examples before the first /start asks for them."""
    for language in chat_languages():
        await desk.in_worker(desk.library.examples, language)


async def _checks(parts: Parts) -> dict[str, bool]:
    """What must be so for the bot to answer anybody."""
    polling = parts.polling
    heard = bool(parts.settings.webhook) or (polling.healthy and polling.heard)
    return {"telegram": heard, "database": await _database_answers(parts)}


async def _database_answers(parts: Parts) -> bool:
    try:
        async with asyncio.timeout(DATABASE_PATIENCE):
            await parts.desk.in_thread(parts.state.check)
    except (DBAPIError, TimeoutError) as error:
        logger.error("the database does not answer: %s", error)
        return False
    return True


def _status(parts: Parts) -> dict[str, float]:
    return {
        "waiting": parts.intake.waiting,
        "seconds_since_updates": round(parts.polling.silent_for(), 1),
        "polling_restarts": parts.polling.restarts,
    }


async def _listen(parts: Parts) -> web.AppRunner:
    settings = parts.settings
    if settings.webhook is None or settings.webhook_secret is None:
        raise BadInput("TELEGRAM_WEBHOOK needs TELEGRAM_WEBHOOK_SECRET; set a long random one")
    secret = settings.webhook_secret.get_secret_value()
    path = urlsplit(settings.webhook).path or "/"
    runner = await serve(webhook_app(parts.intake, path, secret), settings.webhook_listen)
    await _persistently(
        lambda: parts.app.bot.set_webhook(
            settings.webhook or "", secret_token=secret, allowed_updates=ALLOWED
        )
    )
    return runner


async def _persistently(call: Callable[[], object]) -> None:
    """Make a call of the start; while the network is away, again."""
    pause = 0.5
    while True:
        try:
            await call()  # type: ignore[misc]
            return
        except InvalidToken:
            raise BadInput(
                "Telegram does not know the token; take it from @BotFather into TELEGRAM_TOKEN"
            ) from None
        except RetryAfter as told:
            wait = told.retry_after
            await asyncio.sleep(wait if isinstance(wait, int) else wait.total_seconds())
        except NetworkError as error:
            logger.warning("Telegram cannot be reached yet: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def run(settings: Settings, telegram: TelegramSettings, *, library: Library | None = None) -> None:
    """Answer in Telegram until SIGTERM or SIGINT. Errors: SaudaError, each with what to do."""
    token = telegram.token.get_secret_value()
    if not token:
        raise BadInput("TELEGRAM_TOKEN is not set; @BotFather gives one, put it into .env")
    secret = telegram.webhook_secret.get_secret_value() if telegram.webhook_secret else ""
    log_to_stderr([token, secret])
    opened = library or OpenLibrary(
        lambda: assembly.answerer(settings, strict=False), telegram.sources, settings.index
    )
    state = open_state(database_url(settings, telegram))
    asyncio.run(_until_signalled(put_together(telegram, opened, state)))


def database_url(settings: Settings, telegram: TelegramSettings) -> str:
    """Where the state lives: as set, else a SQLite file beside the index."""
    if telegram.database is not None:
        return telegram.database.get_secret_value()
    folder: Path = settings.index.parent
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'telegram.sqlite'}"


async def _until_signalled(parts: Parts) -> None:
    stopped = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    await serve_until(parts, stopped)
