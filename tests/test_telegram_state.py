"""The bot's memory, the same in SQLite and in PostgreSQL."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.state import State, open_state
from bot.state_tables import tables
from bot.telegram_text import plain_run
from bot.telegram_types import Audited, Kept, Outgoing, Person, Remembered
from tests.fake_bot_api import FakeTelegram
from tests.postgresql import postgresql
from tests.telegram_running import FAST, running, webhook_settings

NOW = 1_000_000.0
AT = datetime(2018, 2, 14, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('state') / 'state.sqlite'}"
        return
    with postgresql() as started:
        yield started.url


@pytest.fixture
def state(url: str) -> Iterator[State]:
    """A state with nothing in it."""
    opened = open_state(url)
    yield opened
    opened.close()
    engine = create_engine(url)
    tables.drop_all(engine)
    engine.dispose()


def kept(number: str = "a1", user: int = 7) -> Kept:
    """An answer that somebody got."""
    return Kept(
        id=number, chat=user, user=user, asked="қанша? 😀", asked_at=AT, context="c", part=1
    )


def audited(user: str = "7") -> Audited:
    """A line of the audit log."""
    return Audited(
        at=AT, user=user, chat=user, question="q", status="answered", answer="a", figures="x:1-2"
    )


REPLY = Outgoing(chat=7, text=plain_run("<қ> 😀"), file=b"\x00\xff", file_name="x", method="photo")


def test_an_update_is_taken_in_once_and_worked_out_once(state: State) -> None:
    assert state.take_in([(5, 7, "{}"), (6, -8, "{}"), (5, 7, "{}")], NOW) == [(5, 7), (6, -8)]
    assert state.take_in([(6, -8, "{}"), (2**40, 2**41, "{}")], NOW) == [(2**40, 2**41)]
    [waiting] = state.answered(5, [REPLY], Remembered(kept=(kept(),), audited=(audited(),)))
    assert state.answered(5, [REPLY], Remembered(audited=(audited(),))) == []
    assert waiting.outgoing == REPLY
    assert len(state.audited()) == 1
    assert state.unfinished() == [(5, 7), (6, -8), (2**40, 2**41)]


def test_what_waits_is_sent_once(state: State) -> None:
    state.take_in([(5, 7, "{}")], NOW)
    first, second = state.answered(5, [REPLY, REPLY], Remembered())
    assert [(each.id, each.above) for each in state.waiting(5)] == [
        (first.id, None),
        (second.id, None),
    ]
    state.sending(first.id, above=1000)
    [again, _] = state.waiting(5)
    assert (again.above, again.outgoing) == (1000, REPLY)
    state.sent(first.id, 1001)
    state.lost(second.id)
    assert state.waiting(5) == []
    assert state.known_messages(1000, 30) == {1001}
    assert state.known_messages(1001, 30) == set()
    assert state.highest_messages() == [(7, 1001)]
    state.done(5)
    assert state.unfinished() == [] and state.incoming(5) is None
    state.clear_away(NOW + 1)
    assert state.highest_messages() == []


def test_an_answer_is_kept_for_its_buttons(state: State) -> None:
    state.take_in([(5, 7, "{}")], NOW)
    state.answered(5, [], Remembered(kept=(kept(),)))
    assert state.kept("a1") == kept()
    assert state.kept("'; DROP TABLE answers; --") is None


def test_dialogue_is_remembered_for_a_while(state: State) -> None:
    state.remember(7, 7, "one", NOW)
    state.remember(7, 7, "two", NOW + 1)
    assert state.context(7, 7, since=NOW) == "two"
    assert state.context(7, 7, since=NOW + 2) is None
    assert state.context(7, 8, since=0) is None
    state.remember(7, 7, None, NOW)
    assert state.context(7, 7, since=0) is None


def test_the_last_opinion_counts(state: State) -> None:
    state.take_in([(5, 7, "{}")], NOW)
    state.answered(5, [], Remembered(kept=(kept(),)))
    state.judge("a1", 7, True, NOW)
    state.judge("a1", 7, False, NOW)
    assert state.judged(good=False, limit=5) == [("қанша? 😀", 7)]
    assert state.judged(good=True, limit=5) == []
    counts = state.counts()
    assert (counts["good"], counts["bad"], counts["answers"]) == (0, 1, 1)


def test_people_keep_what_is_set(state: State) -> None:
    assert state.person(7) == Person(id=7)
    state.change_person(7, NOW, language="kk")
    state.change_person(7, NOW, role="editor", follow_ups=False)
    assert state.person(7) == Person(id=7, role="editor", language="kk", follow_ups=False)
    state.change_person(2**42, NOW, blocked=True)
    assert [each.id for each in state.everybody()] == [7, 2**42]


def test_an_invitation_is_used_as_often_as_it_may_be(state: State) -> None:
    state.invite("code", "editor", 1, NOW + 10)
    state.invite("late", "user", 1, NOW - 10)
    assert [state.accept(code, NOW) for code in ("code", "code", "late", "none")] == [
        "editor",
        None,
        None,
        None,
    ]


def test_groups_are_let_in_and_out(state: State) -> None:
    state.allow_group(-100, True)
    state.allow_group(-100, True)
    assert state.group_allowed(-100)
    state.allow_group(-100, False)
    assert not state.group_allowed(-100)


def test_forget_leaves_nothing_but_a_role_or_a_block(state: State) -> None:
    for user in (7, 8):
        state.take_in([(user, user, "{}")], NOW)
        remembered = Remembered(kept=(kept(f"a{user}", user),), audited=(audited(str(user)),))
        state.answered(user, [], remembered)
        state.remember(user, user, "c", NOW)
        state.judge(f"a{user}", user, True, NOW)
    state.change_person(7, NOW, language="kk", role="editor", follow_ups=False)
    state.change_person(8, NOW, language="kk")
    state.forget(7)
    assert state.kept("a7") is None and state.kept("a8") is not None
    assert state.context(7, 7, 0) is None and state.context(8, 8, 0) == "c"
    assert [line.user for line in state.audited()] == ["8"]
    assert state.person(7) == Person(id=7, role="editor")
    state.forget(8)
    assert [each.id for each in state.everybody()] == [7]


@pytest.mark.asyncio
@pytest.mark.usefixtures("state")  # nothing is left in it
async def test_the_bot_remembers_across_a_restart(url: str, tmp_path: Path) -> None:
    telegram = await FakeTelegram(second=FAST).start()
    async with running(tmp_path, database=url, telegram=telegram) as bot:
        somebody = bot.somebody("en")
        old = await somebody.ask("UK trade in 2017")
    async with running(tmp_path, database=url, telegram=telegram):
        assert "question before" in (await somebody.ask("and with Sweden?")).text
        assert await somebody.notice(old, old.data("👍")) == "Thank you!"
    assert telegram.breaches == []
    await telegram.stop()


@pytest.mark.asyncio
async def test_questions_wait_for_a_database_that_is_away(tmp_path: Path) -> None:
    with postgresql() as server:
        async with running(tmp_path, database=server.url) as bot:
            people = [bot.somebody("en") for _ in range(3)]
            await people[0].ask("UK trade in 2017")
            await bot.settled()
            await asyncio.to_thread(server.stop)
            fetched = bot.telegram.called("getUpdates")
            for person in people:
                person.say("Sweden in 2016")
            # What could not be kept is fetched again.
            await bot.telegram.until(lambda: bot.telegram.called("getUpdates") > fetched + 2)
            await bot.until_health(503)
            await asyncio.to_thread(server.start)
            for person, count in zip(people, (2, 1, 1), strict=True):
                replies = await bot.telegram.replies(person.chat, count)
                assert "53.8" in replies[-1].text
            await bot.until_health(200)
            await bot.settled()
        assert len(bot.telegram.sent) == 4


@pytest.mark.asyncio
async def test_a_webhook_without_its_database_is_unhealthy(tmp_path: Path) -> None:
    with postgresql() as server:
        async with running(tmp_path, database=server.url, **webhook_settings()) as bot:
            assert await bot.health() == 200
            await asyncio.to_thread(server.stop)
            await bot.until_health(503)
            update = {"update_id": 1, "message": bot.somebody().message("UK trade in 2017")}
            assert await bot.telegram.post(update) == 503  # Telegram brings it again
            await asyncio.to_thread(server.start)
            await bot.until_health(200)
            assert await bot.telegram.post(update) == 200
