"""Commands for everybody, and what is said where there is no question."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Message
from telegram.constants import ChatMemberStatus

from bot.telegram_cards import dated
from bot.telegram_desk import Turn
from bot.telegram_questions import Questions
from bot.telegram_text import Text, lines, plain_run
from bot.telegram_types import Button, Outgoing, Overview, callback
from bot.telegram_words import ChatWords, chat_languages, chat_words
from bot.vocabulary import words

NO_ANSWER = "-"  # in the place of an answer's id, on buttons that belong to none
HELP_CODE = "help"  # what the inline mode's button starts the bot with
NEWEST = 5
PRESENT = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Commands:
    """What the commands say and change."""

    questions: Questions

    async def start(self, turn: Turn) -> Sequence[Outgoing]:
        """The first words; with a code, an invitation."""
        desk = self.questions.desk
        code = _argument(turn.message)
        if code and code != HELP_CODE and turn.private and turn.person.role is None:
            accepted = await desk.in_thread(desk.access.accept, turn.person.id, code)
            if not accepted:
                return [turn.reply(turn.own.say("invite_bad"))]
            invited = turn.reply(turn.own.say("invited"))
            return [invited, await self._welcome(turn, "start")]
        if turn.verdict != "allowed":
            return [turn.reply(turn.own.say(turn.verdict, user=turn.person.id, chat=turn.chat))]
        return [await self._welcome(turn, "start")]

    async def help(self, turn: Turn) -> Sequence[Outgoing]:
        """What the bot can do, with examples to press."""
        return [await self._welcome(turn, "help")]

    async def _welcome(self, turn: Turn, name: str) -> Outgoing:
        own = turn.own
        written = "\n".join(f"/{command} — {said}" for command, said in own.commands.items())
        bot = f"@{self.questions.desk.bot.username}"
        text = own.say(name, bot=bot, commands=written)
        return turn.reply(text, await self._examples(own))

    async def _examples(self, own: ChatWords) -> Rows:
        examples = await self.questions.examples(own)
        return tuple(
            (Button(text=example, data=callback(NO_ANSWER, f"ask.{own.language}.{number}")),)
            for number, example in enumerate(examples)
        )

    async def new(self, turn: Turn) -> Sequence[Outgoing]:
        """Forget what a follow-up would follow."""
        turn.context = (turn.chat, turn.person.id, None, time.time())
        return [turn.reply(turn.own.say("new"))]

    async def language(self, turn: Turn) -> Sequence[Outgoing]:
        """Offer the languages."""
        return [turn.reply(turn.own.say("language"), _languages(turn))]

    async def settings(self, turn: Turn) -> Sequence[Outgoing]:
        """Show what is set, with buttons that change it."""
        return [settings_message(turn)]

    async def privacy(self, turn: Turn) -> Sequence[Outgoing]:
        """What is kept."""
        audit = turn.own.texts[f"privacy_{self.questions.desk.settings.audit}"]
        return [turn.reply(turn.own.say("privacy", audit=audit))]

    async def forget(self, turn: Turn) -> Sequence[Outgoing]:
        """Delete what is kept about somebody."""
        desk = self.questions.desk
        await desk.in_thread(desk.state.forget, turn.person.id)
        return [turn.reply(turn.own.say("forgotten"))]

    async def sources(self, turn: Turn) -> Sequence[Outgoing]:
        """What is in the corpus."""
        desk = self.questions.desk
        overview: Overview = await desk.in_worker(desk.library.overview)
        return [turn.reply(sources_text(overview, turn.own))]

    async def only_text(self, turn: Turn) -> Sequence[Outgoing]:
        """A polite word on voice, pictures and files."""
        examples = await self.questions.examples(turn.own)
        said = turn.own.say("only_text", example=examples[0])
        return [turn.reply(said, await self._examples(turn.own))]

    async def unknown(self, turn: Turn) -> Sequence[Outgoing]:
        """A command that there is not."""
        return [turn.reply(turn.own.say("unknown_command"))]

    async def joined(self, turn: Turn) -> Sequence[Outgoing]:
        """The bot came into a group: how it is asked there, and what it does not see."""
        change = turn.update.my_chat_member
        if change is None or turn.private:
            return []
        was, now = change.old_chat_member.status, change.new_chat_member.status
        if now not in PRESENT or was in PRESENT:
            return []
        if turn.verdict != "allowed":
            return [turn.reply(turn.own.say(turn.verdict, user=turn.person.id, chat=turn.chat))]
        hears_all = self.questions.desk.bot.can_read_all_group_messages
        hint = None if hears_all else turn.own.say("group_privacy")
        return [turn.reply(lines(turn.own.say("group_hello"), hint))]


def _argument(message: Message | None) -> str:
    return (message.text or "").partition(" ")[2].strip() if message else ""


def _languages(turn: Turn) -> Rows:
    named = [(code, chat_words(code).name) for code in chat_languages()]
    choices = [("auto", turn.own.buttons["auto"]), *named]
    return tuple(
        (Button(text=name, data=callback(NO_ANSWER, f"language.{code}")),) for code, name in choices
    )


def settings_message(turn: Turn, *, edits: int | None = None) -> Outgoing:
    """What somebody has set, and the buttons that change it."""
    own, person = turn.own, turn.person
    chosen = own.buttons["auto"] if person.language is None else chat_words(person.language).name
    follow_ups = own.texts["on" if person.follow_ups else "off"]
    change = own.buttons["follow_ups_off" if person.follow_ups else "follow_ups_on"]
    rows = (
        (Button(text=own.buttons["language"], data=callback(NO_ANSWER, "language")),),
        (
            Button(
                text=change,
                data=callback(NO_ANSWER, f"follow_ups.{'off' if person.follow_ups else 'on'}"),
            ),
        ),
    )
    text = own.say("settings", language=chosen, follow_ups=follow_ups)
    if edits is None:
        return turn.reply(text, rows)
    return turn.reply(text, rows, method="edit", edits=edits)


def sources_text(overview: Overview, own: ChatWords) -> Text:
    """How much there is, of when, of what."""
    spoken = words(own.language)
    parts: list[Text | None] = [
        own.say("sources", articles=overview.articles, figures=overview.figures)
    ]
    if overview.first and overview.last:
        first, last = dated(overview.first, own), dated(overview.last, own)
        parts.append(own.say("sources_dates", first=first, last=last))
    if overview.years:
        first_year, last_year = overview.years
        parts.append(own.say("sources_years", first=first_year, last=last_year))
    named = [
        spoken.indicators[each][0] for each in overview.indicators if each in spoken.indicators
    ]
    if named:
        parts += [own.say("sources_indicators"), plain_run(", ".join(named))]
    if overview.newest:
        parts.append(own.say("sources_newest"))
        parts += [plain_run(f"• {title}") for title in overview.newest[:NEWEST]]
    return lines(*parts)
