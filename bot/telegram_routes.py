"""Which update goes where, and which commands Telegram shows to whom."""

import asyncio
import logging
from collections.abc import Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    Message,
    MessageEntity,
)
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.telegram_admin import Administration
from bot.telegram_buttons import Buttons
from bot.telegram_commands import Commands
from bot.telegram_desk import Desk, Work
from bot.telegram_intake import App
from bot.telegram_questions import Questions
from bot.telegram_types import Role
from bot.telegram_words import chat_languages, chat_words
from bot.vocabulary import FALLBACK

logger = logging.getLogger(__name__)

ADMINISTRATORS_ONLY: Role = "administrator"
EDITORS_TOO: Role = "editor"
IN_GROUPS = ("ask", "help", "new", "language", "sources", "privacy")
PRIVATE = filters.ChatType.PRIVATE
GROUPS = filters.ChatType.GROUPS


class ToBot(filters.MessageFilter):
    """Messages of a group that reply to the bot or name it."""

    def __init__(self, bot: Bot) -> None:
        super().__init__()
        self._bot = bot

    def filter(self, message: Message) -> bool:
        """Whether the message is meant for the bot."""
        answered = message.reply_to_message
        if answered and answered.from_user and answered.from_user.id == self._bot.id:
            return True
        names = message.parse_entities([MessageEntity.MENTION]).values()
        return f"@{self._bot.username}".lower() in (name.lower() for name in names)


def add_routes(app: App, desk: Desk) -> None:
    """Give the application its handlers; the first that fits an update gets it."""
    questions = Questions(desk=desk)
    commands = Commands(questions=questions)
    buttons = Buttons(commands=commands)
    app.add_handler(InlineQueryHandler(questions.inline))
    app.add_handler(CallbackQueryHandler(desk.handler(buttons.pressed), pattern=r"^v1:[^:]*:."))
    for name, work in _for_all(questions, commands).items():
        open_to_all = name in ("start", "privacy", "forget")
        app.add_handler(CommandHandler(name, desk.handler(work, open_to_all=open_to_all)))
    for name, (work, least) in _for_operators(Administration(commands=commands)).items():
        app.add_handler(CommandHandler(name, desk.handler(work, least=least)))
    app.add_handler(MessageHandler(filters.COMMAND & PRIVATE, desk.handler(commands.unknown)))
    app.add_handler(MessageHandler(filters.TEXT & PRIVATE, desk.handler(questions.private)))
    to_bot = GROUPS & filters.TEXT & ~filters.COMMAND & ToBot(app.bot)
    app.add_handler(MessageHandler(to_bot, desk.handler(questions.in_group)))
    media = PRIVATE & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(media, desk.handler(commands.only_text)))
    mine = ChatMemberHandler.MY_CHAT_MEMBER
    app.add_handler(ChatMemberHandler(desk.handler(commands.joined, open_to_all=True), mine))


def _for_all(questions: Questions, commands: Commands) -> dict[str, Work]:
    return {
        "start": commands.start,
        "help": commands.help,
        "ask": questions.command,
        "new": commands.new,
        "language": commands.language,
        "sources": commands.sources,
        "settings": commands.settings,
        "privacy": commands.privacy,
        "forget": commands.forget,
    }


def _for_operators(administration: Administration) -> dict[str, tuple[Work, Role]]:
    return {
        "stats": (administration.stats, EDITORS_TOO),
        "feedback": (administration.feedback, EDITORS_TOO),
        "users": (administration.users, ADMINISTRATORS_ONLY),
        "reindex": (administration.reindex, ADMINISTRATORS_ONLY),
        "invite": (administration.invite, ADMINISTRATORS_ONLY),
        "role": (administration.role, ADMINISTRATORS_ONLY),
        "block": (administration.block, ADMINISTRATORS_ONLY),
        "unblock": (administration.unblock, ADMINISTRATORS_ONLY),
        "allow": (administration.allow, ADMINISTRATORS_ONLY),
        "disallow": (administration.disallow, ADMINISTRATORS_ONLY),
        "audit": (administration.audit, ADMINISTRATORS_ONLY),
    }


async def announce(bot: Bot, desk: Desk) -> None:
    """Tell Telegram which commands to offer where, in every language; once, or again later."""
    pause = 1.0
    while True:
        try:
            administrators = await desk.in_thread(desk.access.administrators)
            await _announce(bot, sorted(administrators))
            return
        except TelegramError as error:
            logger.warning("the commands could not be announced: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 60.0)


async def _announce(bot: Bot, administrators: Sequence[int]) -> None:
    # Without a language code: for everybody whose language we do not speak.
    for code in (None, *chat_languages()):
        own = chat_words(code or FALLBACK)
        private = [BotCommand(name, said) for name, said in own.commands.items()]
        group = [BotCommand(name, own.commands[name]) for name in IN_GROUPS]
        operators = [BotCommand(name, said) for name, said in own.admin_commands.items()]
        await _set(bot, private, BotCommandScopeAllPrivateChats(), code)
        await _set(bot, group, BotCommandScopeAllGroupChats(), code)
        for number in administrators:
            await _set(bot, private + operators, BotCommandScopeChat(number), code)


async def _set(
    bot: Bot, commands: list[BotCommand], scope: BotCommandScope, code: str | None
) -> None:
    try:
        await bot.set_my_commands(commands, scope=scope, language_code=code)
    except (BadRequest, Forbidden) as error:
        # An administrator who has not written to the bot yet has no chat with it.
        logger.info("commands of %s not set: %s", scope.type, error)
