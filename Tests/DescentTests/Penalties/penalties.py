"""Prints the cases of PenaltyReferenceTests.swift: fits by scikit-learn and by R's glmnet, with their own names for a penalty.

    python3 penalties.py      # needs scikit-learn, and Rscript with glmnet; prints their versions too

The data follow rules of whole numbers, which PenaltyReferenceTests.swift has too.
"""

import subprocess

import numpy
import sklearn
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, PoissonRegressor, Ridge
from sklearn.preprocessing import StandardScaler

n = 60
i = numpy.arange(n)
X = numpy.column_stack([(7 * i + 3) % 23 / 4, (5 * i + 1) % 19 * 3.0, i * i % 13 / 8, (i % 5 == 0) * 1.0])
targets = {
    "linear": X @ [0.5, -0.25, 2, 1] + (11 * i % 29) / 4,
    "logistic": ((X @ [0.5, -0.1, 1, 1] + (11 * i % 29) / 4) > 5) * 1.0,
    "poisson": (5 * i % 11) + (i % 5 == 0) * 4.0,
}
tight = dict(tol=1e-13, max_iter=1_000_000)


def case(neuron, penalty, parameter, value, coefficients, intercept):
    numbers = ", ".join(repr(float(w)) for w in [*coefficients, intercept])
    print(f'        .init(.{neuron}, {penalty}, "{parameter} = {value}", [{numbers}]),')


def scikit(model, neuron, penalty, parameter, value, scaled=False):
    scaler = StandardScaler().fit(X)
    model.fit(scaler.transform(X) if scaled else X, targets[neuron])
    w, b = numpy.ravel(model.coef_), float(numpy.ravel(model.intercept_)[0])
    if scaled:
        w = w / scaler.scale_
        b -= float(w @ scaler.mean_)
    case(neuron, penalty, parameter, value, w, b)


def glmnet(neuron, mixing, strength, standardized, penalty):
    family = {"linear": "gaussian", "logistic": "binomial", "poisson": "poisson"}[neuron]
    rows = ";".join(",".join(repr(float(v)) for v in [*x, y]) for x, y in zip(X, targets[neuron]))
    program = f"""
        suppressMessages(library(glmnet))
        d <- do.call(rbind, lapply(strsplit(strsplit("{rows}", ";")[[1]], ","), as.numeric))
        fit <- glmnet(d[, 1:4], d[, 5], "{family}", alpha = {mixing}, lambda = {strength}, thresh = 1e-25, maxit = 1e7,
                      standardize = {"TRUE" if standardized else "FALSE"})
        cat(sprintf("%.17g", c(as.numeric(fit$beta), as.numeric(fit$a0))), sep = "\\n")
    """
    out = subprocess.run(["Rscript", "-"], input=program, capture_output=True, text=True, check=True).stdout
    numbers = [float(line) for line in out.split()]
    named = f"{strength}, alpha = {mixing}{'' if standardized else ', standardize = FALSE'}"
    case(neuron, penalty, "glmnet, lambda", named, numbers[:4], numbers[4])


print("// scikit-learn", sklearn.__version__, "NumPy", numpy.__version__)
for C in [0.1, 2]:
    model = LogisticRegression(C=C, solver="newton-cholesky", tol=1e-13, max_iter=1000)
    scikit(model, "logistic", f".ridge(1 / (n * {C}), on: .raw)", "C", C)
model = LogisticRegression(C=0.5, solver="newton-cholesky", tol=1e-13, max_iter=1000)
scikit(model, "logistic", ".ridge(1 / (n * 0.5), on: .deviations)", "scaled, C", 0.5, scaled=True)
scikit(Ridge(alpha=3, solver="cholesky"), "linear", ".ridge(3 / n, on: .raw)", "alpha", 3)
scikit(Ridge(alpha=3, solver="cholesky"), "linear", ".ridge(3 / n, on: .deviations)", "scaled, alpha", 3, scaled=True)
scikit(Lasso(alpha=0.2, **tight), "linear", ".lasso(0.2, on: .raw)", "alpha", 0.2)
scikit(Lasso(alpha=0.2, **tight), "linear", ".lasso(0.2, on: .deviations)", "scaled, alpha", 0.2, scaled=True)
scikit(ElasticNet(alpha=0.2, l1_ratio=0.3, **tight), "linear", ".elasticNet(0.2, mixing: 0.3, on: .raw)", "l1_ratio 0.3, alpha", 0.2)
scikit(PoissonRegressor(alpha=0.1, solver="newton-cholesky", tol=1e-13), "poisson", ".ridge(0.1, on: .raw)", "alpha", 0.1)

print("//", subprocess.run(
    ["Rscript", "-e", 'cat(R.version.string, "glmnet", as.character(packageVersion("glmnet")))'],
    capture_output=True, text=True, check=True).stdout)
for standardized, units in [(True, ".deviations"), (False, ".raw")]:
    glmnet("linear", 1, 0.2, standardized, f".lasso(0.2, on: {units})")
    glmnet("linear", 0, 0.2, standardized, f".ridge(0.2 / deviation, on: {units})")
    for neuron in ["logistic", "poisson"]:
        glmnet(neuron, 1, 0.03, standardized, f".lasso(0.03, on: {units})")
        glmnet(neuron, 0, 0.03, standardized, f".ridge(0.03, on: {units})")
        glmnet(neuron, 0.5, 0.03, standardized, f".elasticNet(0.03, mixing: 0.5, on: {units})")
