"""Many fits over the same samples by scikit-learn, spread over processes of its own as it likes best.

Of folds, what is minimised is what Descent's columns do: the mean loss of the samples outside a fold and ½ λ Σw², the intercept
free. C multiplies a sum, so it is 1/(λ m) with the m of that sum; folds are of one size, so that one C stands for one λ. The
fit of all data has more samples under the same C, that is 0.8 λ of five folds: it is timed as it is, and its coefficients are
compared by one more fit with the C of all data, which is not.

Tolerances are found as those of single fits are, by the largest norm of all gradients.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Protocol
from warnings import simplefilter

import numpy as np

from fits import End, kept

PACKAGES = ["scikit-learn", "numpy", "scipy", "joblib"]

# Samples of the fit that wakes processes.
FEW = 500

# The loss that sides are compared by, the largest norm, iterations, all losses, coefficients.
Answer = tuple[float, float, float, list[float], np.ndarray]


class Fits(Protocol):
    def wake(self) -> None:
        """Something small, so that the processes are there and have their modules when the clock starts."""

    def fit(self) -> None: ...

    def answer(self) -> Answer: ...

    def most_iterations(self) -> int: ...


class CrossValidation:
    def __init__(self, solver: str, folder: Path, processes: int, end: End) -> None:
        from sklearn.linear_model import LogisticRegression, LogisticRegressionCV

        self.X, self.y, folds, self.penalties = loaded(folder, "features", "targets", "folds", "penalties")
        self.folds = [(np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)) for fold in np.unique(folds)]
        self.of_fold = len(self.folds[0][0])
        self.model = LogisticRegressionCV(
            Cs=1 / (self.penalties * self.of_fold),
            cv=self.folds,
            scoring="neg_log_loss",
            n_jobs=processes,
            use_legacy_attributes=False,
            solver=solver,
            tol=end.tolerance,
            max_iter=end.iterations,
        )
        # It does not begin near its end, as the others do.
        self.single = LogisticRegression(solver=solver, tol=end.tolerance, max_iter=End.iterations)

    def wake(self) -> None:
        from sklearn.base import clone

        clone(self.model).set_params(cv=2).fit(self.X[:FEW], self.y[:FEW])

    def fit(self) -> None:
        self.model.fit(self.X, self.y)

    def answer(self) -> Answer:
        model, m = self.model, len(self.y)
        losses = -np.mean(model.scores_[:, 0, :], axis=0)
        best = int(np.argmin(losses))
        norms = [norm(self.X, self.y, last(model), self.penalties[best] * self.of_fold / m)]
        for fold, (train, _) in enumerate(self.folds):
            X, y = self.X[train], self.y[train]
            points = model.coefs_paths_[fold, 0, :, 0, :]
            norms += [norm(X, y, point, penalty) for point, penalty in zip(points, self.penalties, strict=True)]
        self.single.set_params(C=1 / (self.penalties[best] * m)).fit(self.X, self.y)
        steps = float(np.sum(model.n_iter_))
        return float(losses[best]), max(norms), steps, list(losses), last(self.single)

    def most_iterations(self) -> int:
        return int(np.max(self.model.n_iter_))


class OneVsRest:
    def __init__(self, solver: str, folder: Path, processes: int, end: End) -> None:
        from sklearn.linear_model import LogisticRegression
        from sklearn.multiclass import OneVsRestClassifier

        self.X, self.y = loaded(folder, "features", "targets")
        one = LogisticRegression(C=1.0, solver=solver, tol=end.tolerance, max_iter=end.iterations)
        self.model = OneVsRestClassifier(one, n_jobs=processes)

    def wake(self) -> None:
        from sklearn.base import clone

        clone(self.model).fit(self.X[:FEW], self.y[:FEW])

    def fit(self) -> None:
        self.model.fit(self.X, self.y)

    def answer(self) -> Answer:
        m, losses, norms = len(self.y), [], []
        points = [last(estimator) for estimator in self.model.estimators_]
        for label, point in enumerate(points):
            y, z, w = self.y == label, self.X @ point[:-1] + point[-1], point[:-1]
            losses.append(float(np.mean(np.logaddexp(z, 0) - y * z) + 0.5 * (w @ w) / m))
            norms.append(norm(self.X, y, point, 1 / m))
        steps = float(sum(np.sum(estimator.n_iter_) for estimator in self.model.estimators_))
        return float(np.mean(losses)), max(norms), steps, losses, np.concatenate(points)

    def most_iterations(self) -> int:
        return int(max(np.max(estimator.n_iter_) for estimator in self.model.estimators_))


CROSS_VALIDATION = {f"scikit-learn-cv-{solver}": solver for solver in ("lbfgs", "newton-cholesky", "newton-cg")}
ONE_VS_REST = {f"scikit-learn-ovr-{solver}": solver for solver in ("lbfgs", "newton-cholesky")}
SIDES = CROSS_VALIDATION | ONE_VS_REST


def prepared(name: str, folder: Path, processes: int) -> Fits:
    """The fits with the end that they need."""
    # An end by the number of iterations is meant.
    simplefilter("ignore")
    # Processes would take the number of threads from here, each as many as there are cores; left to itself, joblib
    # shares the cores among them.
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.pop(variable, None)
    kind = CrossValidation if name in CROSS_VALIDATION else OneVsRest

    def run(end: End) -> tuple[float, int]:
        fits = kind(SIDES[name], folder, processes, end)
        fits.fit()
        return fits.answer()[1], fits.most_iterations()

    features = np.load(folder / "features.npy", mmap_mode="r").shape[1]
    return kind(SIDES[name], folder, processes, kept(folder / f"end-{name}.txt", run, features))


def loaded(folder: Path, *names: str) -> list[np.ndarray]:
    return [np.load(folder / f"{name}.npy") for name in names]


def last(model: Any) -> np.ndarray:
    """The coefficients with the intercept behind them."""
    return np.append(model.coef_[0], model.intercept_)


def norm(X: np.ndarray, y: np.ndarray, point: np.ndarray, penalty: float) -> float:
    """‖∇‖ of the mean loss and ½ λ Σw²."""
    from scipy.special import expit

    r = expit(X @ point[:-1] + point[-1]) - y
    return float(np.linalg.norm(np.append(X.T @ r / len(y) + penalty * point[:-1], r.mean())))
