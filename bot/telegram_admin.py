"""Commands for those who run the bot."""

import csv
import time
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import get_args

from bot.telegram_commands import Commands
from bot.telegram_desk import Turn
from bot.telegram_text import lines, plain_run
from bot.telegram_types import Audited, Outgoing, Overview, Person, Role
from index.errors import SaudaError

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for one
SHOWN = 20
COLUMNS = ("at", "user", "chat", "question", "status", "answer", "figures")


@dataclass(frozen=True, kw_only=True, slots=True)
class Administration:
    """Numbers, people, articles, the audit log."""

    commands: Commands

    async def stats(self, turn: Turn) -> Sequence[Outgoing]:
        """How much of everything."""
        desk = self.commands.questions.desk
        counts = await desk.in_thread(desk.state.counts)
        overview: Overview = await desk.in_worker(desk.library.overview)
        errors = int(desk.metrics.counted("errors_total"))
        said = turn.own.say_admin(
            "stats", **counts, articles=overview.articles, figures=overview.figures, errors=errors
        )
        return [turn.reply(said)]

    async def users(self, turn: Turn) -> Sequence[Outgoing]:
        """Who has a role, and who is blocked."""
        desk = self.commands.questions.desk
        people: list[Person] = await desk.in_thread(desk.state.everybody)
        known = [await desk.in_thread(desk.access.person, each.id) for each in people]
        listed = [each for each in known if each.role or each.blocked]
        if not listed:
            return [turn.reply(turn.own.say_admin("users_none"))]
        rows = [plain_run(_person_line(each, turn)) for each in listed]
        return [turn.reply(lines(turn.own.say_admin("users"), *rows))]

    async def reindex(self, turn: Turn) -> Sequence[Outgoing]:
        """Read new and changed articles."""
        desk = self.commands.questions.desk
        try:
            report = await desk.in_worker(desk.library.reindex)
        except SaudaError as error:
            return [turn.reply(turn.own.say_admin("reindex_failed", reason=error))]
        return [turn.reply(turn.own.say_admin("reindexed", report=report))]

    async def invite(self, turn: Turn) -> Sequence[Outgoing]:
        """An invitation as a link; `/invite editor` gives a role with it."""
        desk = self.commands.questions.desk
        role = _role(_words(turn)[:1]) or "user"
        code = await desk.in_thread(desk.access.invite, role)
        link = f"https://t.me/{desk.bot.username}?start={code}"
        return [turn.reply(turn.own.say_admin("invite", role=turn.own.roles[role], link=link))]

    async def role(self, turn: Turn) -> Sequence[Outgoing]:
        """`/role 123456789 editor`, or `none` to take a role away."""
        given = _words(turn)
        role = _role(given[1:])
        if len(given) != 2 or not given[0].isdecimal() or not (role or given[1] == "none"):
            return [turn.reply(turn.own.say_admin("role_how"))]
        await self._change(int(given[0]), role=role)
        named = turn.own.roles[role or "none"]
        return [turn.reply(turn.own.say_admin("role_set", user=given[0], role=named))]

    async def block(self, turn: Turn) -> Sequence[Outgoing]:
        """Withdraw somebody's access."""
        return await self._blocked(turn, True)

    async def unblock(self, turn: Turn) -> Sequence[Outgoing]:
        """Give somebody's access back."""
        return await self._blocked(turn, False)

    async def _blocked(self, turn: Turn, blocked: bool) -> Sequence[Outgoing]:
        given = _words(turn)
        if len(given) != 1 or not given[0].isdecimal():
            return [turn.reply(turn.own.say_admin("block_how"))]
        await self._change(int(given[0]), blocked=blocked)
        said = turn.own.say_admin("blocked" if blocked else "unblocked", user=given[0])
        return [turn.reply(said)]

    async def _change(self, user: int, **values: object) -> None:
        desk = self.commands.questions.desk
        await desk.in_thread(desk.state.change_person, user, time.time(), **values)

    async def allow(self, turn: Turn) -> Sequence[Outgoing]:
        """Let a group in: this one, or the one with the number behind the command."""
        return await self._allowed(turn, True)

    async def disallow(self, turn: Turn) -> Sequence[Outgoing]:
        """Let a group in no longer."""
        return await self._allowed(turn, False)

    async def _allowed(self, turn: Turn, allowed: bool) -> Sequence[Outgoing]:
        given = _words(turn)
        if (given and not given[0].removeprefix("-").isdecimal()) or (not given and turn.private):
            return [turn.reply(turn.own.say_admin("group_how"))]
        desk = self.commands.questions.desk
        chat = int(given[0]) if given else turn.chat
        await desk.in_thread(desk.state.allow_group, chat, allowed)
        return [turn.reply(turn.own.say_admin("group_allowed" if allowed else "group_removed"))]

    async def feedback(self, turn: Turn) -> Sequence[Outgoing]:
        """Questions whose answers were found wanting."""
        desk = self.commands.questions.desk
        judged = await desk.in_thread(desk.state.judged, good=False, limit=SHOWN)
        if not judged:
            return [turn.reply(turn.own.say_admin("feedback_none"))]
        rows = [plain_run(f"• {asked[:200]}") for asked, _ in judged]
        return [turn.reply(lines(turn.own.say_admin("feedback"), *rows))]

    async def audit(self, turn: Turn) -> Sequence[Outgoing]:
        """The audit log as a file; only in private, it is nobody else's."""
        desk = self.commands.questions.desk
        audited: list[Audited] = await desk.in_thread(desk.state.audited)
        if not audited:
            return [turn.reply(turn.own.say_admin("audit_none"))]
        said = turn.own.say_admin("audit", count=len(audited))
        file = audit_csv(audited).encode("utf-8-sig")  # the mark makes a spreadsheet read UTF-8
        whole = turn.reply(said, method="document", file=file, file_name="audit.csv")
        return [whole] if turn.private else [turn.reply(turn.own.say_admin("only"))]


def audit_csv(audited: Sequence[Audited]) -> str:
    """The audit log as CSV; what a spreadsheet would compute is made text."""
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for line in audited:
        values = [line.at.isoformat(), *(getattr(line, name) for name in COLUMNS[1:])]
        rows.writerow([f"'{value}" if value.startswith(FORMULA) else value for value in values])
    return written.getvalue()


def _words(turn: Turn) -> list[str]:
    return (turn.message.text or "").split()[1:] if turn.message else []


def _role(given: Sequence[str]) -> Role | None:
    return next((role for role in get_args(Role) if role in given), None)


def _person_line(person: Person, turn: Turn) -> str:
    named = turn.own.roles[person.role or "none"]
    return f"• {person.id} · {named}{' · ⛔' if person.blocked else ''}"
