"""The command line as a user meets it: real processes, their output and their exit status."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import IO

import pytest

from tests.conftest import ROOT

QUESTION = "what was Almaty–UK trade in 2017?"
ARTICLE = "2019 жылы Алматы мен Германия арасындағы тауар айналымы 310 млн. АҚШ долларын құрады."


def sauda(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """One run of the command, in an environment without settings of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        capture_output=True,
        text=True,
        input=stdin,
        cwd=ROOT,
        env={**kept, **environment},
    )


SETTINGS = {"SAUDA_INDEX", "ENCODER", "BM25_ENGINE", "XDG_DATA_HOME"}


def refused(ran: subprocess.CompletedProcess[str], *said: str) -> None:
    """The run ended with status 2 and one line that holds all that was `said`."""
    assert ran.returncode == 2, ran.stderr
    (line,) = ran.stderr.strip().splitlines()
    for words in said:
        assert words in line


def test_an_answer_is_written_with_its_quote_and_source(seed_index: str) -> None:
    ran = sauda("ask", QUESTION, "--index", seed_index)
    assert ran.returncode == 0, ran.stderr
    head, change, quote, source = ran.stdout.splitlines()
    assert head.startswith("275 million US dollars")
    assert head.endswith("Almaty – United Kingdom · trade turnover · 2017")
    assert change == "+54.7% on the year before"
    assert "【275 млн. АҚШ долларын】" in quote
    assert "14 February 2018" in source
    assert "\x1b" not in ran.stdout


def test_a_question_may_come_from_standard_input(seed_index: str) -> None:
    ran = sauda("ask", "-", "--index", seed_index, stdin=QUESTION)
    assert ran.stdout.startswith("275 million US dollars")


def test_explain_names_how_the_answer_was_found(seed_index: str) -> None:
    plain = sauda("ask", QUESTION, "--index", seed_index).stdout
    explained = sauda("ask", QUESTION, "--explain", "--index", seed_index).stdout
    assert explained.startswith(plain)
    assert len(explained) > len(plain) + 1
    written = json.loads(
        sauda("ask", QUESTION, "--explain", "--json", "--index", seed_index).stdout
    )
    assert written["trace"]


def test_an_empty_question_is_answered_with_what_to_do(seed_index: str) -> None:
    for question in ("", "   ", "\n"):
        ran = sauda("ask", question, "--json", "--index", seed_index)
        assert ran.returncode == 0, ran.stderr
        written = json.loads(ran.stdout)
        assert (written["status"], written["reason"]) == ("not_found", "empty_question")


def test_what_is_no_question_is_refused_in_one_line(seed_index: str) -> None:
    for text, says in (("", "empty"), (" ?! ", "empty"), ("x" * 100_000, "100,000 characters")):
        refused(sauda("ask", "-", "--index", seed_index, stdin=text), says)


def test_a_very_long_question_is_dealt_with(seed_index: str) -> None:
    for text in ("what was Almaty trade? " * 4348, "x" * 100_000, "7" * 100_000):
        ran = sauda("ask", "-", "--json", "--index", seed_index, stdin=text)
        assert ran.returncode == 0, ran.stderr
        assert json.loads(ran.stdout)["status"] in ("answered", "passages", "not_found")


def test_a_batch_is_answered_line_by_line_in_order(seed_index: str, tmp_path: Path) -> None:
    asked = [{"id": f"q{number}", "question": QUESTION} for number in range(3)]
    batch = tmp_path / "questions.jsonl"
    batch.write_text("\n".join(map(json.dumps, asked)) + "\n\n", "utf-8")
    ran = sauda("ask", "--batch", str(batch), "--json", "--index", seed_index)
    assert ran.returncode == 0, ran.stderr
    written = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [each["id"] for each in written] == ["q0", "q1", "q2"]
    assert {each["figures"][0]["value"] for each in written} == {"275000000"}


@pytest.mark.parametrize("bad", ["{not json", "[1, 2]", '{"id": "q1"}'])
def test_a_bad_line_of_a_batch_is_named_and_the_others_answered(
    seed_index: str, tmp_path: Path, bad: str
) -> None:
    good = json.dumps({"id": 1, "question": QUESTION})
    batch = tmp_path / "questions.jsonl"
    batch.write_text(f"{good}\n{bad}\n{good}\n", "utf-8")
    ran = sauda("ask", "--batch", str(batch), "--json", "--index", seed_index)
    refused(ran, f"{batch}:2:")
    assert len(ran.stdout.splitlines()) == 2


def test_the_ledger_is_a_table(seed_index: str) -> None:
    ran = sauda("figures", "--place", "Алматы", "--partner", "UK", "--index", seed_index)
    assert ran.returncode == 0, ran.stderr
    head, *rows = ran.stdout.splitlines()
    assert head.split("\t")[:2] == ["value", "unit"]
    assert any(
        row.startswith("275000000\tUSD\tlevel\ttrade turnover\tAlmaty\tGB\t2017") for row in rows
    )
    narrowed = {
        sauda("figures", "--indicator", name, "--year", "2017", "--index", seed_index).stdout
        for name in ("trade turnover", "товарооборот", "Тауар айналымы")
    }
    assert len(narrowed) == 1
    assert 1 < len(narrowed.pop().splitlines()) <= len(rows) + 1


def test_gold_questions_are_counted(seed_index: str) -> None:
    ran = sauda("eval", "seeds/questions.jsonl", "--index", seed_index, "--failures")
    assert ran.returncode == 0, ran.stderr
    (total,) = [line for line in ran.stdout.splitlines() if line.startswith("all ")]
    questions, right, abstained, wrong = map(int, total.split()[1:])
    assert questions == 20 == right + abstained + wrong


def test_articles_are_added_and_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder, index = tmp_path / "articles", str(tmp_path / "index")
    folder.mkdir()
    (folder / "good.txt").write_text(ARTICLE, "utf-8")
    (folder / "bad.txt").write_bytes(bytes(range(256)) * 40)
    ran = sauda("index", str(folder), "--index", index)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("1 articles")
    assert "bad.txt" in ran.stderr
    answer = sauda("ask", "Алматы мен Германия тауар айналымы 2019 жылы", "--index", index)
    assert answer.stdout.replace("\u00a0", " ").startswith("310 млн АҚШ доллары")


def test_what_must_be_set_right_first_is_one_line(seed_index: str, tmp_path: Path) -> None:
    nothing, empty, file = str(tmp_path / "nothing"), tmp_path / "empty", tmp_path / "file"
    empty.mkdir()
    file.write_text("not a folder", "utf-8")
    index = str(tmp_path / "index")
    refused(sauda("ask", QUESTION, "--index", nothing), nothing, "sauda index")
    refused(sauda("figures", "--index", nothing), nothing, "sauda index")
    refused(sauda("eval", "seeds/questions.jsonl", "--index", nothing), nothing, "sauda index")
    refused(sauda("eval", nothing, "--index", seed_index), nothing)
    refused(sauda("index", str(empty), "--index", index), "no articles")
    refused(sauda("index", nothing, "--index", index), nothing)
    refused(sauda("index", "--index", index))
    refused(sauda("ask", QUESTION, "--index", str(file)))
    refused(sauda("ask", "--index", seed_index), "give a question")
    refused(sauda("ask", "--batch", nothing, "--index", seed_index), nothing)
    refused(sauda("ask", QUESTION, "--index", seed_index, ENCODER="/no/such/folder"), "ENCODER")
    refused(sauda("ask", QUESTION, "--index", seed_index, BM25_ENGINE="other"), "BM25_ENGINE")
    refused(sauda("nonsense"), "nonsense")
    refused(sauda("eval", str(tmp_path), "--index", seed_index), str(tmp_path))
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    refused(sauda("eval", str(tmp_path / "binary"), "--index", seed_index), "binary:")


def test_an_index_that_does_not_fit_or_is_damaged_is_one_line(
    seed_index: str, tmp_path: Path
) -> None:
    def broken(change: str) -> str:
        copy = tmp_path / change
        subprocess.run(["cp", "-r", seed_index, str(copy)], check=True)
        (generation,) = (copy / "generations").iterdir()
        manifest = generation / "manifest.json"
        if change in ("encoder", "analyzer"):
            read = json.loads(manifest.read_text("utf-8"))
            manifest.write_text(json.dumps({**read, change: "another"}), "utf-8")
        else:
            file = generation / change
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        return str(copy)

    for change in ("encoder", "analyzer"):
        refused(sauda("ask", QUESTION, "--index", broken(change)), change, "sauda index --rebuild")
    for change in ("articles.sqlite", "ledger.sqlite", "dense.faiss", "manifest.json"):
        refused(sauda("ask", QUESTION, "--index", broken(change)), change, "sauda index --rebuild")


def test_the_default_folder_is_seeded_at_first_use(tmp_path: Path) -> None:
    first = sauda("ask", QUESTION, XDG_DATA_HOME=str(tmp_path))
    assert first.returncode == 0, first.stderr
    assert "seed articles" in first.stderr
    second = sauda("ask", QUESTION, XDG_DATA_HOME=str(tmp_path))
    assert (second.stdout, second.stderr) == (first.stdout, "")


ENDS = {"reader leaves": 0, "interrupt": 130, "interrupt while nobody reads": 130}


@pytest.mark.parametrize("end", ENDS)
def test_a_reader_that_leaves_and_an_interrupt_end_quietly(
    seed_index: str, tmp_path: Path, end: str
) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_text((json.dumps({"question": QUESTION}) + "\n") * 2000, "utf-8")
    command = [sys.executable, "-m", "bot.cli", "ask", "--batch", str(batch), "--index", seed_index]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        pipesize=4096,  # bytes: soon full
        preexec_fn=_heed_interrupts,
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        assert running.stdout.readline().startswith("275 million")
        if end == "reader leaves":
            running.stdout.close()
        else:
            if end == "interrupt while nobody reads":
                _fill(running.stdout)
            running.send_signal(signal.SIGINT)
        said = running.stderr.read()
        assert running.wait() == ENDS[end]
    assert said == ""


def _heed_interrupts() -> None:
    """Also where the tests run in the background: a shell has such programs ignore them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _fill(pipe: IO[str]) -> None:
    """Wait until nothing more gets into a pipe, so that its writer hangs."""
    waiting: list[bytes] = []
    while len(waiting) < 10 or len(set(waiting[-10:])) > 1:
        time.sleep(0.05)
        waiting.append(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))
