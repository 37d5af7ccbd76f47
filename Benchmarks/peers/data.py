"""The data that all sides measure on: one folder per shape, .npy files of doubles.

features.npy is samples × features in C order, which is byte for byte what Descent calls sample-major. Features are
uniform in [-1, 1); a hidden neuron draws the targets, so that loss and gradient are those of a problem that has an
answer. point.npy holds the weights and then the bias at which loss and gradient are taken.

Fits also have correlated features, neighbours by 0.9 and others by 0.9 to the power of their distance, and such that are
spread: three standard deviations off zero to either side, on scales from 0.01 to 100.

Many fits have independent features: of folds, penalties.npy has the penalties of the mean loss and folds.npy the fold of every
sample; of one-vs-rest, targets are one of ten classes, drawn by a softmax of as many hidden neurons.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

SEED = 20261121

# Of fits.
KINDS = ["independent", "correlated", "spread", "linear"]
# Of many fits over the same samples.
MANY = ["folds", "one-vs-rest"]
FOLDS = 5
CLASSES = 10


@dataclass(frozen=True)
class Shape:
    """With a batch, what is timed is an epoch of training in batches of that many samples; with a kind, a whole fit on
    features of that kind (`linear`: least squares on independent ones), or many fits; else one gradient."""

    features: int
    samples: int
    batch: int | None = None
    fit: str | None = None

    @property
    def name(self) -> str:
        words = [f"{self.features}x{self.samples}"]
        # Independent features and classes are the data of the gradients.
        return "-".join(words + ([self.fit] if self.fit and self.fit != "independent" else []))

    @property
    def work(self) -> list[str]:
        """The word behind the folder for those who serve."""
        if self.is_many:
            return [self.fit]
        if self.fit:
            return ["linear" if self.fit == "linear" else "logistic"]
        return [str(self.batch)] if self.batch else []

    @property
    def is_many(self) -> bool:
        return self.fit in MANY

    @property
    def title(self) -> str:
        return f"{self.features} × {self.samples}" + (f", epoch by {self.batch}" if self.batch else f", {self.fit}" if self.fit else "")

    @property
    def bytes(self) -> int:
        return 8 * self.features * self.samples

    @staticmethod
    def parse(text: str) -> Shape:
        *words, kind = text.replace("×", "x").split("x")
        if kind in KINDS + MANY:
            features, samples = (int(word) for word in words)
            # A penalty of the mean loss is one C only where folds are of one size.
            if min(features, samples) < 1 or kind == "folds" and samples % FOLDS:
                raise ValueError
            return Shape(features, samples, fit=kind)
        numbers = [int(word) for word in [*words, kind]]
        if len(numbers) not in (2, 3) or min(numbers) < 1:
            raise ValueError
        return Shape(*numbers)


# Few, some and many features: HIGGS, MNIST and a gene-expression-like set, in size.
GRADIENTS = [Shape(28, 1_000_000), Shape(784, 60_000), Shape(2000, 20_000)]
QUICK_GRADIENTS = [Shape(28, 100_000), Shape(784, 6_000), Shape(2000, 2_000)]


def fits(shapes: list[Shape]) -> list[Shape]:
    """Every kind on every shape, and least squares on the first."""
    found = [Shape(shape.features, shape.samples, fit=kind) for shape in shapes for kind in KINDS if kind != "linear"]
    return [*found, Shape(shapes[0].features, shapes[0].samples, fit="linear")]


MANY_FITS = [Shape(28, 200_000, fit="folds"), Shape(200, 50_000, fit="folds"), Shape(784, 20_000, fit="one-vs-rest")]
QUICK_MANY_FITS = [Shape(28, 20_000, fit="folds"), Shape(28, 5_000, fit="one-vs-rest")]

FULL = [*GRADIENTS, Shape(28, 1_000_000, batch=256), *fits(GRADIENTS), *MANY_FITS]
QUICK = [*QUICK_GRADIENTS, Shape(28, 100_000, batch=256), *fits(QUICK_GRADIENTS[:1]), *QUICK_MANY_FITS]


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
    if shape.fit in ("correlated", "spread"):
        for feature in range(1, shape.features):
            features[:, feature] = 0.9 * features[:, feature - 1] + (1 - 0.9**2) ** 0.5 * features[:, feature]
    # Scores of a few units, whatever the number of features.
    scale = 4 / shape.features**0.5
    if shape.fit == "one-vs-rest":
        scores = features @ (scale * generator.uniform(-1, 1, (shape.features, CLASSES)))
        return {"features": features, "targets": np.argmax(scores + generator.gumbel(size=scores.shape), axis=1) * 1.0}
    hidden = scale * generator.uniform(-1, 1, shape.features)
    scores = features @ hidden + 0.25
    if shape.fit == "linear":
        targets = scores + generator.uniform(-1, 1, shape.samples)
    else:
        targets = (generator.random(shape.samples) < 1 / (1 + np.exp(-scores))).astype(np.float64)
    if shape.fit == "spread":
        offsets = 3 * generator.choice([-1, 1], shape.features) / 3**0.5
        features = (features + offsets) * 10 ** generator.uniform(-2, 2, shape.features)
    if shape.fit == "folds":
        folds = generator.permutation(np.arange(shape.samples) % FOLDS).astype(np.float64)
        return {"features": features, "targets": targets, "folds": folds, "penalties": np.geomspace(1, 1e-5, 10)}
    point = np.append(scale * generator.uniform(-1, 1, shape.features), -0.125)
    return {"features": features, "targets": targets, "point": point}
