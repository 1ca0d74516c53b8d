"""The weights of the likeness model: a file that scripts/train_likeness.py writes, read once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

FILE = Path(__file__).with_name("likeness.npz")


@dataclass(frozen=True, slots=True)
class Weights:
    """A row of `matrix` is a feature (`index` says which), a column one of `classes` (metric ids, '' for none)."""

    index: dict[str, int]
    classes: tuple[str, ...]
    matrix: npt.NDArray[np.float32]
    intercept: npt.NDArray[np.float64]


def load_weights(path: Path = FILE) -> Weights:
    """The weights as shipped."""
    with np.load(path, allow_pickle=False) as stored:
        features = bytes(stored["features"]).decode("utf-8").split("\n")
        classes = tuple(bytes(stored["classes"]).decode("utf-8").split("\n"))
        matrix = stored["matrix"].astype(np.float32)
        intercept = stored["intercept"].astype(np.float64)
    return Weights({name: i for i, name in enumerate(features)}, classes, matrix, intercept)


def save_weights(weights: Weights, path: Path = FILE) -> None:
    """Writes the weights with half the precision, which no decision depends on."""
    features = "\n".join(sorted(weights.index, key=weights.index.__getitem__)).encode()
    np.savez_compressed(
        path,
        features=np.frombuffer(features, dtype=np.uint8),
        classes=np.frombuffer("\n".join(weights.classes).encode(), dtype=np.uint8),
        matrix=weights.matrix.astype(np.float16),
        intercept=weights.intercept.astype(np.float32),
    )
