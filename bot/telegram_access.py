"""Who may ask, and who may do more."""

import secrets
import time
from dataclasses import dataclass
from typing import Literal

from bot.state import State
from bot.telegram_settings import TelegramSettings
from bot.telegram_types import Person, Role

Verdict = Literal["allowed", "closed", "group_closed", "blocked"]
WEEK = 7 * 86400.0
INVITE_BYTES = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """The allow-list: an open bot lets in all but the blocked; a closed one only whom it knows."""

    settings: TelegramSettings
    state: State

    def person(self, user: int) -> Person:
        """Somebody with the role that the settings or the state give them."""
        known = self.state.person(user)
        role = self._role(user) or known.role
        return Person(
            id=user,
            role=role,
            # Nobody can be locked out of a bot that the settings give to them.
            blocked=known.blocked and self._role(user) is None,
            language=known.language,
            follow_ups=known.follow_ups,
        )

    def admit(self, user: int, chat: int, *, private: bool) -> tuple[Person, Verdict]:
        """Who somebody is, and whether they may ask in a chat."""
        person = self.person(user)
        return person, self.verdict(person, chat, private=private)

    def _role(self, user: int) -> Role | None:
        if user in self.settings.administrators:
            return "administrator"
        if user in self.settings.editors:
            return "editor"
        return "user" if user in self.settings.users else None

    def verdict(self, person: Person, chat: int, *, private: bool) -> Verdict:
        """Whether somebody may ask in a chat."""
        if person.blocked:
            return "blocked"
        if self.settings.access == "open" or person.role is not None:
            return "allowed"
        if private:
            return "closed"
        known = chat in self.settings.groups or self.state.group_allowed(chat)
        return "allowed" if known else "group_closed"

    def invite(self, role: Role) -> str:
        """A new code that gives `role` to one person within a week."""
        code = secrets.token_urlsafe(INVITE_BYTES)
        self.state.invite(code, role, 1, time.time() + WEEK)
        return code

    def accept(self, user: int, code: str) -> bool:
        """Let somebody in with a code; an invitation never takes a higher role away."""
        role = self.state.accept(code, time.time())
        if role is None:
            return False
        if RANKS[role] > RANKS[self.state.person(user).role]:
            self.state.change_person(user, time.time(), role=role)
        return True

    def administrators(self) -> set[int]:
        """Who is told when something breaks."""
        known = {each.id for each in self.state.everybody() if each.role == "administrator"}
        return known | set(self.settings.administrators)


RANKS: dict[Role | None, int] = {None: 0, "user": 1, "editor": 2, "administrator": 3}


def may(person: Person, least: Role) -> bool:
    """Whether somebody has at least that role."""
    return RANKS[person.role] >= RANKS[least]
