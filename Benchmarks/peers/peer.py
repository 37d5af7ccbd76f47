"""One peer in a process of its own: loss and gradient of a logistic neuron with a bias, or epochs of training, in turns.

usage: peer.py NAME FOLDER [BATCH | logistic | linear | folds | one-vs-rest]. The words are those of `bench serve`: a line `ready …` when the
data is in memory, then for each line `measure N` one with loss, ‖gradient‖, steps and the seconds of N evaluations. With a batch an evaluation is
one more epoch of gradient descent from zero, at the rate 0.1, and the norm is that of the parameters;
with a neuron, one fit; with the others, many.

A peer is a function from features, targets and the point to two others: what is timed, and what makes loss and gradient
of its result when the clock has stopped. Each is written the way its library is meant to be used, on arrays that it
likes best and that are made before the clock starts.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

import many
from fits import FITS, answer as answer_of_fit, prepared, timed

Answer = tuple[float, np.ndarray]
Peer = tuple[Callable[[], Any], Callable[[Any], Answer]]

THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))


def numpy_plain(X: np.ndarray, y: np.ndarray, point: np.ndarray) -> Peer:
    """The three lines that everybody writes. They know no loss: it is left out of the time."""
    from scipy.special import expit

    w, b = point[:-1].copy(), point[-1]

    def evaluate() -> tuple[np.ndarray, float]:
        r = expit(X @ w + b) - y
        return X.T @ r / len(y), r.mean()

    return evaluate, lambda result: (loss_at(X, y, point), np.append(*result))


def numpy_in_place(X: np.ndarray, y: np.ndarray, point: np.ndarray) -> Peer:
    """The same without an allocation."""
    from scipy.special import expit

    w, b = point[:-1].copy(), point[-1]
    r, gradient = np.empty_like(y), np.empty_like(w)

    def evaluate() -> tuple[np.ndarray, float]:
        np.matmul(X, w, out=r)
        np.add(r, b, out=r)
        expit(r, out=r)
        np.subtract(r, y, out=r)
        np.matmul(X.T, r, out=gradient)
        np.divide(gradient, len(y), out=gradient)
        return gradient, r.mean()

    return evaluate, lambda result: (loss_at(X, y, point), np.append(*result))


def jax_grad(X: np.ndarray, y: np.ndarray, point: np.ndarray) -> Peer:
    """jit(value_and_grad) of the risk in double precision; arrays are arguments, so none is folded into the code."""
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp

    def risk(parameters: tuple[Any, Any], X: Any, y: Any) -> Any:
        w, b = parameters
        z = X @ w + b
        return jnp.mean(jnp.logaddexp(z, 0.0) - y * z)

    function = jax.jit(jax.value_and_grad(risk))
    arguments = jax.device_put(((point[:-1], point[-1]), X, y))

    def answer(result: Any) -> Answer:
        loss, (weights, bias) = result
        return float(loss), np.append(np.asarray(weights), np.asarray(bias))

    return lambda: jax.block_until_ready(function(*arguments)), answer


def scikit_learn(X: np.ndarray, y: np.ndarray, point: np.ndarray) -> Peer:
    """What LogisticRegression(solver="lbfgs") calls in each iteration. It is private, and may move."""
    try:
        from sklearn._loss import HalfBinomialLoss
        from sklearn.linear_model._linear_loss import LinearModelLoss
    except ImportError as error:
        sys.exit(f"scikit-learn {version('scikit-learn')} keeps its loss elsewhere: {error}")
    loss = LinearModelLoss(base_loss=HalfBinomialLoss(), fit_intercept=True)

    def evaluate() -> Answer:
        return loss.loss_gradient(point, X, y, sample_weight=None, l2_reg_strength=0.0, n_threads=THREADS)

    return evaluate, lambda result: (float(result[0]), result[1])


def intelex(X: np.ndarray, y: np.ndarray, point: np.ndarray) -> Peer:
    """The objective of oneDAL's solvers: what scikit-learn-intelex has for a gradient alone. The bias comes first."""
    import daal4py

    objective = daal4py.optimization_solver_logistic_loss(
        numberOfTerms=len(y), interceptFlag=True, resultsToCompute="gradient|value"
    )
    column, argument = y.reshape(-1, 1), np.roll(point, 1).reshape(-1, 1)

    def answer(result: Any) -> Answer:
        return float(result.valueIdx[0, 0]), np.roll(result.gradientIdx.ravel(), -1)

    return lambda: objective.compute(X, column, argument), answer


def numpy_epoch(X: np.ndarray, y: np.ndarray, batch: int) -> Peer:
    """The loop that everybody writes for PyTorch, without a data loader: an epoch takes the samples in a new order."""
    from scipy.special import expit

    generator = np.random.default_rng(1)
    w, b, rate = np.zeros(X.shape[1]), 0.0, 0.1

    def evaluate() -> np.ndarray:
        nonlocal w, b
        order = generator.permutation(len(y))
        for start in range(0, len(y), batch):
            chosen = order[start : start + batch]
            features, targets = X[chosen], y[chosen]
            r = expit(features @ w + b) - targets
            w -= rate * (features.T @ r / len(r))
            b -= rate * r.mean()
        return np.append(w, b)

    return evaluate, lambda point: (loss_at(X, y, point), point)


def loss_at(X: np.ndarray, y: np.ndarray, point: np.ndarray) -> float:
    z = X @ point[:-1] + point[-1]
    return float(np.mean(np.logaddexp(z, 0) - y * z))


# Each name with its function and the packages that its figure depends on.
PEERS: dict[str, tuple[Callable[[np.ndarray, np.ndarray, np.ndarray], Peer], list[str]]] = {
    "numpy": (numpy_plain, ["numpy", "scipy"]),
    "numpy-in-place": (numpy_in_place, ["numpy", "scipy"]),
    "jax": (jax_grad, ["jax", "jaxlib"]),
    "scikit-learn": (scikit_learn, ["scikit-learn", "numpy"]),
    "scikit-learn-intelex": (intelex, ["scikit-learn-intelex", "daal"]),
}

# Those that train in batches.
LOOPS: dict[str, tuple[Callable[[np.ndarray, np.ndarray, int], Peer], list[str]]] = {
    "numpy-loop": (numpy_epoch, ["numpy", "scipy"]),
}


def description(packages: list[str]) -> str:
    from threadpoolctl import threadpool_info

    words = [f"{package} {version(package)}" for package in packages]
    if "numpy" in packages:
        for pool in threadpool_info():
            if "numpy.libs" in pool["filepath"]:
                words.append(
                    f"NumPy's OpenBLAS {pool['version']}, core {pool['architecture']}, {pool['num_threads']} threads"
                )
    return ", ".join(words)


def serve(name: str, folder: Path, batch: int | None) -> None:
    X, y, point = (np.load(folder / f"{part}.npy") for part in ("features", "targets", "point"))
    if batch:
        make_loop, packages = LOOPS[name]
        evaluate, answer = make_loop(X, y, batch)
    else:
        make, packages = PEERS[name]
        evaluate, answer = make(X, y, point)
    evaluate()
    print("ready", description(packages), flush=True)
    for line in sys.stdin:
        # The first evaluation of a turn wakes threads and meets caches that are full of others' data.
        result = evaluate()
        seconds = []
        for _ in range(int(line.removeprefix("measure "))):
            start = perf_counter()
            result = evaluate()
            seconds.append(perf_counter() - start)
        loss, gradient = answer(result)
        print(loss, float(np.linalg.norm(gradient)), 0.0, *seconds, flush=True)


def serve_fits(name: str, folder: Path, kind: str) -> None:
    X, y = (np.load(folder / f"{part}.npy") for part in ("features", "targets"))
    fit = prepared(name, kind, X, y, folder)
    print("ready", description(FITS[name][1]), flush=True)
    for line in sys.stdin:
        runs = [timed(fit) for _ in range(int(line.removeprefix("measure ")))]
        point, steps = runs[-1][0]
        print(*answer_of_fit(kind, X, y, point), steps, *(seconds for _, seconds in runs), flush=True)


def serve_many(name: str, folder: Path) -> None:
    fits = many.prepared(name, folder, THREADS)
    print("ready", description(many.PACKAGES), flush=True)
    for line in sys.stdin:
        fits.wake()
        seconds = [timed(fits.fit)[1] for _ in range(int(line.removeprefix("measure ")))]
        loss, norm, steps, losses, coefficients = fits.answer()
        parts = [[loss, norm, steps, *seconds], losses, coefficients]
        print(" | ".join(" ".join(str(float(value)) for value in part) for part in parts), flush=True)


if __name__ == "__main__":
    peer, data, *work = sys.argv[1:]
    if peer in many.SIDES:
        serve_many(peer, Path(data))
    elif peer in FITS:
        serve_fits(peer, Path(data), work[0])
    else:
        serve(peer, Path(data), int(work[0]) if work else None)
