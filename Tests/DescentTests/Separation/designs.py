"""Prints SeparationTruth.swift: the verdict on 1000 designs of whole numbers, by exact arithmetic.

Made with Python 3.11 and nothing else: `python3 designs.py > SeparationTruth.swift` (about a minute). The test makes the same
designs from the same numbers. The truth is found by another way than the library's: one linear programme per design,
max Σt with 0 ≤ t ≤ 1 and t ≤ s(x·d) for all samples (Konis, 2007), solved by the simplex method in whole numbers with
Bland's rule; then coefficients by elimination.
"""
from fractions import Fraction

MASK = (1 << 64) - 1
COUNT = 1000


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, count):
        return self.next() % count


def design(seed):
    """Features, four times the targets, weights, bias; the same steps as in SeparationDesign.swift."""
    g = SplitMix64(seed)
    n, m = 1 + g.below(6), 4 + g.below(37)
    has_bias = g.below(4) != 0
    reach = [1, 2, 5, 30, 1000, 5000][g.below(6)]
    x = [[g.below(2 * reach + 1) - reach for _ in range(n)] for _ in range(m)]
    special = g.below(4)
    if special == 0 and n > 1:
        column = 1 + g.below(n - 1)
        a, b, c = g.below(5) - 2, g.below(5) - 2, g.below(5) - 2
        for row in x:
            row[column] = a * row[0] + b * row[column - 1] + c
    if special == 1:
        column, value = g.below(n), g.below(5) - 2
        for row in x:
            row[column] = value
    style = g.below(6)
    plane = [g.below(7) - 3 for _ in range(n)]
    constant = g.below(2 * reach + 1) - reach if has_bias else 0
    if style == 4:  # a feature that is 1 for some of one class only
        plane, constant = [1] + [0] * (n - 1), 0
        for row in x:
            row[0] = g.below(2)
    if style == 5:  # many samples on the plane
        constant = 0
        for row in x:
            if g.below(2) == 0:
                for j in range(n):
                    row[j] *= 1 if plane[j] == 0 else 0
    y = []
    for row in x:
        z = sum(a * b for a, b in zip(row, plane)) + constant
        coin = g.below(2)
        y.append(4 * ((1 if z > 0 else 0 if z < 0 else coin) if style != 3 else coin))
    if style == 1:
        i = g.below(m)
        y[i] = 4 - y[i]
    if style == 2:
        for i in range(m):
            if g.below(8) == 0:
                y[i] = 4 - y[i]
    for _ in range(g.below(4)):
        source, target, other = g.below(m), g.below(m), g.below(2)
        x[target] = list(x[source])
        y[target] = y[source] if other == 0 else 4 * g.below(2)
    if g.below(4) == 0:
        for _ in range(1 + g.below(2)):
            i = g.below(m)
            y[i] = 1 + g.below(3)
    w = [1] * m
    if g.below(3) == 0:
        w = [g.below(3) for _ in range(m)]
        w[0] = max(w[0], 1)
    return x, y, w, has_bias


def conditions(x, y, w, has_bias):
    """Vectors that must be >= 0 and vectors that must be = 0; the bias comes first."""
    least, equal = [], []
    for row, target, weight in zip(x, y, w):
        row = ([1] if has_bias else []) + row
        if weight == 0:
            continue
        if target in (0, 4):
            least.append(row if target == 4 else [-v for v in row])
        else:
            equal.append(row)
    return least, equal


def eliminate(rows, columns):
    """Reduced row echelon form and its pivots."""
    rows, pivots = [[Fraction(v) for v in row] for row in rows], []
    for column in range(columns):
        k = len(pivots)
        found = next((i for i in range(k, len(rows)) if rows[i][column] != 0), None)
        if found is None:
            continue
        rows[k], rows[found] = rows[found], rows[k]
        head = rows[k][column]
        rows[k] = [v / head for v in rows[k]]
        for i in range(len(rows)):
            if i != k and rows[i][column] != 0:
                f = rows[i][column]
                rows[i] = [a - f * b for a, b in zip(rows[i], rows[k])]
        pivots.append(column)
    return rows[:len(pivots)], pivots


def null_space(rows, columns):
    reduced, pivots = eliminate(rows, columns)
    basis = []
    for free in range(columns):
        if free in pivots:
            continue
        vector = [Fraction(0)] * columns
        vector[free] = Fraction(1)
        for row, pivot in zip(reduced, pivots):
            vector[pivot] = -row[free]
        scale = 1
        for v in vector:
            scale = scale * v.denominator // gcd(scale, v.denominator)
        basis.append([int(v * scale) for v in vector])
    return basis


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def maximise(objective, matrix, right):
    """max c·v with Av <= b, v >= 0 and b >= 0, in whole numbers (Edmonds' pivoting); returns v."""
    rows, columns = len(matrix), len(objective)
    table = [list(a) + [int(i == k) for k in range(rows)] + [b] for i, (a, b) in enumerate(zip(matrix, right))]
    top = [-c for c in objective] + [0] * (rows + 1)
    basis, last = [columns + i for i in range(rows)], 1
    while True:
        enter = next((j for j in range(columns + rows) if top[j] < 0), None)
        if enter is None:
            break
        leave = None
        for i in range(rows):
            if table[i][enter] > 0:
                if leave is None:
                    leave = i
                    continue
                here = table[i][-1] * table[leave][enter]
                there = table[leave][-1] * table[i][enter]
                if here < there or (here == there and basis[i] < basis[leave]):
                    leave = i
        assert leave is not None, "unbounded"
        pivot, row = table[leave][enter], table[leave]
        for i in range(rows):
            if i != leave:
                f = table[i][enter]
                table[i] = [(pivot * a - f * b) // last for a, b in zip(table[i], row)]
        f = top[enter]
        top = [(pivot * a - f * b) // last for a, b in zip(top, row)]
        basis[leave], last = enter, pivot
    values = [Fraction(0)] * (columns + rows)
    for i, k in enumerate(basis):
        values[k] = Fraction(table[i][-1], last)
    return values[:columns]


def products(rows, basis):
    return [[sum(a * b for a, b in zip(row, vector)) for vector in basis] for row in rows]


def separated(least, equal, columns):
    """Which of the first rows are > 0 in some direction."""
    basis = null_space(equal, columns)
    if not basis:
        return [False] * len(least)
    reduced, k, m = products(least, basis), len(basis), len(least)
    matrix, right = [], []
    for i, row in enumerate(reduced):
        t = [int(i == j) for j in range(m)]
        matrix.append([-v for v in row] + row + t)
        right.append(0)
        matrix.append([0] * (2 * k) + t)
        right.append(1)
    values = maximise([0] * (2 * k) + [1] * m, matrix, right)
    t = values[2 * k:]
    assert all(v in (0, 1) for v in t)
    return [v == 1 for v in t]


def reaches(objective, least, equal, columns):
    """Whether some direction with |d| <= 1 has a positive product with the objective."""
    basis = null_space(equal, columns)
    if not basis:
        return False
    c, reduced, k = products([objective], basis)[0], products(least, basis), len(basis)
    matrix = [[-v for v in row] + row for row in reduced]
    right = [0] * len(matrix)
    for i in range(columns):
        row = [vector[i] for vector in basis]
        matrix += [row + [-v for v in row], [-v for v in row] + row]
        right += [1, 1]
    values = maximise(c + [-v for v in c], matrix, right)
    return sum(a * (p - q) for a, p, q in zip(c, values[:k], values[k:])) > 0


def truth(x, y, w, has_bias):
    """A letter for the verdict; for a quasi-complete one a sign per coefficient (the bias first) and the samples left."""
    least, equal = conditions(x, y, w, has_bias)
    columns = len(x[0]) + (1 if has_bias else 0)
    strict = separated(least, equal, columns)
    if not any(strict):
        return "N"
    if all(strict) and not equal:
        return "C"
    _, independent = eliminate(least + equal, columns)
    def chosen(rows):
        return [[row[j] for j in independent] for row in rows]
    left = [row for row, s in zip(least, strict) if not s] + equal
    directions = null_space(chosen(left), len(independent))
    signs = ["x"] * columns
    for place, column in enumerate(independent):
        if all(vector[place] == 0 for vector in directions):
            signs[column] = "0"
            continue
        unit = [int(i == place) for i in range(len(independent))]
        up = reaches(unit, chosen(least), chosen(equal), len(independent))
        down = reaches([-v for v in unit], chosen(least), chosen(equal), len(independent))
        assert up or down
        signs[column] = "?" if up and down else "+" if up else "-"
    return "Q" + "".join(signs) + str(len(left))


def main():
    found = [truth(*design(seed)) for seed in range(COUNT)]
    counts = {letter: sum(1 for f in found if f[0] == letter) for letter in "NCQ"}
    print("// Printed by designs.py; see there.")
    print("/// The verdict on the design of every seed: (N)one, (C)omplete, or (Q)uasi-complete with a sign per coefficient")
    print("/// (+, -, ? for either, 0 for finite, x for collinear; the bias first if there is one) and the number of samples")
    print(f"/// that remain. {counts['N']} none, {counts['C']} complete, {counts['Q']} quasi-complete.")
    print('let separationTruth = """')
    for first in range(0, COUNT, 10):
        print("    " + " ".join(found[first:first + 10]))
    print('    """')


main()
