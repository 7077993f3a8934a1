"""What the Telegram door hands from one of its parts to the next."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Literal, Protocol

from bot.telegram_text import CAPTION_LIMIT, MESSAGE_LIMIT, Run, Text, parted, split
from index.types import Article
from retrieval.types import Answer, AnswerFigure

Role = Literal["user", "editor", "administrator"]
Source = tuple[str, int, int]  # an article's id, and the span of it that proves an answer
Method = Literal["message", "photo", "document", "edit"]


class Library(Protocol):
    """What the bot asks: answers, the articles behind them, and what the corpus holds."""

    def answer(self, text: str, *, asked_at: datetime, context: str | None = None) -> Answer:
        """The answer to a question; `context` is that of the answer which it follows."""
        ...

    def article(self, article_id: str) -> Article:
        """The article with that id; KeyError where there is none."""
        ...

    def over_years(self, figure: AnswerFigure) -> tuple[AnswerFigure, ...]:
        """What the articles say of the same thing in other years too; the figure itself first."""
        ...

    def overview(self) -> "Overview":
        """What the corpus holds."""
        ...

    def examples(self, language: str) -> tuple[str, ...]:
        """Questions in that language that the present corpus answers; at least one."""
        ...

    def reindex(self) -> str:
        """Take in new and changed articles and answer from them; a line that says what changed."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """What the corpus holds: how much, from when to when, and questions that it can answer."""

    articles: int
    figures: int
    first: str | None = None
    last: str | None = None
    newest: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    years: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    """A button under a message: `data` comes back as a callback, `inline` opens a chat to share."""

    text: str
    data: str | None = None
    inline: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """Something to send to a chat; `file` is a picture or a document, `edits` a message's id."""

    chat: int
    text: Text
    method: Method = "message"
    buttons: tuple[tuple[Button, ...], ...] = ()
    reply_to: int | None = None
    thread: int | None = None
    edits: int | None = None
    file: bytes | None = None
    file_name: str | None = None
    answer: str | None = None

    @property
    def limit(self) -> int:
        """How many UTF-16 units the text may have."""
        return CAPTION_LIMIT if self.file is not None else MESSAGE_LIMIT


def pieces(outgoing: Outgoing) -> Iterator[Outgoing]:
    """The message in as many parts as its length needs; the buttons go under the last."""
    first, rest = parted(outgoing.text, outgoing.limit)
    if not rest:
        yield outgoing
        return
    yield replace(outgoing, text=first, buttons=())
    below = replace(outgoing, method="message", file=None, file_name=None, edits=None)
    *between, last = split(rest)
    for text in between:
        yield replace(below, text=text, buttons=())
    yield replace(below, text=last)


def to_json(outgoing: Outgoing) -> str:
    """The message as it is kept until it is sent; its file is kept beside it."""
    data = asdict(replace(outgoing, file=None))
    return json.dumps(data, ensure_ascii=False)


def from_json(text: str, file: bytes | None) -> Outgoing:
    """The message that `to_json` wrote."""
    data = json.loads(text)
    data["text"] = tuple(Run(**run) for run in data["text"])
    data["buttons"] = tuple(tuple(Button(**each) for each in row) for row in data["buttons"])
    data["file"] = file
    return Outgoing(**data)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who wrote to the bot."""

    id: int
    role: Role | None = None
    blocked: bool = False
    language: str | None = None
    follow_ups: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """An answer as kept for its buttons: asking the same again gives the same answer.

    `asked` keeps the words that were asked, `part` which of several questions this one was,
    `source` where its first figure stands.
    """

    id: str
    chat: int
    user: int
    asked: str
    asked_at: datetime
    context: str | None = None
    part: int | None = None
    language: str | None = None
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Audited:
    """A line of the audit log."""

    at: datetime
    user: str
    chat: str
    question: str
    status: str
    answer: str
    figures: str


def callback(answer: str, action: str) -> str:
    """What a button says when it is pressed; at most 64 bytes, and true after a restart."""
    return f"v1:{answer}:{action}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """An update that waits: its id, its chat and, unless it only waits to be sent, its body."""

    id: int
    chat: int
    state: str
    body: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A message that waits to be sent; `above` is set where an earlier attempt may have got out."""

    id: int
    outgoing: Outgoing
    above: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Remembered:
    """What one turn leaves behind besides its replies."""

    kept: tuple[Kept, ...] = ()
    audited: tuple[Audited, ...] = ()
    context: tuple[int, int, str | None, float] | None = None
