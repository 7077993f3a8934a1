"""A typical talk with the bot as pictures: docs/img/telegram-*.png.

Run: python -m benchmarks.telegram_transcript (needs Chromium). The bot answers for real, through
the fake Bot API; the talk is about the seed articles, the chart about the articles of tests/gold.
"""

import asyncio
import base64
import html
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from bot import assembly
from bot.seeds import seed_articles
from bot.settings import Settings
from bot.telegram_library import OpenLibrary
from index.build import build_index
from index.encoder import load_encoder
from tests.fake_bot_types import Sent
from tests.telegram_running import Running, running

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "img"
GOLD = sorted((ROOT / "tests" / "gold").rglob("*.txt"))
STYLE = """
body { margin: 0; background: #c6d8e4; font: 16px/1.36 "Noto Sans", "DejaVu Sans", sans-serif;
  width: 420px; padding: 14px; color: #111; }
.m { max-width: 350px; padding: 8px 11px; border-radius: 13px; margin: 0 0 8px; background: white;
  white-space: pre-wrap; overflow-wrap: anywhere; box-sizing: border-box; }
.q { background: #e3fcd0; margin-left: auto; width: fit-content; }
.m img { width: 328px; border-radius: 8px; display: block; margin-bottom: 6px; }
blockquote { margin: 4px 0; padding: 3px 8px; border-left: 3px solid #4a90c2; background: #eaf3fa;
  border-radius: 4px; }
.k { max-width: 350px; margin: -4px 0 10px; }
.r { display: flex; gap: 4px; margin-bottom: 4px; }
.b { flex: 1; background: #7fa0b6cc; color: white; border-radius: 7px; padding: 6px;
  font-size: 14px; text-align: center; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; }
"""

PRESSED = "→ "  # before a part of the text of a button that is pressed
TALK = {
    "telegram-ru": (
        "ru",
        "Какой был товарооборот Алматы и Великобритании в 2017 году?",
        "а со Швецией?",
        "→ 53,8",
    ),
    "telegram-kk": (
        "kk",
        "2017 жылы Алматы мен Ұлыбритания арасындағы тауар айналымы қанша болды?",
        "Алматыда қанша швед кәсіпорны тіркелген?",
    ),
    "telegram-en": (
        "en",
        "How many companies with Belgian capital operate in Almaty?",
        "By how much did trade between Almaty and Britain grow in 2017?",
    ),
}
CHART = ("ru", "Товарооборот Восточно-Казахстанской области с Монголией по годам")


async def draw(folder: Path) -> None:
    """Talk, and write the pictures."""
    for name, (language, *questions) in TALK.items():
        async with _bot(folder / "seeds", seed_articles()) as bot:
            await _picture(bot, name, language, questions)
    async with _bot(folder / "gold", GOLD) as bot:
        await _picture(bot, "telegram-chart", CHART[0], CHART[1:])
        chart = next(each for each in bot.telegram.sent if each.file)
        (PICTURES / "chart.png").write_bytes(chart.file)


def _bot(folder: Path, articles: list[Path]):  # type: ignore[no-untyped-def]
    settings = Settings(index=folder / "index", index_given=True)
    folder.mkdir(exist_ok=True)
    build_index(articles, settings.index, encoder=load_encoder(None))
    library = OpenLibrary(lambda: assembly.answerer(settings), (), settings.index)
    state = Path(tempfile.mkdtemp(dir=folder))
    return running(state, library=library)


async def _picture(bot: Running, name: str, language: str, questions: tuple[str, ...]) -> None:
    somebody = bot.somebody(language)
    shown: list[str] = []
    reply: Sent | None = None
    for question in questions:
        if question.startswith(PRESSED) and reply is not None:
            reply = await somebody.press(reply, question.removeprefix(PRESSED))
            shown.append(_message(reply))
            continue
        reply = await somebody.ask(question)
        shown += [f'<div class="m q">{html.escape(question)}</div>', _message(reply)]
    page = f'<meta charset="utf-8"><style>{STYLE}</style><body>{"".join(shown)}</body>'
    _photograph(page, PICTURES / f"{name}.png")


def _message(message: Sent) -> str:
    image = base64.b64encode(message.file).decode()
    picture = f'<img src="data:image/png;base64,{image}">' if message.file else ""
    rows = "".join(
        '<div class="r">'
        + "".join(f'<div class="b">{html.escape(button["text"])}</div>' for button in row)
        + "</div>"
        for row in message.keyboard or []
    )
    return f'<div class="m">{picture}{_styled(message)}</div><div class="k">{rows}</div>'


TAGS = {"bold": "b", "italic": "i", "underline": "u", "blockquote": "blockquote"}


def _styled(message: Sent) -> str:
    """The text with its entities as HTML again, as a client shows it."""
    raw = message.text.encode("utf-16-le")
    cuts: list[tuple[int, int, str]] = []
    for each in message.entities:
        tag, end = TAGS[each.type], each.offset + each.length
        cuts += [(each.offset, 1, f"<{tag}>"), (end, 0, f"</{tag}>")]
    written, at = "", 0
    for offset, _, tag in sorted(cuts, key=lambda cut: (cut[0], cut[1], -len(cut[2]))):
        written += html.escape(raw[at * 2 : offset * 2].decode("utf-16-le")) + tag
        at = offset
    written += html.escape(raw[at * 2 :].decode("utf-16-le"))
    return written.replace("\n<blockquote>", "<blockquote>").replace(
        "</blockquote>\n", "</blockquote>"
    )


def _photograph(page: str, picture: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page, "utf-8")
        subprocess.run(
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *("--force-device-scale-factor=2", "--window-size=448,1400"),
                *(f"--screenshot={picture}", str(file)),
            ],
            check=True,
            capture_output=True,
        )
    _cut_off(picture)


def _cut_off(picture: Path) -> None:
    """Take away the empty end of a page."""
    image = Image.open(picture).convert("RGB")
    ground = Image.new("RGB", image.size, image.getpixel((0, image.size[1] - 1)))
    box = ImageChops.difference(image, ground).getbbox()
    if box:
        image = image.crop((0, 0, image.size[0], min(box[3] + 20, image.size[1])))
    image.quantize(128).save(picture, optimize=True)


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(draw(Path(folder)))
