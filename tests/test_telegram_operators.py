"""Who may ask, who may do more, and what operators see."""

import csv
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest
import pytest_asyncio

from bot.telegram_admin import audit_csv
from tests.fake_bot_api import FakeTelegram
from tests.fake_bot_types import Sent
from tests.telegram_people import Person
from tests.telegram_running import Running, running

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADMINISTRATOR, EDITOR, USER, GROUP = 11, 12, 13, -100500
QUESTION = "UK trade in 2017"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(
        tmp_path_factory.mktemp("bot"),
        access="closed",
        administrators=(ADMINISTRATOR,),
        editors=(EDITOR,),
        users=(USER,),
        groups=(GROUP,),
    ) as started:
        yield started


def person(bot: Running, number: int, language: str = "en", chat: int = 0) -> Person:
    """Somebody whom the settings know."""
    return Person(bot.telegram, number, language, chat)


@pytest.mark.parametrize("number", [ADMINISTRATOR, EDITOR, USER])
async def test_who_is_known_may_ask(bot: Running, number: int) -> None:
    assert "275" in (await person(bot, number).ask(QUESTION)).text


CLOSED = [("en", "invited people"), ("ru", "для приглашённых"), ("kk", "шақырылған")]


@pytest.mark.parametrize(("language", "said"), CLOSED)
async def test_a_stranger_is_told_once_and_not_answered(
    bot: Running, language: str, said: str
) -> None:
    stranger = bot.somebody(language)
    refused = await stranger.ask(QUESTION)
    assert said in refused.text and str(stranger.id) in refused.text
    asked = len(bot.toy.asked)
    stranger.say(QUESTION)
    await bot.settled()
    assert len(bot.telegram.of(stranger.chat)) == 1
    assert len(bot.toy.asked) == asked
    cards, raw = await stranger.inline("UK trade in 2017")
    assert cards == [] and "button" in raw


async def test_an_invitation_lets_one_person_in(bot: Running) -> None:
    invitation = await person(bot, ADMINISTRATOR).ask("/invite")
    code = invitation.text.rpartition("start=")[2].split()[0]
    invited, late = bot.somebody("en"), bot.somebody("en")
    await invited.ask(f"/start {code}", 2)
    assert bot.telegram.of(invited.chat)[0].text == "Welcome! The invitation is accepted."
    assert "275" in (await invited.ask(QUESTION)).text
    assert "not valid" in (await late.ask(f"/start {code}")).text
    assert "not valid" in (await late.ask("/start nonsense")).text


async def test_blocked_means_refused_until_unblocked(bot: Running) -> None:
    administrator, guest = person(bot, ADMINISTRATOR), bot.somebody("ru")
    await administrator.ask(f"/role {guest.id} editor")
    assert "275" in (await guest.ask("Британия 2017")).text
    assert "blocked" in (await administrator.ask(f"/block {guest.id}")).text
    assert "Доступ закрыт" in (await guest.ask("Британия 2017")).text
    assert f"{guest.id} · editor · ⛔" in (await administrator.ask("/users")).text
    await administrator.ask(f"/unblock {guest.id}")
    assert "275" in (await guest.ask("Британия 2017")).text
    # Nobody locks out whom the settings name.
    await administrator.ask(f"/block {USER}")
    assert "275" in (await person(bot, USER).ask(QUESTION)).text


ONLY = ["/stats", "/users", "/reindex", "/invite", "/role 1 editor", "/block 1", "/audit"]


@pytest.mark.parametrize("command", ONLY)
async def test_operators_commands_are_refused_to_users(bot: Running, command: str) -> None:
    assert (await person(bot, USER).ask(command)).text == "That is for administrators."


async def test_editors_see_numbers_and_judgements(bot: Running) -> None:
    editor, user = person(bot, EDITOR), person(bot, USER)
    answer = await user.ask("UK trade in 2017, please")
    await user.notice(answer, answer.data("👎"))
    assert "Articles: 2, figures: 6" in (await editor.ask("/stats")).text
    assert "UK trade in 2017, please" in (await editor.ask("/feedback")).text
    assert (await editor.ask("/users")).text == "That is for administrators."


async def test_reindex_reports(bot: Running) -> None:
    assert "6 figures" in (await person(bot, ADMINISTRATOR).ask("/reindex")).text
    assert bot.toy.reindexed == 1


async def test_commands_are_offered_by_scope_and_language(bot: Running) -> None:
    await bot.telegram.until(lambda: len(bot.telegram.commands) == 12)
    for language, said in (("", "settings"), ("kk", "баптаулар"), ("ru", "настройки")):
        offered = bot.telegram.commands["all_private_chats", language]
        assert {"command": "settings", "description": said} in offered
        assert "stats" not in [each["command"] for each in offered]
        in_groups = [c["command"] for c in bot.telegram.commands["all_group_chats", language]]
        assert "ask" in in_groups and "forget" not in in_groups
        operators = bot.telegram.commands[f"chat:{ADMINISTRATOR}", language]
        assert "stats" in [each["command"] for each in operators]


async def test_an_error_is_a_word_to_users_and_a_notice_to_administrators(bot: Running) -> None:
    bot.toy.broken.add("earthquake")
    try:
        reply = await person(bot, USER, "ru").ask("UK earthquake 2017")
    finally:
        bot.toy.broken.clear()
    assert reply.text.startswith("У нас что-то сломалось")
    assert "Traceback" not in reply.text and "RuntimeError" not in reply.text
    code = reply.text.rpartition("№ ")[2].strip(")")

    def notices() -> list[Sent]:
        return [each for each in bot.telegram.of(ADMINISTRATOR) if code in each.text]

    [notice] = await bot.telegram.until(notices)
    assert "RuntimeError" in notice.text and "earthquake" not in notice.text


async def test_the_audit_log_is_exported(bot: Running) -> None:
    await person(bot, USER, "ru").ask('=HYPERLINK("http://evil") Британия 2017')
    log = await person(bot, ADMINISTRATOR).ask("/audit")
    rows = list(csv.DictReader(StringIO(log.file.decode("utf-8-sig"))))
    row = next(row for row in rows if "HYPERLINK" in row["question"])
    assert row["user"] == str(USER) and row["status"] == "answered"
    assert row["question"].startswith("'=")
    assert "275" in row["answer"] and row["figures"].startswith("uk:")
    assert audit_csv(bot.parts.state.audited()).count("\n") >= len(rows)


@pytest.mark.parametrize(("how", "user"), [("anonymous", ""), ("off", None)])
async def test_the_audit_log_can_be_anonymous_or_off(
    tmp_path: Path, how: str, user: str | None
) -> None:
    async with running(tmp_path, audit=how) as bot:
        somebody = bot.somebody("en")
        await somebody.ask(QUESTION)
        assert [line.user for line in bot.parts.state.audited()] == ([] if user is None else [user])
        kept = (await somebody.ask("/privacy")).text
        assert ("without who asked" in kept) == (how == "anonymous")


async def test_limits_of_a_user_and_of_all_are_told_once(tmp_path: Path) -> None:
    async with running(tmp_path, per_user=3, per_all=5, period=600) as bot:
        eager, other, late = (bot.somebody("ru") for _ in range(3))
        for _ in range(3):
            await eager.ask("Британия 2017")
        assert "вопросов сразу слишком много" in (await eager.ask("Британия 2017")).text
        for text in ("Британия 2017", "/help", "/start", "/nonsense", "Британия 2017"):
            eager.say(text)
        for _ in range(2):
            assert "275" in (await other.ask("Британия 2017")).text
        assert "слишком много" in (await late.ask("Британия 2017")).text
        await bot.settled()
        assert len(bot.telegram.of(eager.chat)) == 4


# Groups.


async def test_a_group_asks_by_command_reply_and_name(bot: Running) -> None:
    member = bot.somebody("en", chat=GROUP)
    answer = await member.ask("/ask UK trade in 2017")
    assert "275" in answer.text and answer.reply_to
    own = {"message_id": answer.id, "date": 1, "chat": {"id": GROUP, "type": "supergroup"}}
    mine = {**own, "from": {"id": 110201543, "is_bot": True, "first_name": "Sauda"}, "text": "x"}
    assert "53.8" in (await member.ask("and with Sweden?", reply_to_message=mine)).text
    assert "275" in (await member.ask("@sauda_bot UK trade in 2017")).text
    had = len(bot.telegram.of(GROUP))
    member.say("UK trade in 2017, what do you think, Aigerim?")
    member.say("/ask@another_bot UK trade in 2017")
    assert "Write the question behind" in (await member.ask("/ask")).text
    await bot.settled()
    assert len(bot.telegram.of(GROUP)) == had + 1


async def test_a_group_must_be_let_in(bot: Running) -> None:
    chat = -100600
    member = bot.somebody("en", chat=chat)
    assert str(chat) in (await member.ask("/ask UK 2017")).text
    administrator = person(bot, ADMINISTRATOR, chat=chat)
    assert (await administrator.ask("/allow")).text == "This group may ask now."
    assert "275" in (await member.ask("/ask UK 2017")).text
    await administrator.ask("/disallow")


@pytest.mark.parametrize(("reads", "hint"), [(False, True), (True, False)])
async def test_a_hint_where_names_do_not_reach_the_bot(
    tmp_path: Path, reads: bool, hint: bool
) -> None:
    telegram = await FakeTelegram(second=0.02, reads_groups=reads).start()
    async with running(tmp_path, telegram=telegram) as bot:
        member = bot.somebody("ru", chat=-100700)
        me = {"id": 110201543, "is_bot": True, "first_name": "Sauda"}
        states = {"old_chat_member": "left", "new_chat_member": "member"}
        change = {name: {"status": status, "user": me} for name, status in states.items()}
        joined = {**member.message(), **change}
        telegram.bring({"my_chat_member": joined})
        [hello] = await telegram.replies(-100700, 1)
        assert "/ask" in hello.text
        assert ("BotFather" in hello.text) == hint
    await telegram.stop()


INLINE = [
    ("en", "almaty britain 2017", "275 million US dollars"),
    ("ru", "алматы британия 2017", "275 млн долларов США"),
    ("kk", "алматы ұлыбритания 2017", "275 млн АҚШ доллары"),
]


@pytest.mark.parametrize(("language", "query", "title"), INLINE)
async def test_inline_offers_the_answer_as_a_card(
    bot: Running, language: str, query: str, title: str
) -> None:
    [card], raw = await person(bot, USER, language).inline(query)
    assert card["title"].replace("\u00a0", " ") == title
    assert "Kazakhstan Today" in card["shown"]
    assert "bold" in [entity.type for entity in card["entities"]]
    assert raw["is_personal"] in ("true", True)


async def test_inline_offers_neighbours_of_what_is_not_found(bot: Running) -> None:
    cards, _ = await person(bot, USER).inline("sweden 2011")
    assert cards[0]["title"] == "Not found in the articles"
    assert ["65" in each["title"] or "71" in each["title"] for each in cards[1:]] == [True, True]
    short, raw = await person(bot, USER).inline("uk")
    assert short == [] and "How to ask" in raw["button"]
