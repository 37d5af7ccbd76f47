"""Writes InferenceReferences.swift and CountReferences.swift.

Made with mpmath 1.3.0 (Python 3.11.7): `python3 references.py`, in this folder; seconds. Newton's method in 60 digits on data that
are exact, and then the formulas of R's summary.glm and summary.lm, weights as R takes them: precisions. Every fit is checked against
statsmodels, and those that R's manual or Venables and Ripley print against the digits that they print.
"""
import random

import numpy
import statsmodels.api as sm
from mpmath import betainc, erfc, exp, log, loggamma, matrix, mp, mpf, nstr, pi, sqrt

mp.dps = 60
random.seed(12)

# Breslow and Day (1980), as R's `esoph` has it since version 4.0.4: age, alcohol and tobacco as levels, cases, controls.
ESOPH = """
000 0 40;001 0 10;002 0 6;003 0 5;010 0 27;011 0 7;012 0 4;013 0 7;020 0 2;021 0 1;023 0 2;030 0 1;031 1 0;032 0 1;033 0 2;
100 0 60;101 1 13;102 0 7;103 0 8;110 0 35;111 3 20;112 1 13;113 0 8;120 0 11;121 0 6;122 0 2;123 0 1;130 2 1;131 0 3;132 2 2;
200 1 45;201 0 18;202 0 10;203 0 4;210 6 32;211 4 17;212 5 10;213 5 2;220 3 13;221 6 8;222 1 4;223 2 2;230 4 0;231 3 1;232 2 1;
233 4 0;300 2 47;301 3 19;302 3 9;303 4 2;310 9 31;311 6 15;312 4 13;313 3 3;320 9 9;321 8 7;322 3 3;323 4 0;330 5 5;331 6 1;
332 2 1;333 5 1;400 5 43;401 4 10;402 2 5;403 0 2;410 17 17;411 3 7;412 5 4;420 6 7;421 4 8;422 2 1;423 1 0;430 3 1;431 1 1;
432 1 0;433 1 0;500 1 17;501 2 4;503 1 2;510 2 3;511 1 2;512 0 3;513 1 0;520 1 0;521 1 0;530 2 0;531 1 0
"""


def dummies(level, count, first=1):
    return [1 if level == k else 0 for k in range(first, count)]


def esoph():
    rows, y, w = [], [], []
    for entry in ESOPH.replace("\n", "").split(";"):
        code, cases, controls = entry.split()
        rows.append(dummies(int(code[0]), 6) + dummies(int(code[1]), 4) + dummies(int(code[2]), 4))
        y.append((int(cases), int(cases) + int(controls)))
        w.append(int(cases) + int(controls))
    assert len(rows) == 88 and sum(w) == 975 and sum(c for c, _ in y) == 200
    return rows, y, w


def budworm():
    """Venables and Ripley, Modern Applied Statistics with S, 7.2: sex, log₂ dose, their product."""
    dead = [1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16]
    rows = [[s, d, s * d] for s in (1, 0) for d in range(6)]
    return rows, [(k, 20) for k in dead], [20] * 12


def dobson(full):
    """The Poisson example of R's manual page of glm; in full with an indicator for every level, of which two are aliased."""
    counts = [18, 17, 15, 20, 10, 20, 25, 13, 12]
    first = 0 if full else 1
    return [dummies(i % 3, 3, first) + dummies(i // 3, 3, first) for i in range(9)], [(c, 1) for c in counts], None


def weighted_line(full):
    """A linear fit with precisions, two of which are 0, and in full a copy and a constant."""
    rows, y, w = [], [], []
    for i in range(14):
        a, b = (i * 5) % 9, (i * i) % 7
        rows.append([a, b] + ([2 * a - b + 3, 7] if full else []))
        y.append((mpf(4 * a - 3 * b + random.randrange(-8, 9)) / 4, 1))
        w.append([0.5, 1, 2.25, 0, 3][i % 5] if i < 10 else 1.5)
    return rows, y, w


def large_counts(scale):
    rows, y = [], []
    for i in range(16):
        x = (i * 7) % 16 / mpf(8) - 1
        mean = scale * exp(x / 2)
        rows.append([x])
        y.append((int(mean + sqrt(mean) * random.gauss(0, 1)), 1))
    return rows, y, None


def student(t, nu):
    return betainc(mpf(nu) / 2, mpf(1) / 2, 0, nu / (nu + t * t), regularized=True)


class Fit:
    """Columns that `aliased` names are left out, as R does."""

    def __init__(self, kind, rows, y, w, aliased=()):
        weights = [mpf(v) for v in (w or [1] * len(rows))]
        target = [mpf(k) / n for k, n in y]
        x = [[mpf(1)] + [mpf(v) for i, v in enumerate(r) if i not in aliased] for r in rows]
        n, p = sum(1 for v in weights if v > 0), len(x[0])
        self.coefficients = self.newton(kind, x, target, weights)
        self.df, self.null_df = n - p, n - 1
        self.deviance, likelihood = self.worth(kind, x, target, weights, n, y)
        ones = [[mpf(1)] for _ in x]
        kept = self.coefficients
        self.coefficients = self.newton(kind, ones, target, weights)
        self.null_deviance = self.worth(kind, ones, target, weights, n, y)[0]
        self.coefficients = kept
        inverse = self.information(kind, x, weights) ** -1
        scale = self.deviance / self.df if kind == "linear" else 1
        self.errors = [sqrt(inverse[i, i] * scale) for i in range(p)]
        ratios = [b / e for b, e in zip(self.coefficients, self.errors)]
        self.p_values = [student(r, self.df) if kind == "linear" else erfc(abs(r) / sqrt(mpf(2))) for r in ratios]
        self.aic = 2 * (p + (kind == "linear")) - 2 * likelihood
        self.check(kind, x, target, weights)

    def mean(self, kind, row):
        z = sum(a * b for a, b in zip(row, self.coefficients))
        return z if kind == "linear" else exp(z) if kind == "poisson" else 1 / (1 + exp(-z))

    def information(self, kind, x, w):
        p = len(x[0])
        h = matrix(p, p)
        for row, weight in zip(x, w):
            m = self.mean(kind, row)
            c = weight * (1 if kind == "linear" else m if kind == "poisson" else m * (1 - m))
            for i in range(p):
                for j in range(p):
                    h[i, j] += c * row[i] * row[j]
        return h

    def newton(self, kind, x, y, w):
        self.coefficients = [mpf(0)] * len(x[0])
        if kind == "poisson":
            self.coefficients[0] = log(sum(y) / len(y))
        for _ in range(60):
            g = matrix([sum(v * (t - self.mean(kind, r)) * r[i] for r, t, v in zip(x, y, w)) for i in range(len(x[0]))])
            step = self.information(kind, x, w) ** -1 * g
            self.coefficients = [a + b for a, b in zip(self.coefficients, step)]
            if max(abs(s) for s in step) < mpf(10) ** -45:
                return self.coefficients
        raise ValueError("no convergence")

    def worth(self, kind, x, y, w, n, counts):
        deviance, likelihood = mpf(0), mpf(0)
        xlog = lambda a, b: a * log(a / b) if a > 0 else mpf(0)
        for row, t, v, (k, m) in zip(x, y, w, counts):
            mu = self.mean(kind, row)
            if kind == "linear":
                deviance += v * (t - mu) ** 2
            elif kind == "poisson":
                deviance += 2 * v * (xlog(t, mu) - t + mu)
                likelihood += v * (t * log(mu) - mu - loggamma(t + 1))
            else:
                deviance += 2 * v * (xlog(t, mu) + xlog(1 - t, 1 - mu))
                likelihood += loggamma(m + 1) - loggamma(k + 1) - loggamma(m - k + 1) + k * log(mu) + (m - k) * log(1 - mu)
        if kind == "linear":
            positive = sum(log(v) for v in w if v > 0)
            likelihood = (positive - n * (log(2 * pi) + log(deviance / n) + 1)) / 2
        return deviance, likelihood

    def check(self, kind, x, y, w):
        x, y, w = (numpy.array([[float(v) for v in r] for r in x]), numpy.array([float(v) for v in y]),
                   numpy.array([float(v) for v in w]))
        if kind == "linear":
            keep = w > 0
            other = sm.WLS(y[keep], x[keep], weights=w[keep]).fit()
            aic = other.aic + 2
        else:
            family = sm.families.Poisson() if kind == "poisson" else sm.families.Binomial()
            if kind == "logistic":
                y = numpy.stack([numpy.round(y * w), w - numpy.round(y * w)], axis=1)
            other = sm.GLM(y, x, family=family).fit(tol=1e-14)
            aic = other.aic
            if max(y.flatten()) < 1e6:
                assert abs(float(self.deviance) - other.deviance) < 1e-8 * other.deviance
        assert numpy.allclose(other.bse, [float(e) for e in self.errors], rtol=1e-6)
        assert numpy.allclose(other.pvalues, [float(e) for e in self.p_values], rtol=1e-5, atol=1e-300)
        assert abs(aic - float(self.aic)) < 1e-6 * abs(aic) or max(y.flatten()) > 1e6


def cases():
    for name, kind, (rows, y, w), aliased in [
            ("dobson", "poisson", dobson(False), ()), ("dobsonInFull", "poisson", dobson(True), (2, 5)),
            ("budworm", "logistic", budworm(), ()), ("esoph", "logistic", esoph(), ()),
            ("weightedLine", "linear", weighted_line(False), ()), ("weightedLineInFull", "linear", weighted_line(True), (2, 3)),
            ("countsOf1e12", "poisson", large_counts(mpf(10) ** 12), ()),
            ("countsOf1e15", "poisson", large_counts(mpf(10) ** 15 / 4), ())]:
        fit = Fit(kind, rows, y, w, aliased)
        if name.startswith("dobson"):
            assert nstr(fit.deviance, 5) == "5.1291" and nstr(fit.null_deviance, 6) == "10.5814" and nstr(fit.aic, 4) == "56.76"
        if name == "budworm":
            assert nstr(fit.deviance, 5) == "4.9937" and nstr(fit.null_deviance, 7) == "124.8756" and nstr(fit.aic, 5) == "43.104"
            assert [nstr(v, 4) for v in (fit.coefficients[2], fit.errors[2])] == ["0.906", "0.1671"]
        if name == "esoph":
            assert fit.df == 76
        yield name, kind, rows, y, w, aliased, fit


def number(v):
    return nstr(mpf(v), 20)


def listed(values, per_line=8):
    lines = [", ".join(values[i:i + per_line]) for i in range(0, len(values), per_line)]
    return "[\n            " + ",\n            ".join(lines) + "\n        ]"


HEADER = ("// swift-format-ignore-file\n"
          "// Written by references.py (mpmath 1.3.0, Python 3.11.7); not to be edited by hand.\n\n")


def counts():
    """y and ln μ as Doubles, −ln p(y; μ) and y ln(y/μ) − y + μ."""
    rows = []
    for y in [0, 1e-3, 0.5, 1, 2, 7, 31, 31.5, 32, 100, 1023, 1024, 12345, 1e6, 1e9, 1e12, 123456789012345, 1e15]:
        for k in [-30, -2, -0.1, 0, 1, 3]:
            z = float(log(mpf(max(y, 0.5))) + k / sqrt(mpf(max(y, 1))))
            half = (mpf(y) * (log(mpf(y)) - z) if y else 0) - y + exp(mpf(z))
            rows.append([repr(float(y)), repr(z), number(exp(mpf(z)) - mpf(y) * z + loggamma(mpf(y) + 1)), number(half)])
    return rows


if __name__ == "__main__":
    with open("InferenceReferences.swift", "w") as file:
        file.write(HEADER + "/// Fits as R has them, to 20 digits; the bias first, and without those that are aliased.\n"
                   "enum InferenceReferences {\n    static let all: [InferenceReference] = [\n")
        for name, kind, rows, y, w, aliased, fit in cases():
            shares = [f"{k}.0/{n}" if n > 1 else number(k) for k, n in y]
            file.write(f"        InferenceReference(\n        name: \"{name}\", neuron: .{kind},\n        rows: "
                       + listed(["[" + ", ".join(nstr(mpf(v), 17) for v in r) + "]" for r in rows], 4)
                       + f",\n        targets: {listed(shares)},\n        weights: "
                       + (listed([nstr(mpf(v), 17) for v in w]) if w else "nil")
                       + f",\n        aliased: {list(aliased)},\n"
                       + "".join(f"        {label}: [{', '.join(map(number, values))}],\n" for label, values in [
                           ("estimates", fit.coefficients), ("errors", fit.errors), ("pValues", fit.p_values)])
                       + f"        deviance: {number(fit.deviance)}, degreesOfFreedom: {fit.df},\n"
                       + f"        nullDeviance: {number(fit.null_deviance)}, nullDegreesOfFreedom: {fit.null_df},\n"
                       + f"        aic: {number(fit.aic)}),\n")
        file.write("    ]\n}\n")
    with open("CountReferences.swift", "w") as file:
        file.write(HEADER + "/// The Poisson likelihood of counts.\nenum CountReferences {\n"
                   "    /// y, ln μ, −ln p(y; μ), y ln(y/μ) − y + μ\n    static let all: [[Double]] = [\n")
        for row in counts():
            file.write("        [" + ", ".join(row) + "],\n")
        file.write("    ]\n}\n")
