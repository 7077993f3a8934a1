"""Train the embedding model: `python -m training.train DATA --out index/model --seed 0`."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from training.batches import Batch, Pool, draw, pools_of
from training.card import write_card
from training.evaluate import Encode, mean, top_one
from training.export import export, quantise, size_of
from training.glosses import gloss_source
from training.heldout import HeldOut, hold_out
from training.objective import Floats, Table, bag, contrastive
from training.settings import Settings
from training.sources import read_sources
from training.tokens import build_tokenizer
from training.variants import variant_sources

REPORT_EVERY = 500


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the data, train, measure on what was held out, write the folder."""
    options = _parser().parse_args(arguments)
    settings = Settings(
        pieces=options.pieces,
        words=options.words,
        dimension=options.dimension,
        steps=options.steps,
        batch=options.batch,
        seed=options.seed,
        plain_letters=not options.keep_letters,
        variants=not options.no_variants,
        glosses=not options.no_glosses,
    )
    sources, held_out = hold_out(read_sources(options.data))
    if settings.variants:
        sources += variant_sources(sources, seed=settings.seed)
    if options.tokenizer:
        tokenizer = Tokenizer.from_file(str(options.tokenizer))
    else:
        tokenizer = build_tokenizer(
            sources, pieces=settings.pieces, words=settings.words, plain=settings.plain_letters
        )
    if settings.glosses:
        sources.append(gloss_source(sources, tokenizer, seed=settings.seed))
    pools = pools_of(sources, tokenizer)
    say(f"{sum(pool.size for pool in pools)} pairs in {len(pools)} pools, {settings}")
    table = Table.random(tokenizer.get_vocab_size(), settings.dimension, settings.seed)
    fit(table, pools, settings, report=lambda: _brief(held_out, tokenizer, table.rows))
    scores = _scores(held_out, encoder_of(tokenizer, _dequantised(table.rows)))
    export(
        options.out,
        tokenizer,
        table.rows,
        write_card(settings, sources, tokenizer.get_vocab_size(), scores),
    )
    say(json.dumps({name: mean(shares) for name, shares in scores.items()}))
    say(f"{options.out}: {size_of(options.out) / 1e6:.2f} MB")


def fit(table: Table, pools: list[Pool], settings: Settings, *, report: Callable[[], str]) -> None:
    """Train `table` in place for `settings.steps` steps, the rate falling to zero in a line."""
    generator = np.random.default_rng(settings.seed)
    began, losses = time.monotonic(), []
    for step in range(1, settings.steps + 1):
        rate = settings.rate * (1 - (step - 1) / settings.steps)
        batch = draw(pools, settings.batch, generator)
        losses.append(train_step(table, batch, settings, rate=rate, step=step, generator=generator))
        if step % REPORT_EVERY == 0:
            spent = time.monotonic() - began
            say(
                f"step {step}, {spent:.0f} s, loss {np.mean(losses[-REPORT_EVERY:]):.4f} {report()}"
            )


def train_step(
    table: Table,
    batch: Batch,
    settings: Settings,
    *,
    rate: float,
    step: int,
    generator: np.random.Generator,
) -> float:
    """One step on one batch; returns its loss. The whole width always, one prefix at random."""
    matrix, used = bag(batch.lengths, batch.pieces)
    prefixes = (settings.dimension, int(generator.choice(settings.prefixes)))
    loss, pull = contrastive(matrix @ table.rows[used], batch.same, prefixes)
    table.update(used, np.asarray(matrix.T @ pull), rate=rate, step=step)
    return loss


def encoder_of(tokenizer: Tokenizer, rows: Floats) -> Encode:
    """A function from texts to unit vectors (n, dimension)."""

    def encode(texts: Sequence[str]) -> Floats:
        pieces = [e.ids for e in tokenizer.encode_batch_fast(list(texts))]
        lengths = np.array([len(ids) for ids in pieces])
        matrix, used = bag(lengths, np.array([piece for ids in pieces for piece in ids], dtype=int))
        vectors = np.asarray(matrix @ rows[used])
        units: Floats = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
        return units

    return encode


def say(line: str) -> None:
    """Progress, to standard error at once."""
    print(line, file=sys.stderr, flush=True)


def _scores(held_out: list[HeldOut], encode: Encode) -> dict[str, dict[str, float]]:
    return {part.name: top_one(encode, part.rows, part.others) for part in held_out}


def _brief(held_out: list[HeldOut], tokenizer: Tokenizer, rows: Floats) -> str:
    rows = rows.copy()
    rows[0] = 0
    scores = _scores(held_out, encoder_of(tokenizer, rows))
    return " ".join(f"{name} {100 * mean(shares):.1f}" for name, shares in scores.items())


def _dequantised(rows: Floats) -> Floats:
    rows[0] = 0
    embeddings, scales = quantise(rows)
    return embeddings * scales[:, None]


def _parser() -> argparse.ArgumentParser:
    settings = Settings()
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of parallel data, see docs/embedding.md")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument("--tokenizer", type=Path, help="keep the pieces of this tokenizer.json")
    parser.add_argument("--seed", type=int, default=settings.seed)
    parser.add_argument("--steps", type=int, default=settings.steps)
    parser.add_argument("--batch", type=int, default=settings.batch)
    parser.add_argument("--pieces", type=int, default=settings.pieces)
    parser.add_argument("--words", type=int, default=settings.words)
    parser.add_argument("--dimension", type=int, default=settings.dimension)
    parser.add_argument("--keep-letters", action="store_true", help="keep Kazakh letters apart")
    parser.add_argument("--no-variants", action="store_true", help="only Cyrillic Kazakh")
    parser.add_argument("--no-glosses", action="store_true", help="no word-by-word English")
    return parser


if __name__ == "__main__":
    main()
