"""What files and folders become, and what is said of those that become nothing."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from index.document import Document
from index.encodings import NotText, decode
from index.errors import BadInput
from index.readers import read, read_articles
from index.types import Article, Skipped
from tests.index_toy import ARTICLES, write_articles

KAZAKH = "Өңірдің тауар айналымы 275 млн теңгеге жетті, деп хабарлайды қала әкімдігі. Ұзақ әңгіме."
RUSSIAN = "Товарооборот Алматы с Бельгией — около 44 млн долларов, сообщил аким города."


def articles(*paths: Path) -> dict[str, Article]:
    return {one.id: one for one in read_articles(paths) if isinstance(one, Article)}


def skipped(*paths: Path) -> dict[str, str]:
    found = [one for one in read_articles(paths) if isinstance(one, Skipped)]
    return {Path(one.path).name: one.reason for one in found}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (text, encoding)
        for text in (KAZAKH, RUSSIAN, "Trade with Belgium reached $44 million.")
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
    ]
    + [(RUSSIAN, encoding) for encoding in ("cp1251", "cp866", "koi8-r")]
    + [(KAZAKH, "kz1048"), (KAZAKH, "ptcp154"), ("Le café coûte 3 euros à Genève.", "cp1252")],
)
def test_encodings_are_told_apart(text: str, encoding: str) -> None:
    data = text.encode(encoding, errors="replace")
    assert decode(data).text == data.decode(encoding)


def test_damage_to_one_character_costs_one_character() -> None:
    data = (RUSSIAN * 10).encode()
    assert decode(data[:-1]).text[:-1] == (RUSSIAN * 10)[: len(decode(data[:-1]).text) - 1]


def test_a_stray_control_character_is_no_harm() -> None:
    text = RUSSIAN.replace(" ", "\x0b", 1) + "\x02"
    assert decode(text.encode()).text == text
    assert decode(text.encode("cp1251")).text == text


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj\n",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"PK\x03\x04" + bytes(100),
        bytes(range(256)) * 8,
        b"text with a \x00 in it",
        b"\xff\xfe" + b"\x00\xd8" * 50,
        bytes(0x80 + (at * 37) % 0x80 for at in range(500)),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotText):
        decode(data)


def test_a_folder_is_read_to_its_depths_in_order(tmp_path: Path) -> None:
    write_articles(tmp_path / "b", ["london"])
    write_articles(tmp_path / "a" / "deep", ["brussels"])
    write_articles(tmp_path, ["stockholm"])
    assert list(articles(tmp_path)) == ["brussels", "london", "stockholm"]


def test_articles_know_what_their_page_says(tmp_path: Path) -> None:
    text = "14.02.2018, 12:59 5633\n\n" + ARTICLES["london"]
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    article = articles(tmp_path)["page"]
    assert article.text == text
    assert article.title == "Алматы мен Лондон келісті"
    assert (article.published, article.language, article.script) == (
        date(2018, 2, 14),
        "kk",
        "cyrl",
    )


def test_line_ends_are_kept_as_they_are(tmp_path: Path) -> None:
    text = ARTICLES["london"].replace("\n", "\r\n")
    (tmp_path / "dos.txt").write_bytes(text.encode())
    assert articles(tmp_path)["dos"].text == text


def test_namesakes_get_as_much_of_their_path_as_tells_them_apart(tmp_path: Path) -> None:
    write_articles(tmp_path / "jan", ["london", "brussels"])
    write_articles(tmp_path / "feb", ["london"])
    assert set(articles(tmp_path)) == {"jan/london", "feb/london", "brussels"}
    assert set(articles(tmp_path / "jan", tmp_path / "feb")) == {
        "jan/london",
        "feb/london",
        "brussels",
    }


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    folder = write_articles(tmp_path)
    assert len([*read([folder, folder, folder / "london.txt"])]) == 3


def test_lines_of_articles(tmp_path: Path) -> None:
    rows = [
        {
            "id": "a1",
            "text": ARTICLES["london"],
            "title": "Заголовок",
            "published": "2018-02-15",
            "url": "https://example.kz/1",
            "source": "Деловой вестник",
        },
        {"text": ARTICLES["brussels"], "title": None, "published": None},
        {"id": 7, "text": "14.02.2018\n" + ARTICLES["stockholm"]},
    ]
    lines = tmp_path / "all.jsonl"
    lines.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    first, second, third = articles(lines).values()
    assert (first.id, first.title, first.published) == ("a1", "Заголовок", date(2018, 2, 15))
    assert (first.url, first.source) == ("https://example.kz/1", "Деловой вестник")
    assert second.title == "Trade with Belgium" and len(second.id) == 16
    assert (third.id, third.published) == ("7", date(2018, 2, 14))
    assert list(articles(lines)) == list(articles(lines))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"text": "…"', "not JSON"),
        ("Алматы", "not JSON"),
        ('["text"]', "not an object"),
        ('{"text": 5}', "not a string"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_named_by_file_and_line(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "Мақала."}\n\n' + line + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"bad\.jsonl, line 3") as raised:
        list(read([path]))
    assert told in str(raised.value) and "\n" not in str(raised.value)


def test_lines_without_a_text_are_metadata_of_the_files_beside(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles", ["london", "brussels"])
    rows = [
        {"doc": "london", "published": "2018-02-14", "title": "Другой заголовок"},
        {"id": "brussels.txt", "source": "The Astana Times"},
        {"doc": "nowhere", "title": "x"},
        {"id": "../london", "title": "x"},
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "questions.jsonl").write_text(
        json.dumps({"id": "london", "question": "Сауда?"}), encoding="utf-8"
    )
    found = articles(tmp_path)
    assert found["london"].published == date(2018, 2, 14)
    assert found["london"].title == "Другой заголовок"
    assert found["brussels"].source == "The Astana Times"
    assert skipped(tmp_path) == {
        "articles.jsonl": "2 lines without a text",
        "questions.jsonl": "line 1 without a text",
    }
    assert set(articles(tmp_path / "articles.jsonl")) == {"london", "brussels"}


def test_a_table_of_sources_credits_its_neighbours(tmp_path: Path) -> None:
    write_articles(tmp_path)
    (tmp_path / "SOURCES").write_text(
        "# file\tpublisher\nlondon.txt\tKazakhstan Today\tnews\nbrussels.txt\t-\n", encoding="utf-8"
    )
    found = articles(tmp_path)
    assert (found["london"].source, found["brussels"].source) == ("Kazakhstan Today", None)
    assert skipped(tmp_path) == {}


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    write_articles(tmp_path)
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / ".hidden.txt").write_text("…", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    assert set(articles(tmp_path)) == set(ARTICLES)
    assert skipped(tmp_path) == {
        "scan.pdf": "not a kind of file that is read (.txt, .jsonl)",
        "picture.txt": "an image",
        "noise.txt": "not text",
        "empty.txt": "empty",
        "broken.txt": "cannot be read: No such file or directory",
        "pipe.txt": "not a file",
    }


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        list(read([tmp_path / "nowhere"]))


def test_characters_that_no_file_can_hold_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text('{"id": "odd", "text": "Алматы\\ud800 \\u0000 сауда."}', encoding="utf-8")
    assert articles(path)["odd"].text == "Алматы\ufffd \ufffd сауда."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_long_files_of_lines(tmp_path: Path, encoding: str) -> None:
    row = {"text": "Товарооборот вырос на 5%. " * 600}
    lines = [json.dumps({**row, "id": str(at)}, ensure_ascii=False) for at in range(90)]
    path = tmp_path / "many.jsonl"
    path.write_bytes("\n".join(lines).encode(encoding))
    found = [*read([path])]
    assert len(found) == 90
    assert all(isinstance(one, Document) and one.article.text == row["text"] for one in found)
