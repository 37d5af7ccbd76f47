"""Checks the reference of the differential test with mpmath: python3 reference.py FILE…

Each file is what DESCENT_DIFFERENTIAL_SHOW prints. The risks of the reference's point and of all layers are computed anew
from the numbers of the file, and the optimum by Newton's method of its own where the risk is smooth and convex. Of fits that
name features as dependent, the test's excess is beside the optimum without these, this script's beside that of all. A penalty
above the reference's largest makes the risk of its point, where that weight should be 0 to all digits, meaningless here.
Run with Python 3.11, mpmath 1.3.
"""
import ast
import re
import sys

from mpmath import mp, mpf, matrix, exp, log, log1p, lu_solve, sqrt

mp.dps = 90


def read(path):
    text = open(path).read()
    found = re.search(r"# (\S+) bias (\w+) l1 (\S+) l2 (\S+) deviations (\w+)", text)
    problem = dict(
        neuron=found[1], bias=found[2] == "true", l1=mpf(float(found[3])), l2=mpf(float(found[4])),
        deviations=found[5] == "true")
    table = text.split("# csv begin\n")[1].split("\n# csv end")[0].split("\n")
    names = table[0].split(",")
    rows = [[mpf(float(value)) for value in line.split(",")] for line in table[1:]]
    column = {name: [row[k] for row in rows] for k, name in enumerate(names)}
    problem["x"] = [[column[n][i] for n in names if n[0] == "x"] for i in range(len(rows))]
    problem["y"] = column["y"]
    problem["w"] = column.get("w", [mpf(1)] * len(rows))
    problem["k"] = 3 if problem["neuron"] == "softmax" else 1
    zero = [mpf(0)] * len(rows)
    problem["o"] = [[column.get(f"o{k}", zero)[i] for k in range(problem["k"])] for i in range(len(rows))]
    return text, problem


def softplus(z):
    return z + log1p(exp(-z)) if z > 0 else log1p(exp(z))


def loss(neuron, z, y):
    if neuron == "softmax":
        top = max(z)
        return top - z[int(y)] + log(sum(exp(v - top) for v in z))
    z = z[0]
    if neuron == "logistic":
        return (1 - y) * softplus(z) + y * softplus(-z)
    if neuron == "poisson":
        return exp(z) - y * z
    if neuron.startswith("huber"):
        delta, r = mpf(float(neuron[6:-1])), abs(z - y)
        return r * r / 2 if r <= delta else delta * (r - delta / 2)
    if neuron == "absolute":
        return abs(z - y)
    if neuron == "hinge":
        return max(mpf(0), 1 - (2 * y - 1) * z)
    if neuron == "relu":
        return (max(mpf(0), z) - y) ** 2 / 2
    if neuron == "sigmoid":
        return (1 / (1 + exp(-z)) - y) ** 2 / 2
    return (z - y) ** 2 / 2


def unit(p, j):
    if not p["deviations"]:
        return mpf(1)
    total = sum(p["w"])
    values = [row[j] for row in p["x"]]
    mean = sum(w * v for w, v in zip(p["w"], values)) / total
    deviation = sqrt(sum(w * (v - mean) ** 2 for w, v in zip(p["w"], values)) / total)
    return deviation if deviation > mpf(10) ** -60 * abs(mean) else mpf(1)


def risk(p, weights, bias):
    total = sum(p["w"])
    value = mpf(0)
    for x, y, w, o in zip(p["x"], p["y"], p["w"], p["o"]):
        if w == 0:
            continue
        z = [sum(a * b for a, b in zip(weights[k], x)) + bias[k] + o[k] for k in range(p["k"])]
        value += w / total * loss(p["neuron"], z, y)
    for k in range(p["k"]):
        for j, v in enumerate(weights[k]):
            size = abs(v) * p["unit"][j]
            value += p["l1"] * size + p["l2"] / 2 * size * size
    return value


def slopes(neuron, z, y):
    if neuron == "softmax":
        top = max(z)
        e = [exp(v - top) for v in z]
        q = [v / sum(e) for v in e]
        gradient = [q[k] - (1 if k == int(y) else 0) for k in range(3)]
        return gradient, [[q[k] * ((1 if k == l else 0) - q[l]) for l in range(3)] for k in range(3)]
    if neuron == "logistic":
        q = 1 / (1 + exp(-z[0]))
        return [q - y], [[q * (1 - q)]]
    if neuron == "poisson":
        return [exp(z[0]) - y], [[exp(z[0])]]
    return [z[0] - y], [[mpf(1)]]


def newton(p, shift, scale):
    """The optimum in centred and scaled columns; a speck of damping stands for a choice among equal ones."""
    n, k_all = len(p["x"][0]), p["k"]
    width = n + (1 if p["bias"] else 0)
    rows = [[(x[j] - shift[j]) / scale[j] for j in range(n)] + [mpf(1)] * (width - n) for x in p["x"]]
    l2 = [p["l2"] * (p["unit"][j] / scale[j]) ** 2 for j in range(n)] + [mpf(0)] * (width - n)
    total, size = sum(p["w"]), width * k_all

    def value(t):
        sum_ = mpf(0)
        for a, y, w, o in zip(rows, p["y"], p["w"], p["o"]):
            z = [sum(t[k * width + j] * a[j] for j in range(width)) + o[k] for k in range(k_all)]
            sum_ += w / total * loss(p["neuron"], z, y)
        return sum_ + sum(l2[i % width] * t[i] ** 2 / 2 for i in range(size))

    t, now = [mpf(0)] * size, None
    for step in range(200):
        g, h = [mpf(0)] * size, matrix(size, size)
        for a, y, w, o in zip(rows, p["y"], p["w"], p["o"]):
            z = [sum(t[k * width + j] * a[j] for j in range(width)) + o[k] for k in range(k_all)]
            first, second = slopes(p["neuron"], z, y)
            for k in range(k_all):
                for i in range(width):
                    g[k * width + i] += w / total * first[k] * a[i]
                    for l in range(k_all):
                        for j in range(width):
                            h[k * width + i, l * width + j] += w / total * second[k][l] * a[i] * a[j]
        for i in range(size):
            g[i] += l2[i % width] * t[i]
            h[i, i] += l2[i % width] + mpf(10) ** -50
        d = lu_solve(h, matrix(g))
        decrement = sum(g[i] * d[i] for i in range(size)) / 2
        now = value(t) if now is None else now
        if decrement < mpf(10) ** -45:
            return now
        length = mpf(1)
        while True:
            after = [t[i] - length * d[i] for i in range(size)]
            reached = value(after)
            if reached < now or length < mpf(2) ** -60:
                break
            length /= 2
        t, now = after, reached
    return None


for path in sys.argv[1:]:
    text, p = read(path)
    p["unit"] = [unit(p, j) for j in range(len(p["x"][0]))]
    found = re.search(r"# reference: (\w+), risk (\S+) (\S+), condition (\S+), size (\S+),", text)
    said, size = mpf(float(found[2])) + mpf(float(found[3])), mpf(float(found[5]))
    shift, scale = (ast.literal_eval(v) for v in re.search(r"# shift (\[.*?\]) scale (\[.*?\]) truth", text).groups())
    shift, scale = [mpf(v) for v in shift], [mpf(v) for v in scale]
    point = [sum(mpf(float(v)) for v in pair.split(":")) for pair in re.search(r"# point (.*)", text)[1].split()]
    width = len(point) // p["k"]
    weights = [[point[k * width + j] / scale[j] for j in range(len(scale))] for k in range(p["k"])]
    bias = [
        (point[k * width + width - 1] - sum(w * s for w, s in zip(weights[k], shift))) if p["bias"] else mpf(0)
        for k in range(p["k"])
    ]
    own = risk(p, weights, bias)
    line = f"{path} {p['neuron']} {found[1]} κ {found[4]}: risk of the point differs by {mp.nstr(abs(own - said) / size, 2)}"
    smooth = p["neuron"] in ("logistic", "poisson", "linear", "softmax") and p["l1"] == 0
    if smooth and found[1] == "optimum":
        best = newton(p, shift, scale)
        line += ", optimum " + ("not found" if best is None else f"differs by {mp.nstr((said - best) / size, 2)}")
    print(line)
    pattern = r"# (\w+): [^\n]*excess (\S+?),[^\n]*\n#   weights (\[.*?\]\]) bias (\[.*?\])"
    for solver, excess, layer, b in re.findall(pattern, text):
        layer = [[mpf(v) for v in row] for row in ast.literal_eval(layer)]
        b = [mpf(v) for v in ast.literal_eval(b)] or [mpf(0)] * p["k"]
        print(f"    {solver}: excess {mp.nstr((risk(p, layer, b) - said) / size, 3)}, the test says {excess}")
