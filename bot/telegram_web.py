"""The bot's two small servers: health and metrics on loopback, and the webhook if there is one."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from sqlalchemy.exc import OperationalError

from bot.telegram_intake import Intake
from bot.telegram_metrics import Metrics

logger = logging.getLogger(__name__)

SECRET = "X-Telegram-Bot-Api-Secret-Token"
Checks = Callable[[], Awaitable[dict[str, bool]]]
LARGEST = 1_000_000  # bytes of an update; Telegram's own are far smaller


async def serve(app: web.Application, address: str) -> web.AppRunner:
    """Serve an application at "host:port" until its `cleanup` is called."""
    host, _, port = address.rpartition(":")
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, int(port)).start()
    return runner


def health_app(checks: Checks, status: Callable[[], dict[str, float]], metrics: Metrics) -> Any:
    """`GET /healthz` (200, or 503 while one of the checks fails) and `GET /metrics`."""

    async def healthz(_request: web.Request) -> web.Response:
        checked = await checks()
        fine = all(checked.values())
        shown = {"healthy": fine, **checked, **status()}
        return web.json_response(shown, status=200 if fine else 503)

    async def show_metrics(_request: web.Request) -> web.Response:
        return web.Response(text=metrics.text(), content_type="text/plain")

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", show_metrics)
    return app


def webhook_app(intake: Intake, path: str, secret: str) -> web.Application:
    """Takes updates from whoever knows the secret: 200 as soon as they are kept, then the work.

    What gets a 503, because too many wait or the database is away, Telegram brings again.
    """

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            logger.warning("a call of the webhook without its secret was refused")
            return web.Response(status=403)
        if intake.full:
            return web.Response(status=503)
        try:
            update = json.loads(await request.read())
            number = int(update["update_id"])
        except (ValueError, TypeError, KeyError):
            return web.Response(status=400)
        try:
            await intake.take_in([{**update, "update_id": number}])
        except OperationalError as error:
            logger.error("an update could not be kept, the database does not answer: %s", error)
            return web.Response(status=503)
        return web.Response(status=200)

    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(path, take)
    return app
