"""`sauda eval`: the answers against gold questions."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bot.assembly import asker
from bot.assembly import index as open_index
from bot.evaluate import evaluate, failures, gold_articles, read_gold, report
from bot.indexing import build
from bot.settings import Settings
from bot.terminal import IndexOption, clear_progress, settings, show_progress, tell_first_use
from index.errors import BadInput


def command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Questions with answers.")],
    index: IndexOption = None,
    articles: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Index these articles for the run.")
    ] = None,
    show_failures: Annotated[
        bool, typer.Option("--failures", help="List what did not go right.")
    ] = False,
) -> None:
    """Hold the answers against gold questions."""
    questions = read_gold(gold)
    if not questions:
        raise BadInput(f"{gold} holds no questions; give a .jsonl of gold questions")
    with tempfile.TemporaryDirectory() as folder:
        chosen = settings(index)
        if articles is not None:
            chosen = _index_gold(articles, chosen, Path(folder))
        ask = asker(chosen, first_use=tell_first_use)
        results = evaluate(questions, lambda text: ask(text, None))
        opened = open_index(chosen)
        languages = {article.id: article.language for article in opened.articles()}
        opened.close()
    if show_failures:
        print(*failures(results), "", sep="\n")
    print(report(results, lambda document: languages.get(document, "?")))


def _index_gold(articles: Path, chosen: Settings, folder: Path) -> Settings:
    """An index of the gold's articles alone, in `folder`."""
    rows = gold_articles(articles)
    if not rows:
        raise BadInput(f"no .txt articles in {articles}; give the folder of the gold's articles")
    source = folder / "articles.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    chosen = replace(chosen, index=folder / "index", index_given=True)
    build([source], chosen, progress=show_progress)
    clear_progress()
    return chosen
