"""The bot's two small servers: health and metrics on loopback, and the webhook if there is one."""

import hmac
import json
import logging
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.telegram_intake import Intake
from bot.telegram_metrics import Metrics

logger = logging.getLogger(__name__)

SECRET = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1_000_000  # bytes of an update; Telegram's own are far smaller


async def serve(app: web.Application, address: str) -> web.AppRunner:
    """Serve an application at "host:port" until its `cleanup` is called."""
    host, _, port = address.rpartition(":")
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, int(port)).start()
    return runner


def health_app(healthy: Callable[[], bool], status: Callable[[], Any], metrics: Metrics) -> Any:
    """`GET /healthz` (200, or 503 while Telegram cannot be heard) and `GET /metrics`."""

    async def healthz(_request: web.Request) -> web.Response:
        fine = healthy()
        return web.json_response({"healthy": fine, **status()}, status=200 if fine else 503)

    async def show_metrics(_request: web.Request) -> web.Response:
        return web.Response(text=metrics.text(), content_type="text/plain")

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", show_metrics)
    return app


def webhook_app(intake: Intake, path: str, secret: str) -> web.Application:
    """Takes updates from whoever knows the secret: 200 as soon as they are kept, then the work."""

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            logger.warning("a call of the webhook without its secret was refused")
            return web.Response(status=403)
        if intake.full:
            return web.Response(status=503)  # Telegram brings it again
        try:
            update = json.loads(await request.read())
            number = int(update["update_id"])
        except (ValueError, TypeError, KeyError):
            return web.Response(status=400)
        await intake.take_in([{**update, "update_id": number}])
        return web.Response(status=200)

    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(path, take)
    return app
