"""Writes DescentReferences.swift: where plain gradient descent is after 1 step and after 1000 more.

Made with mpmath 1.3.0 (Python 3.11.7): `python3 references.py`, in this folder. The arithmetic has 50 digits, and the
inputs are the Doubles nearest to the decimals. Two σ neurons of two weights without bias, x = (0.1, 0.3), y = 0.2, from
w = (−0.8, 0.5) with rate 0.5: squared error in both scales.
"""
from mpmath import exp, mp, mpf, nstr

mp.dps = 50

STEPS = 1000
features, start = [mpf(0.1), mpf(0.3)], [mpf(-0.8), mpf(0.5)]
target, rate = mpf(0.2), mpf(0.5)


def prediction(w):
    return 1 / (1 + exp(-sum(wj * xj for wj, xj in zip(w, features))))


def step(w, scale):
    p = prediction(w)
    residual = scale * (p - target) * p * (1 - p)
    return [wj - rate * residual * xj for wj, xj in zip(w, features)]


def row(w, scale):
    """Weights, prediction and loss, with more digits than a Double has."""
    loss = scale * (prediction(w) - target) ** 2 / 2
    return ", ".join(nstr(v, 25, strip_zeros=False) for v in [*w, prediction(w), loss])


lines = [
    "// swift-format-ignore-file",
    "// Written by references.py (mpmath 1.3.0, Python 3.11.7); not to be edited by hand.",
    "",
    "/// w₁, w₂, ŷ and ℓ of the σ neuron of the known case, after 1 step and after 1000 more.",
    "enum DescentReferences {",
]
for name, scale in (("halfSquared", 1), ("squared", 2)):
    first = step(start, scale)
    last = first
    for _ in range(STEPS):
        last = step(last, scale)
    lines += [
        f"    static let {name} = (",
        f"        first: [{row(first, scale)}],",
        f"        last: [{row(last, scale)}]",
        "    )",
    ]
lines += ["}", ""]
with open("DescentReferences.swift", "w") as file:
    file.write("\n".join(lines))
