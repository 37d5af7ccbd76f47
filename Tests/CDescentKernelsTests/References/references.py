"""Writes References64.swift and References32.swift: correctly rounded values of what the kernels compute.

Made with mpmath 1.3.0 (Python 3.11.7): `python3 references.py`, in this folder. The arithmetic has 60 digits. Inputs
are representable in the precision at hand, and 0.3 means the nearest number to it there; results are computed from
those exact inputs and rounded once, to nearest, denormals and infinity included.
"""
import math
import random

from mpmath import exp, expm1, floor, log, log1p, mp, mpf, nint

mp.dps = 60

PRECISIONS = {
    # name: mantissa bits, lowest exponent, highest exponent, extremes of z
    "64": (53, -1022, 1023, [745, 746, 800, 709.7, 1e300]),
    "32": (24, -126, 127, [87.3, 88.7, 103.9, 104.5, 745, 800, 1e38]),
}


def rounded(x, precision):
    """The nearest number of the precision, as a Python float, which holds it exactly."""
    digits, lowest, highest, _ = PRECISIONS[precision]
    if x == 0:
        return 0.0
    if abs(x) >= mpf(2) ** (highest + 1):
        return math.inf if x > 0 else -math.inf
    exponent = max(int(floor(log(abs(x), 2))), lowest) - (digits - 1)
    steps = int(nint(x * mpf(2) ** -exponent))
    if abs(steps) >= 2 ** (highest - exponent + 1):
        return math.inf if x > 0 else -math.inf
    return math.ldexp(steps, exponent)


def text(x, precision):
    x = rounded(mpf(x), precision)
    if math.isinf(x):
        return "inf" if x > 0 else "-inf"
    mantissa, exponent = x.hex().split("p")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return "0" if x == 0 else f"{mantissa}p{int(exponent)}"


def scores(precision):
    """Special values, two random ones of either sign in each binade from 2^-60 to 2^10, and a scatter beyond."""
    digits, lowest, highest, extremes = PRECISIONS[precision]
    draw = random.Random(20260101)
    points = [0.0, 0.07, 1e-17, -1e-17, 40.0, -40.0] + [s * x for x in extremes for s in (1, -1)]
    binades = list(range(-60, -6, 3)) + list(range(-6, 10)) * 4
    binades += list(range(lowest + 2 - digits, -60, (highest - lowest) // 30)) + list(range(10, highest, highest // 12))
    for exponent in binades:
        for sign in (1, -1):
            points.append(sign * draw.uniform(1, 2) * 2.0**exponent)
    return sorted({rounded(mpf(x), precision) for x in points})


def curves(z, precision):
    """One row of the table of functions of one score; the order of columns is that of Swift's `Curve`."""
    z = mpf(z)
    e = exp(-abs(z))
    q = e / (1 + e)  # s(-|z|)
    s = 1 - q if z > 0 else q
    slope = e / (1 + e) ** 2
    bend = (expm1(-abs(z)) if z > 0 else -expm1(-abs(z))) / (1 + e)  # 1 - 2s
    t = expm1(-2 * abs(z))
    tanh = (-t if z > 0 else t) / (2 + t)
    tanh_slope = 4 * exp(-2 * abs(z)) / (1 + exp(-2 * abs(z))) ** 2
    row = [z, exp(z), s, slope, slope * bend, tanh, tanh_slope, -2 * tanh * tanh_slope]
    for y in targets(precision):
        error = (-q if z > 0 else q - 1) if y == 1 else s - y
        softplus = log1p(e)
        loss = ((1 - y) if z > 0 else y) * abs(z) + softplus
        row += [loss, error, error**2 / 2, error * slope, slope**2 + error * slope * bend]
    row += [slope**2, exp(z) - 3 * z, exp(z) - 3]
    return row


def targets(precision):
    return [mpf(0), mpf(1), mpf(rounded(mpf(0.3), precision))]


def softmax_cases(precision):
    draw = random.Random(20260102)
    huge = 1e308 if precision == "64" else 1e38
    for outputs in (2, 3, 10):
        yield 0, [0.0] * outputs
        yield outputs - 1, [1000.0] * outputs
        yield 0, [-huge] * outputs
        yield 1, [0.5] + [huge] + [-3.0] * (outputs - 2)
        yield 0, [0.5] + [huge] + [-3.0] * (outputs - 2)
        yield 0, [huge] + [-huge] * (outputs - 1)
        for lead in (30, 80, 700):
            yield 0, [float(lead)] + [draw.uniform(-1, 1) for _ in range(outputs - 1)]
        for spread in (1e-9, 0.1, 1, 1, 10, 10, 100, 100):
            yield draw.randrange(outputs), [draw.gauss(0, spread) for _ in range(outputs)]


def softmax(target, z, precision):
    """target, loss, then scores, probabilities and residuals."""
    z = [mpf(rounded(mpf(x), precision)) for x in z]
    shifted = [exp(x - z[target]) for x in z]
    others = sum(shifted[:target]) + sum(shifted[target + 1 :])
    largest = max(z)
    beside = [exp(x - largest) for x in z]
    beside.remove(mpf(1))
    p = [x / (1 + others) for x in shifted]
    residuals = [-others / (1 + others) if k == target else p[k] for k in range(len(z))]
    return [mpf(target), largest - z[target] + log1p(sum(beside))] + z + p + residuals


for precision in PRECISIONS:
    element = {"64": "Double", "32": "Float"}[precision]
    lines = [
        "// swift-format-ignore-file",
        "// Written by references.py (mpmath 1.3.0, Python 3.11.7); not to be edited by hand.",
        "",
        f"extension References<{element}> {{",
        '    static let curveTable = """',
    ]
    lines += ["        " + " ".join(text(x, precision) for x in curves(z, precision)) for z in scores(precision)]
    lines += ['        """', "", '    static let softmaxTable = """']
    for target, z in softmax_cases(precision):
        lines.append("        " + " ".join(text(x, precision) for x in softmax(target, z, precision)))
    lines += ['        """', "}", ""]
    with open(f"References{precision}.swift", "w") as file:
        file.write("\n".join(lines))
