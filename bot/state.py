"""The bot's memory in SQL: what came in, what must go out, and who is who.

Every method is one transaction. They block: the bot calls them in a thread of their own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Row

from bot.state_rows import audited_of, audited_row, kept_of, kept_row, queued
from bot.state_tables import (
    answers,
    audit,
    dialogue,
    feedback,
    groups,
    invites,
    outbox,
    people,
    tables,
    updates,
)
from bot.telegram_types import (
    Audited,
    Incoming,
    Kept,
    Outgoing,
    Person,
    Remembered,
    Role,
    Waiting,
    from_json,
)

_UPSERTS: dict[str, Callable[[Table], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def open_state(url: str) -> "State":
    """The state at an SQLAlchemy URL, with its tables made; SQLite writes ahead."""
    engine = create_engine(url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _write_ahead)
    tables.create_all(engine)
    return State(engine)


def _write_ahead(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA secure_delete=ON")  # what /forget deletes is gone from the file


class State:
    """The tables behind verbs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def check(self) -> None:
        """Ask the database something. Errors: OperationalError where it does not answer."""
        self._one(select(1))

    @contextmanager
    def _change(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def _all(self, statement: Any) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(statement).all()

    def _one(self, statement: Any) -> Row[Any] | None:
        return next(iter(self._all(statement)), None)

    def _put(
        self, connection: Connection, table: Table, row: Mapping[str, Any], *, replace: bool = True
    ) -> bool:
        """Insert a row, or change the one with its key; True where it is new or was changed."""
        keys = [column.name for column in table.primary_key]
        statement = _UPSERTS[self._engine.dialect.name](table).values(**row)
        others = {name: value for name, value in row.items() if name not in keys}
        if replace and others:
            changed = statement.on_conflict_do_update(index_elements=keys, set_=others)
        else:
            changed = statement.on_conflict_do_nothing(index_elements=keys)
        # Databases count the rows of such a statement differently; all give back what they changed.
        return connection.execute(changed.returning(*table.primary_key)).first() is not None

    # What came in, and what must go out.

    def take_in(self, bodies: Iterable[tuple[int, int, str]], at: float) -> list[tuple[int, int]]:
        """Keep updates, given as (id, chat, body); the (id, chat) of those that are new."""
        with self._change() as connection:
            return [
                (number, chat)
                for number, chat, body in bodies
                if self._put(
                    connection,
                    updates,
                    {"id": number, "chat": chat, "received": at, "state": "new", "body": body},
                    replace=False,
                )
            ]

    def unfinished(self) -> list[tuple[int, int]]:
        """The (id, chat) of updates that a former run left, in their order."""
        left = select(updates.c.id, updates.c.chat).where(updates.c.state != "done")
        return [(row.id, row.chat) for row in self._all(left.order_by(updates.c.id))]

    def incoming(self, number: int) -> Incoming | None:
        """An update that is not done yet."""
        row = self._one(select(updates).where(updates.c.id == number, updates.c.state != "done"))
        if row is None:
            return None
        return Incoming(id=row.id, chat=row.chat, state=row.state, body=row.body)

    def answered(
        self, number: int, replies: Sequence[Outgoing], remembered: Remembered
    ) -> list[Waiting]:
        """Keep what an update led to; from here on it is not worked out again, only sent."""
        with self._change() as connection:
            taken = connection.execute(
                update(updates)
                .where(updates.c.id == number, updates.c.state == "new")
                .values(state="answered" if replies else "done", body="")
            )
            if not taken.rowcount:
                return []
            waiting = [queued(connection, number, reply) for reply in replies]
            for kept in remembered.kept:
                self._put(connection, answers, kept_row(kept))
            for line in remembered.audited:
                connection.execute(insert(audit).values(**audited_row(line)))
            if remembered.context is not None:
                self._remember(connection, *remembered.context)
            return waiting

    def waiting(self, number: int) -> list[Waiting]:
        """What an update led to and was not sent yet."""
        open_ones = select(outbox).where(
            outbox.c.update_id == number, outbox.c.state.in_(("new", "sending"))
        )
        return [
            Waiting(id=row.id, outgoing=from_json(row.body, row.file), above=row.above)
            for row in self._all(open_ones.order_by(outbox.c.id))
        ]

    def sending(self, number: int, above: int) -> None:
        """From here on a message may be out; `above`: its id is higher than that."""
        self._set(outbox, number, state="sending", above=above)

    def sent(self, number: int, message: int | None, done: int | None = None) -> None:
        """A message is out, and its text is not kept any longer; `done`: so is its update."""
        with self._change() as connection:
            gone = {"state": "sent", "message": message, "body": "", "file": None}
            connection.execute(update(outbox).where(outbox.c.id == number).values(**gone))
            if done is not None:
                over = update(updates).where(updates.c.id == done)
                connection.execute(over.values(state="done", body=""))

    def lost(self, number: int) -> None:
        """A message can never be delivered: the chat is gone, or the bot was blocked there."""
        self._set(outbox, number, state="lost", body="", file=None)

    def done(self, number: int) -> None:
        """An update needs nothing more."""
        self._set(updates, number, state="done", body="")

    def _set(self, table: Table, number: int, **values: Any) -> None:
        with self._change() as connection:
            connection.execute(update(table).where(table.c.id == number).values(**values))

    def clear_away(self, before: float) -> None:
        """Forget updates that were done with and can not come again."""
        old = select(updates.c.id).where(updates.c.state == "done", updates.c.received < before)
        with self._change() as connection:
            connection.execute(delete(outbox).where(outbox.c.update_id.in_(old)))
            connection.execute(
                delete(updates).where(updates.c.state == "done", updates.c.received < before)
            )

    def known_messages(self, above: int, count: int) -> set[int]:
        """Of so many message ids above one, those of messages that this bot knows to have sent."""
        rows = self._all(
            select(outbox.c.message).where(
                outbox.c.message > above, outbox.c.message <= above + count
            )
        )
        return {row.message for row in rows}

    def highest_messages(self) -> list[tuple[int, int]]:
        """Chats with the highest message id that is known of each."""
        known = func.max(func.coalesce(outbox.c.message, outbox.c.above, 0))
        found = self._all(select(outbox.c.chat, known.label("highest")).group_by(outbox.c.chat))
        return [(row.chat, row.highest) for row in found]

    # Answers and dialogue.

    def kept(self, answer: str) -> Kept | None:
        """An answer that was given, by its id."""
        row = self._one(select(answers).where(answers.c.id == answer))
        if row is None:
            return None
        return kept_of(row)

    def context(self, chat: int, person: int, since: float) -> str | None:
        """What somebody's next question in a chat may follow, unless it is older than `since`."""
        row = self._one(
            select(dialogue.c.context).where(
                dialogue.c.chat == chat, dialogue.c.person == person, dialogue.c.at >= since
            )
        )
        return row.context if row else None

    def remember(self, chat: int, person: int, context: str | None, at: float) -> None:
        """Keep, or with None forget, what the next question may follow."""
        with self._change() as connection:
            self._remember(connection, chat, person, context, at)

    def _remember(
        self, connection: Connection, chat: int, person: int, context: str | None, at: float
    ) -> None:
        if context is not None:
            row = {"chat": chat, "person": person, "context": context, "at": at}
            self._put(connection, dialogue, row)
            return
        connection.execute(
            delete(dialogue).where(dialogue.c.chat == chat, dialogue.c.person == person)
        )

    def judge(self, answer: str, person: int, good: bool, at: float) -> None:
        """Keep somebody's opinion of an answer, instead of the one that they had before."""
        row = {"answer": answer, "person": person, "good": good, "at": at}
        with self._change() as connection:
            self._put(connection, feedback, row)

    def judged(self, *, good: bool, limit: int) -> list[tuple[str, int]]:
        """Questions whose answers were judged so, newest first, with who judged."""
        rows = self._all(
            select(answers.c.asked, feedback.c.person)
            .join(answers, answers.c.id == feedback.c.answer)
            .where(feedback.c.good == good)
            .order_by(feedback.c.at.desc())
            .limit(limit)
        )
        return [(row.asked, row.person) for row in rows]

    # People.

    def person(self, number: int) -> Person:
        """What is known of somebody; nothing, for a stranger."""
        row = self._one(select(people).where(people.c.id == number))
        if row is None:
            return Person(id=number)
        fields = row._asdict()
        del fields["seen"]
        return Person(**fields)

    def change_person(self, number: int, at: float, **values: Any) -> None:
        """Change what is known of somebody: `role`, `blocked`, `language`, `follow_ups`."""
        blank = {"id": number, "blocked": False, "follow_ups": True, "seen": at}
        with self._change() as connection:
            self._put(connection, people, blank, replace=False)
            connection.execute(
                update(people).where(people.c.id == number).values(**values, seen=at)
            )

    def everybody(self) -> list[Person]:
        """Everybody who is known, by their ids."""
        found = self._all(select(people).order_by(people.c.id))
        return [
            Person(**{name: value for name, value in row._asdict().items() if name != "seen"})
            for row in found
        ]

    def forget(self, number: int) -> None:
        """Delete what somebody left: answers, dialogue, opinions, audit, settings; not a role."""
        with self._change() as connection:
            connection.execute(delete(answers).where(answers.c.person == number))
            connection.execute(delete(dialogue).where(dialogue.c.person == number))
            connection.execute(delete(feedback).where(feedback.c.person == number))
            connection.execute(delete(audit).where(audit.c.person == str(number)))
            connection.execute(
                update(people).where(people.c.id == number).values(language=None, follow_ups=True)
            )
            # A role or a block is the operator's to take away; without one nothing is left.
            connection.execute(
                delete(people).where(
                    people.c.id == number, people.c.role.is_(None), people.c.blocked.is_(False)
                )
            )

    def allow_group(self, chat: int, allowed: bool) -> None:
        """Let a group ask, or no longer."""
        with self._change() as connection:
            if allowed:
                self._put(connection, groups, {"id": chat}, replace=False)
            else:
                connection.execute(delete(groups).where(groups.c.id == chat))

    def group_allowed(self, chat: int) -> bool:
        """Whether a group was let in."""
        return self._one(select(groups).where(groups.c.id == chat)) is not None

    def invite(self, code: str, role: Role, uses: int, until: float) -> None:
        """Keep an invitation that gives `role` to the first `uses` people who come with it."""
        row = {"code": code, "role": role, "uses": uses, "until": until}
        with self._change() as connection:
            self._put(connection, invites, row)

    def accept(self, code: str, at: float) -> Role | None:
        """Use an invitation once: the role that it gives, None where it is not valid (any more)."""
        with self._change() as connection:
            used = connection.execute(
                update(invites)
                .where(invites.c.code == code, invites.c.uses > 0, invites.c.until > at)
                .values(uses=invites.c.uses - 1)
            )
            if not used.rowcount:
                return None
            role: Role = connection.execute(
                select(invites.c.role).where(invites.c.code == code)
            ).scalar_one()
            return role

    # What operators see.

    def audited(self) -> list[Audited]:
        """The audit log, oldest first."""
        found = self._all(select(audit).order_by(audit.c.id))
        return [audited_of(row) for row in found]

    def counts(self) -> dict[str, int]:
        """How much of everything there is: what /stats shows."""
        wanted = {
            "people": select(func.count()).select_from(people),
            "answers": select(func.count()).select_from(answers),
            "good": select(func.count()).select_from(feedback).where(feedback.c.good.is_(True)),
            "bad": select(func.count()).select_from(feedback).where(feedback.c.good.is_(False)),
            "waiting": select(func.count()).select_from(updates).where(updates.c.state != "done"),
            "lost": select(func.count()).select_from(outbox).where(outbox.c.state == "lost"),
        }
        with self._engine.connect() as connection:
            return {name: connection.execute(each).scalar_one() for name, each in wanted.items()}
