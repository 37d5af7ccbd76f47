"""The data that all sides measure on: one folder per shape, three .npy files of doubles.

features.npy is samples × features in C order, which is byte for byte what Descent calls sample-major. Features are
uniform in [-1, 1); a hidden neuron draws the targets, so that loss and gradient are those of a problem that has an
answer. point.npy holds the weights and then the bias at which loss and gradient are taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

SEED = 20261121


@dataclass(frozen=True)
class Shape:
    """With a batch, what is timed is an epoch of training in batches of that many samples, else one gradient."""

    features: int
    samples: int
    batch: int | None = None

    @property
    def name(self) -> str:
        return f"{self.features}x{self.samples}"

    @property
    def title(self) -> str:
        return f"{self.features} × {self.samples}" + (f", epoch by {self.batch}" if self.batch else "")

    @property
    def bytes(self) -> int:
        return 8 * self.features * self.samples

    @staticmethod
    def parse(text: str) -> Shape:
        numbers = [int(word) for word in text.replace("×", "x").split("x")]
        if len(numbers) not in (2, 3) or min(numbers) < 1:
            raise ValueError
        return Shape(*numbers)


# Few, some and many features: HIGGS, MNIST and a gene-expression-like set, in size.
FULL = [Shape(28, 1_000_000), Shape(784, 60_000), Shape(2000, 20_000), Shape(28, 1_000_000, batch=256)]
QUICK = [Shape(28, 100_000), Shape(784, 6_000), Shape(2000, 2_000), Shape(28, 100_000, batch=256)]


def folder(shape: Shape, work: Path) -> Path:
    """The folder with the data of a shape, which is written unless it is there."""
    path = work / "data" / f"{shape.name}-{SEED}"
    if path.is_dir():
        return path
    unfinished = path.with_suffix(".unfinished")
    unfinished.mkdir(parents=True, exist_ok=True)
    for name, values in make(shape).items():
        np.save(unfinished / f"{name}.npy", values)
    unfinished.rename(path)
    return path


def make(shape: Shape) -> dict[str, np.ndarray]:
    generator = np.random.default_rng([SEED, shape.features, shape.samples])
    features = generator.random((shape.samples, shape.features))
    features *= 2
    features -= 1
    # Scores of a few units, whatever the number of features.
    scale = 4 / shape.features**0.5
    hidden = scale * generator.uniform(-1, 1, shape.features)
    chances = 1 / (1 + np.exp(-(features @ hidden + 0.25)))
    targets = (generator.random(shape.samples) < chances).astype(np.float64)
    point = np.append(scale * generator.uniform(-1, 1, shape.features), -0.125)
    return {"features": features, "targets": targets, "point": point}
