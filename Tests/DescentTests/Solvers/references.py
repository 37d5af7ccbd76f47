"""Prints RuleReferences.swift: where every update rule is after 20 steps on two small problems.

Made with mpmath 1.3.0 (Python 3.11), 50 digits: `python3 references.py > RuleReferences.swift`. The formulas are
written here from the papers, element by element, apart from the library's code.
"""
from mpmath import mp, mpf, exp, sqrt, nstr

mp.dps = 50

X = [[1.0, 0.5], [-0.25, 2.0], [0.75, -1.5], [2.0, 0.25], [-1.25, -0.5], [0.5, 1.0]]
QUADRATIC = [1.5, -2.0, 2.25, 3.0, -1.0, 0.5]
LABELS = [1.0, 0.0, 1.0, 1.0, 0.0, 0.0]
START = [0.5, -0.25, 0.125]
STEPS = 20


def gradient(problem, theta):
    g = [mpf(0)] * 3
    for x, y in zip(X, QUADRATIC if problem == "linear" else LABELS):
        row = [mpf(x[0]), mpf(x[1]), mpf(1)]
        z = sum(a * b for a, b in zip(theta, row))
        prediction = z if problem == "linear" else 1 / (1 + exp(-z))
        for i in range(3):
            g[i] += (prediction - mpf(y)) * row[i] / len(X)
    return g


def number(text):
    return mpf(float(text))  # the Double that the Swift source means


def elementwise(update, memory):
    """A rule that treats every parameter alike: update(theta, g, numbers, t) -> (theta, numbers)."""
    state = [[mpf(0)] * memory for _ in range(3)]

    def step(theta, g, t):
        result = []
        for i in range(3):
            value, state[i] = update(theta[i], g[i], state[i], t, i)
            result.append(value)
        return result

    return step


def descent(eta):
    return elementwise(lambda w, g, s, t, i: (w - eta * g, s), 0)


def normalised(eta):
    def step(theta, g, t):
        size = sqrt(sum(v * v for v in g))
        return [w - eta * v / size for w, v in zip(theta, g)]
    return step


def momentum(eta, mu, nesterov):
    def update(w, g, s, t, i):
        v = mu * s[0] + g
        return w - eta * (g + mu * v if nesterov else v), [v]
    return elementwise(update, 1)


def adagrad(eta, eps):
    def update(w, g, s, t, i):
        total = s[0] + g * g
        return w - eta * g / (sqrt(total) + eps), [total]
    return elementwise(update, 1)


def rmsprop(eta, rho, eps):
    def update(w, g, s, t, i):
        mean = rho * s[0] + (1 - rho) * g * g
        return w - eta * g / (sqrt(mean) + eps), [mean]
    return elementwise(update, 1)


def adadelta(eta, rho, eps):
    def update(w, g, s, t, i):
        mean = rho * s[0] + (1 - rho) * g * g
        delta = sqrt(s[1] + eps) / sqrt(mean + eps) * g
        return w - eta * delta, [mean, rho * s[1] + (1 - rho) * delta * delta]
    return elementwise(update, 2)


def adam(kind, eta, b1, b2, eps, decay=mpf(0)):
    def update(w, g, s, t, i):
        if i < 2:
            w = w - eta * decay * w
        m = b1 * s[0] + (1 - b1) * g
        v = b2 * s[1] + (1 - b2) * g * g
        worst = max(s[2], v)
        if kind == "adaMax":
            v = max(b2 * s[1], abs(g) + eps)
            return w - eta / (1 - b1**t) * m / v, [m, v, worst]
        ahead = m / (1 - b1**t)
        if kind == "nadam":
            ahead = b1 * m / (1 - b1**(t + 1)) + (1 - b1) * g / (1 - b1**t)
        size = (worst if kind == "amsGrad" else v) / (1 - b2**t)
        return w - eta * ahead / (sqrt(size) + eps), [m, v, worst]
    return elementwise(update, 3)


n = number
decays = (n("0.9"), n("0.999"), n("1e-8"))
RULES = {
    "gradientDescent": lambda: descent(n("0.1")),
    "normalisedDescent": lambda: normalised(n("0.05")),
    "momentum": lambda: momentum(n("0.05"), n("0.9"), False),
    "nesterov": lambda: momentum(n("0.05"), n("0.9"), True),
    "adaGrad": lambda: adagrad(n("0.1"), n("1e-10")),
    "rmsProp": lambda: rmsprop(n("0.01"), n("0.9"), n("1e-8")),
    "adadelta": lambda: adadelta(n("1"), n("0.9"), n("1e-6")),
    "adam": lambda: adam("adam", n("0.01"), *decays),
    "adamW": lambda: adam("adamW", n("0.01"), *decays, n("0.1")),
    "adaMax": lambda: adam("adaMax", n("0.02"), *decays),
    "nadam": lambda: adam("nadam", n("0.02"), *decays),
    "amsGrad": lambda: adam("amsGrad", n("0.01"), *decays),
}

print("// Written by references.py; do not edit.")
print("enum RuleReferences {")
print("    /// Parameters after 20 steps, by rule: weights, then the bias.")
print("    static let after20Steps: [String: (linear: [Double], logistic: [Double])] = [")
for name, make in RULES.items():
    parts = []
    for problem in ("linear", "logistic"):
        rule, theta = make(), [mpf(v) for v in START]
        for t in range(1, STEPS + 1):
            theta = rule(theta, gradient(problem, theta), t)
        parts.append("[" + ", ".join(nstr(v, 18) for v in theta) + "]")
    print(f'        "{name}": (\n            {parts[0]},\n            {parts[1]}),')
print("    ]")
print("}")
