"""Whole fits by other libraries: a function from features, targets and an end to what is timed.

Logistic fits minimise what `data.fit(.logistic, penalty: .ridge(1/m, on: .raw))` does: the mean loss and ½ Σw²/m, the intercept
free. In scikit-learn's words that is C = 1/(λ m) = 1, its default. Linear fits have no penalty.

A solver's tolerance is not a norm of the gradient, and each understands it in its own way: most as the largest component.
So it is found out: from what the norm suggests it is lowered until the gradient, computed here, has a norm of 1e-8 or less,
and iterations that are not needed for that are left out. Both are kept beside the data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np

# The coefficients with the intercept behind them, and the solver's own count of iterations.
Found = tuple[np.ndarray, float]
Fit = Callable[[], Found]


@dataclass(frozen=True)
class End:
    tolerance: float
    iterations: int = 3000


Maker = Callable[[np.ndarray, np.ndarray, End], Fit]

NORM = 1e-8


def logistic_regression(solver: str, module: str = "sklearn.linear_model") -> Maker:
    def make(X: np.ndarray, y: np.ndarray, end: End) -> Fit:
        from importlib import import_module
        from warnings import simplefilter

        # An end by the number of iterations is meant.
        simplefilter("ignore")
        model = import_module(module).LogisticRegression(
            C=1.0, solver=solver, tol=end.tolerance, max_iter=end.iterations
        )

        def fit() -> Found:
            model.fit(X, y)
            return np.append(model.coef_[0], model.intercept_), float(np.max(model.n_iter_))

        return fit

    return make


def lstsq(X: np.ndarray, y: np.ndarray, end: End) -> Fit:
    """The column of ones is there before the clock starts."""
    A = np.asfortranarray(np.column_stack([X, np.ones(len(y))]))
    return lambda: (np.linalg.lstsq(A, y)[0], 1.0)


def linear_regression(module: str = "sklearn.linear_model") -> Maker:
    def make(X: np.ndarray, y: np.ndarray, end: End) -> Fit:
        from importlib import import_module

        model = import_module(module).LinearRegression()
        # LAPACK works on columns; oneDAL on rows.
        X = X if "ex" in module else np.asfortranarray(X)

        def fit() -> Found:
            model.fit(X, y)
            return np.append(model.coef_, model.intercept_), 1.0

        return fit

    return make


LOGISTIC: dict[str, tuple[Maker, list[str]]] = {
    "scikit-learn-lbfgs": (logistic_regression("lbfgs"), ["scikit-learn", "numpy", "scipy"]),
    "scikit-learn-newton-cholesky": (logistic_regression("newton-cholesky"), ["scikit-learn", "numpy"]),
    "scikit-learn-newton-cg": (logistic_regression("newton-cg"), ["scikit-learn", "numpy"]),
    "intelex-lbfgs": (logistic_regression("lbfgs", "sklearnex.linear_model"), ["scikit-learn-intelex", "daal"]),
}

LINEAR: dict[str, tuple[Maker, list[str]]] = {
    "numpy-lstsq": (lstsq, ["numpy"]),
    "scikit-learn-linear": (linear_regression(), ["scikit-learn", "numpy", "scipy"]),
    "intelex-linear": (linear_regression("sklearnex.linear_model"), ["scikit-learn-intelex", "daal"]),
}

FITS = LOGISTIC | LINEAR


def prepared(name: str, kind: str, X: np.ndarray, y: np.ndarray, folder: Path) -> Fit:
    """The fit with the end that it needs."""
    maker, _ = FITS[name]

    def run(end: End) -> tuple[float, int]:
        point, steps = maker(X, y, end)()
        return answer("logistic", X, y, point)[1], int(steps)

    return maker(X, y, End(0) if kind == "linear" else kept(folder / f"end-{name}.txt", run, X.shape[1]))


def kept(file: Path, run: Callable[[End], tuple[float, int]], features: int) -> End:
    """The end that was found on these data before, or is now."""
    if not file.exists():
        found = loosest(run, features)
        file.write_text(f"{found.tolerance!r} {found.iterations}", encoding="utf-8")
    tolerance, iterations = file.read_text(encoding="utf-8").split()
    return End(float(tolerance), int(iterations))


def loosest(run: Callable[[End], tuple[float, int]], features: int) -> End:
    """From runs to an end, each with the norm that it comes to and its iterations. Where no tolerance suffices, the one that
    comes nearest."""
    tried: list[tuple[float, float]] = []
    # The largest of so many components of one size is about three times their standard deviation.
    value = 3 * NORM / (features + 1) ** 0.5
    for _ in range(5):
        norm, steps = run(End(value))
        if norm <= NORM:
            found = End(value)
            while steps > 1 and run(replace(found, iterations=steps - 1))[0] <= NORM:
                steps -= 1
                found = replace(found, iterations=steps)
            return found
        # Where a smaller one did not help, the solver has given up for a reason of its own.
        if tried and norm >= tried[-1][0]:
            break
        tried.append((norm, value))
        value *= min(0.8 * NORM / norm, 0.8)
    return End(min(tried)[1])


def answer(kind: str, X: np.ndarray, y: np.ndarray, point: np.ndarray) -> tuple[float, float]:
    """The objective and the norm of its gradient, of the features as they are."""
    from scipy.special import expit

    w, z, m = point[:-1], X @ point[:-1] + point[-1], len(y)
    if kind == "linear":
        r, loss, pull = z - y, 0.5 * np.mean((z - y) ** 2), 0.0
    else:
        r, loss, pull = expit(z) - y, np.mean(np.logaddexp(z, 0) - y * z) + 0.5 * (w @ w) / m, 1 / m
    gradient = np.append(X.T @ r / m + pull * w, r.mean())
    return float(loss), float(np.linalg.norm(gradient))


def timed(fit: Fit) -> tuple[Found, float]:
    start = perf_counter()
    return fit(), perf_counter() - start
