"""What a training run can be told."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Size of the model and of the run; the same settings and data give the same model."""

    pieces: int = 32_000
    words: int = 0  # of the pieces, whole words
    dimension: int = 384
    prefixes: tuple[int, ...] = (64, 128)
    batch: int = 512
    steps: int = 8_000
    rate: float = 0.02
    seed: int = 0
    plain_letters: bool = True
    variants: bool = True
    glosses: bool = True
