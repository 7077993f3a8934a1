"""Splitting and rendering: within Telegram's limits, never inside a tag, nothing lost."""

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram_text import (
    Run,
    harmless,
    html_of,
    lines,
    marked_up,
    plain_run,
    split,
    text_of,
    utf16_length,
)
from bot.telegram_types import Button, Outgoing, from_json, pieces, to_json
from bot.telegram_words import chat_languages, chat_words
from tests.fake_bot_rules import CAPTION, MESSAGE, Refused, parse_html, units

ALPHABET = st.characters(blacklist_categories=("Cs", "Cc", "Cf"), whitelist_characters="\n <>&*")
RUNS = st.lists(
    st.builds(
        Run,
        text=st.text(ALPHABET, max_size=300),
        bold=st.booleans(),
        italic=st.booleans(),
        underline=st.booleans(),
        quote=st.booleans(),
    ),
    max_size=8,
)


@given(RUNS, st.integers(20, 120))
def test_parts_fit_are_valid_and_lose_nothing(runs: list[Run], limit: int) -> None:
    parts = split(runs, limit)
    for part in parts:
        text, _ = parse_html(html_of(part))
        assert text == text_of(part)
        assert units(text) <= limit
    together = "".join(text_of(part) for part in parts)
    assert "".join(together.split()) == "".join(text_of(runs).split())


@pytest.mark.parametrize("text", ["", "a", "я", "😀", "👨‍👩‍👧", "𝔘", "қазақ\n"])
def test_length_counts_utf16_units(text: str) -> None:
    assert utf16_length(text) == units(text)


def test_lines_leave_no_empty_line_around_a_quote() -> None:
    quote = (Run(text="said", quote=True),)
    written = html_of(lines(plain_run("a"), quote, None, plain_run("b")))
    assert written == "a\n<blockquote>said</blockquote>\nb"


def test_our_marks_become_bold_and_a_value_keeps_its_stars() -> None:
    assert html_of(marked_up("a *b* c")) == "a <b>b</b> c"
    said = chat_words("en").say("settings", language="*x* {y} <z>", follow_ups="on")
    assert "*x* {y} &lt;z&gt;" in html_of(said)


def test_invisible_marks_are_taken_out() -> None:
    assert harmless("a\u202eb\u2066c\u200fd\ufeff\x00e\nf") == "abcde\nf"


def test_a_picture_with_a_long_caption_becomes_two_messages() -> None:
    text = plain_run("число " * 500)
    row = ((Button(text="x", data="v1:a:up"),),)
    picture, below = pieces(Outgoing(chat=1, text=text, method="photo", file=b"x", buttons=row))
    assert units(text_of(picture.text)) <= CAPTION < units(text_of(below.text)) <= MESSAGE
    assert (picture.method, picture.buttons) == ("photo", ())
    assert (below.method, below.buttons, below.file) == ("message", row, None)


def test_what_waits_to_be_sent_survives_being_kept() -> None:
    text = (Run(text="<b>", bold=True), Run(text="қ😀", quote=True, underline=True))
    row = ((Button(text="x", data="v1:a:up"), Button(text="y", inline="z")),)
    outgoing = Outgoing(
        chat=-1, text=text, buttons=row, method="document", file=b"\x00", reply_to=5
    )
    assert from_json(to_json(outgoing), outgoing.file) == outgoing


def test_every_language_says_the_same_things() -> None:
    first, *others = (chat_words(language) for language in chat_languages())
    sections = ("texts", "admin", "roles", "buttons", "languages", "questions", "commands")
    for other in others:
        for section in (*sections, "admin_commands"):
            ours, theirs = getattr(first, section), getattr(other, section)
            assert ours.keys() == theirs.keys()
            for name in ours:
                fields = [sorted(set(_fields(each[name]))) for each in (ours, theirs)]
                assert fields[0] == fields[1], (section, name)


def _fields(pattern: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(pattern) if name]


BAD = ["<b>x", "x</b>", "<b><i>x</b></i>", "<h1>x</h1>", "a < b", "<blockquote><blockquote>"]


@pytest.mark.parametrize("html", BAD)
def test_the_fake_refuses_what_telegram_refuses(html: str) -> None:
    with pytest.raises(Refused, match="can't parse entities"):
        parse_html(html)
