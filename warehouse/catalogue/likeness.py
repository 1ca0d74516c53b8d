"""The weights of the likeness model: a file that scripts/train_likeness.py writes, read once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

FILE = Path(__file__).with_name("likeness.npz")
_STEPS = 127  # a weight of a feature is stored in this many steps to either side of zero


@dataclass(frozen=True, slots=True)
class Weights:
    """A net with one hidden layer. A row of `rows` is a feature (`index` says which), its columns and `bias` are the hidden
    units; a column of `matrix` is one of `classes` (metric ids, '' for none), its rows the hidden units."""

    index: dict[str, int]
    classes: tuple[str, ...]
    rows: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    matrix: npt.NDArray[np.float32]
    intercept: npt.NDArray[np.float32]


def load_weights(path: Path = FILE) -> Weights:
    """The weights as shipped."""
    with np.load(path, allow_pickle=False) as stored:
        features = bytes(stored["features"]).decode("utf-8").split("\n")
        classes = tuple(bytes(stored["classes"]).decode("utf-8").split("\n"))
        rows = stored["rows"] * stored["step"]
        bias, matrix, intercept = (stored[name] for name in ("bias", "matrix", "intercept"))
    return Weights({name: i for i, name in enumerate(features)}, classes, rows, bias, matrix, intercept)


def save_weights(weights: Weights, path: Path = FILE) -> None:
    """Writes the weights, those of the features in whole steps, which no decision depends on."""
    features = "\n".join(sorted(weights.index, key=weights.index.__getitem__)).encode()
    step = np.maximum(np.abs(weights.rows).max(axis=0), 1e-9) / _STEPS
    np.savez_compressed(
        path,
        features=np.frombuffer(features, dtype=np.uint8),
        classes=np.frombuffer("\n".join(weights.classes).encode(), dtype=np.uint8),
        rows=np.round(weights.rows / step).astype(np.int8),
        step=step.astype(np.float32),
        bias=weights.bias,
        matrix=weights.matrix,
        intercept=weights.intercept,
    )
