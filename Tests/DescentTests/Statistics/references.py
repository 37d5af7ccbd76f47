"""Writes TailReferences.swift, LogGammaReferences.swift and MetricReferences.swift.

Made with mpmath 1.3.0 (Python 3.11.7): `python3 references.py`, in this folder; about a minute. Every input is a Double.

Tails come from one series of positive terms each, summed with 40 digits more than the smaller tail needs, so that the
other tail is 1 minus it: I(a, b; x) = xᵃ yᵇ/(a B(a, b)) Σ (a + b)ₙ/(a + 1)ₙ xⁿ and P(a, x) = xᵃ e⁻ˣ/Γ(a + 1) Σ xⁿ/(a + 1)ₙ.
Where mpmath's own betainc and gammainc are fast, they are checked against it. Metrics are fractions by their definitions.
"""
import random
from fractions import Fraction

from mpmath import betainc, erfc, gamma, gammainc, log, log1p, loggamma, exp, mp, mpf, nstr, sqrt

DIGITS = 350
mp.dps = DIGITS
random.seed(20)


def positive_series(ratio):
    """1 + r₁ + r₁ r₂ + …, until the terms no longer count."""
    term, total, n = mpf(1), mpf(1), 0
    limit = mpf(10) ** -mp.dps
    while True:
        n += 1
        r = ratio(n)
        term *= r
        total += term
        if r < 1 and term < limit * total * (1 - r):
            return total


def beta_lower(a, b, x, y, log_x, log_y):
    scale = exp(a * log_x + b * log_y - loggamma(a) - loggamma(b) + loggamma(a + b)) / a
    return scale * positive_series(lambda n: (a + b + n - 1) * x / (a + n))


def beta(a, b, over, under):
    """I(a, b; x) and its complement, for x : y = over : under, by the shorter series."""
    x, y = over / (over + under), under / (over + under)
    log_x, log_y = -log1p(under / over), -log1p(over / under)
    length = lambda a, b, x, y, log_x: max(0, ((a + b) * x - a) / y) - 850 / log_x
    if length(a, b, x, y, log_x) < length(b, a, y, x, log_y):
        lower = beta_lower(a, b, x, y, log_x, log_y)
        return lower, 1 - lower
    upper = beta_lower(b, a, y, x, log_y, log_x)
    return 1 - upper, upper


def student(nu, t):
    """The upper tail, and what lies between 0 and t."""
    nu, t = mpf(nu), mpf(t)
    lower, upper = beta(nu / 2, mpf(1) / 2, nu, t * t)
    return lower / 2, upper / 2


def chi_squared(k, x):
    a, x = mpf(k) / 2, mpf(x) / 2
    lower = exp(a * log(x) - x - loggamma(a + 1)) * positive_series(lambda n: x / (a + n))
    return lower, 1 - lower


def ratio(d1, d2, f):
    d1, d2, f = mpf(d1), mpf(d2), mpf(f)
    return beta(d1 / 2, d2 / 2, d1 * f, d2)


def normal(z):
    z = mpf(z) / sqrt(mpf(2))
    return erfc(-z) / 2, erfc(z) / 2


def check():
    close = lambda a, b: abs(a / b - 1) < mpf(10) ** -40
    for nu, t in ((1, 3.0), (2.5, 40.0), (30, 7.0)):
        x = mpf(nu) / (nu + mpf(t) ** 2)
        assert close(student(nu, t)[0], betainc(mpf(nu) / 2, mpf(1) / 2, 0, x, regularized=True) / 2)
    for k, x in ((1, 5.0), (7.5, 90.0), (40, 3.0)):
        assert close(chi_squared(k, x)[1], gammainc(mpf(k) / 2, mpf(x) / 2, regularized=True))
        assert close(chi_squared(k, x)[0], gammainc(mpf(k) / 2, 0, mpf(x) / 2, regularized=True))
    for d1, d2, f in ((1, 1, 4.0), (3, 20, 9.0), (60, 8.5, 0.25)):
        x = mpf(d1) * f / (mpf(d1) * f + d2)
        assert close(ratio(d1, d2, f)[0], betainc(mpf(d1) / 2, mpf(d2) / 2, 0, x, regularized=True))
    half = mpf(1) / 2
    assert close(student(2, 3.0)[0], half - 3 / (2 * sqrt(mpf(11))))


def digits(v):
    return nstr(v, 20)


def double(v):
    return float(nstr(v, 25))


def scatter(low, high):
    """Between two powers of ten, every size as likely."""
    return double(mpf(10) ** random.uniform(low, high))


def rows(function, points):
    result = []
    for point in points:
        mp.dps = 80 if max(point) < 1e20 else 2 * DIGITS
        tails = function(*point)
        if min(tails) < 1e-25 and mp.dps < DIGITS:
            mp.dps = DIGITS
            tails = function(*point)
        if min(tails) > mpf("1e-305"):
            result.append([*(repr(float(v)) for v in point), *map(digits, tails)])
    return result


def normal_points():
    grid = [0.0, 1e-10, 0.001, 0.1, 0.5, 0.6745, 1, 1.5, 1.96, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 35, 37]
    return [(z,) for z in grid + [double(random.uniform(0, 37)) for _ in range(28)]]


def student_points():
    dofs = [0.5, 1, 1.5, 2, 3, 5, 10, 30, 100, 1e3, 1e4, 1e5, 1e6, 1e7]
    sizes = [1e-6, 0.1, 0.7, 1, 1.75, 2, 4, 10, 25, 36, 100, 1000]
    points = [(nu, t) for nu in dofs for t in sizes]
    points += [(1, 1e150), (1, 1e200), (1, 1e299), (0.5, 1e300), (2, 1e145), (3, 1e99), (1e300, 30.0)]
    return points + [(scatter(0, 7), double(abs(random.gauss(0, 12)))) for _ in range(60)]


def chi_squared_points():
    def near(k, z):
        return double(k * max(mpf(1) - mpf(2) / (9 * k) + z * sqrt(mpf(2) / (9 * k)), mpf("1e-4")) ** 3)

    dofs = [0.5, 1, 2, 3, 5, 10, 30, 100, 1e3, 1e4, 1e5, 1e6]
    points = [(k, near(k, z)) for k in dofs for z in (-36, -12, -3, -1, -0.1, 0, 0.5, 1, 3, 9, 20, 35)]
    points += [(1, 1e-300), (2, 1e-300), (1, 1300.0), (2, 1400.0), (7, 1e-20)]
    return points + [(k, near(k, random.uniform(-30, 36))) for k in (scatter(0, 6) for _ in range(50))]


def ratio_points():
    dofs = [(1, 1), (1, 10), (2, 3), (5, 5), (10, 1), (3, 100), (1, 1e7), (1e7, 1), (1e3, 1e3), (40, 1e6), (1e6, 40),
            (1e7, 1e7), (1e4, 1e7), (0.5, 8)]

    def near(d1, d2, z):
        return double(exp(z * sqrt(mpf(2) / d1 + mpf(2) / d2)))

    points = [(d1, d2, near(d1, d2, z)) for d1, d2 in dofs for z in (-20, -6, -2, -0.5, 0, 0.1, 1, 2, 4, 9, 20, 30)]
    points += [(1, 1, 1e300), (1, 1, 1e-300), (4, 2, 1e-70), (2, 4, 1e70)]
    return points + [(d1, d2, near(d1, d2, random.uniform(-20, 20)))
                     for d1, d2 in ((scatter(0, 7), scatter(0, 7)) for _ in range(50))]


def log_gamma_rows():
    values = [1e-300, 1e-10, 0.1, 0.5, 0.99, 1 - 2**-30, 1 + 2**-30, 1.46, 1.99, 2 + 2**-40, 2.5, 5, 10, 31.5, 32, 100.25,
              1e4, 123456.789, 5e6, 1e10, 1e15]
    return [[repr(v), digits(loggamma(mpf(v)))] for v in values]


def log_beta_rows():
    values = [0.25, 0.5, 1, 2.75, 31, 40, 1e3, 123456.5, 5e6, 1e12]
    pairs = [(a, b) for a in values for b in values if a <= b]
    pairs += [(0.5, 1e300), (3, 1e100), (1e12, 1e200)]
    mp.dps = 900
    result = [[repr(float(a)), repr(float(b)), digits(loggamma(mpf(a)) + loggamma(mpf(b)) - loggamma(mpf(a) + mpf(b)))]
              for a, b in pairs]
    mp.dps = DIGITS
    return result


def metric_cases():
    """Small samples with sixteenths, so that scores have ties and every number is exact."""
    cases = []
    for size in (6, 11, 24):
        p = [Fraction(random.randrange(1, 16), 16) for _ in range(size)]
        y = [random.randrange(2) for _ in range(size)]
        y[:2] = [0, 1]
        w = [Fraction(random.randrange(0, 5), 2) for _ in range(size)]
        w[:2] = [Fraction(1), Fraction(3, 2)]
        v = [Fraction(random.randrange(-40, 40), 8) for _ in range(size)]
        total, positive = sum(w), sum(b for b, c in zip(w, y) if c)
        pairs = sum(b * d * (1 if a > c else Fraction(1, 2) if a == c else 0)
                    for a, b, s in zip(p, w, y) if s for c, d, t in zip(p, w, y) if not t)
        hit = sum(b for a, b, c in zip(p, w, y) if (a >= Fraction(1, 2)) == bool(c))
        both = sum(b for a, b, c in zip(p, w, y) if a >= Fraction(1, 2) and c)
        claimed = sum(b for a, b in zip(p, w) if a >= Fraction(1, 2))
        errors = [a - b for a, b in zip(p, v)]
        mean = sum(a * b for a, b in zip(w, v)) / total
        squares = sum(a * b * b for a, b in zip(w, errors))
        cases.append({
            "probabilities": p, "labels": y, "weights": w, "values": v,
            "auc": pairs / (positive * (total - positive)),
            "accuracy": hit / total,
            "precision": both / claimed,
            "recall": both / positive,
            "f1": 2 * both / (claimed + positive),
            "brier": sum(b * (a - c) ** 2 for a, b, c in zip(p, w, y)) / total,
            "logLoss": -sum(mpf(b.numerator) / b.denominator * log(mpf((a if c else 1 - a).numerator) / 16 * (
                mpf(16) / (a if c else 1 - a).denominator)) for a, b, c in zip(p, w, y)) * total.denominator / total.numerator,
            "meanSquare": squares / total,
            "meanAbsoluteError": sum(a * abs(b) for a, b in zip(w, errors)) / total,
            "rSquared": 1 - squares / sum(a * (b - mean) ** 2 for a, b in zip(w, v)),
        })
    return cases


HEADER = ("// swift-format-ignore-file\n"
          "// Written by references.py (mpmath 1.3.0, Python 3.11.7); not to be edited by hand.\n\n")


def table(name, comment, values, per_line=2):
    lines = [f"    /// {comment}", f"    static let {name}: [[Double]] = ["]
    for i in range(0, len(values), per_line):
        lines.append("        " + ", ".join("[" + ", ".join(v) + "]" for v in values[i:i + per_line]) + ",")
    return "\n".join(lines + ["    ]"]) + "\n"


def plain(v):
    if isinstance(v, list):
        return "[" + ", ".join(map(plain, v)) + "]"
    if isinstance(v, Fraction):
        return nstr(mpf(v.numerator) / v.denominator, 20)
    return str(v) if isinstance(v, int) else nstr(v, 20)


if __name__ == "__main__":
    check()
    with open("TailReferences.swift", "w") as file:
        file.write(HEADER + "/// Tails of the distributions at Doubles, right to 20 digits.\nenum TailReferences {\n")
        file.write(table("normal", "z, lower, upper", rows(normal, normal_points()), 3))
        file.write("\n" + table("student", "ν, t, upper, between 0 and t", rows(student, student_points())))
        file.write("\n" + table("chiSquared", "k, x, lower, upper", rows(chi_squared, chi_squared_points())))
        file.write("\n" + table("ratio", "d₁, d₂, f, lower, upper", rows(ratio, ratio_points())))
        file.write("}\n")
    with open("LogGammaReferences.swift", "w") as file:
        file.write(HEADER + "/// Logarithms of Γ and B at Doubles, right to 20 digits.\nenum LogGammaReferences {\n")
        file.write(table("logGamma", "a, ln Γ(a)", log_gamma_rows(), 3))
        file.write("\n" + table("logBeta", "a, b, ln B(a, b)", log_beta_rows(), 3) + "}\n")
    with open("MetricReferences.swift", "w") as file:
        file.write(HEADER + "/// Metrics of small samples, by their definitions in fractions. Class 1 is p ≥ ½.\n"
                   "struct MetricReferences {\n")
        cases = metric_cases()
        for name, value in cases[0].items():
            kind = ("[Int]" if name == "labels" else "[Double]") if isinstance(value, list) else "Double"
            file.write(f"    let {name}: {kind}\n")
        file.write("\n    static let all = [\n")
        for case in cases:
            file.write("        MetricReferences(\n            "
                       + ",\n            ".join(f"{name}: {plain(value)}" for name, value in case.items()) + "),\n")
        file.write("    ]\n}\n")
