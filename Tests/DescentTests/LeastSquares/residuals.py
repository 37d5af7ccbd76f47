#!/usr/bin/env python3
"""Writes CertifiedResiduals.swift: the residual standard deviation of NIST's linear sets when the design is a matrix of
Doubles, powers by repeated multiplication. The certified deviation is that of the decimal design, from which it differs
in the 9th digit for Filip.

    python3 residuals.py <folder of nist-strd>
"""
import json
import os
import sys
from fractions import Fraction

import mpmath

mpmath.mp.dps = 120
folder = sys.argv[1]
certified = json.load(open(os.path.join(folder, "certified.json")))


def exact(x):
    fraction = Fraction(x)
    return mpmath.mpf(fraction.numerator) / fraction.denominator


def design(model, xs):
    if model.startswith("poly"):
        row = [1.0]
        for _ in range(int(model[4:])):
            row.append(row[-1] * xs[0])
        return row
    return xs if model == "noint" else [1.0] + xs


def deviation(name):
    with open(os.path.join(folder, name + ".csv")) as file:
        rows = [[float(word) for word in line.split(",")] for line in file.read().split()[1:]]
    model = certified[name]["model"]
    A = mpmath.matrix([[exact(x) for x in design(model, row[1:])] for row in rows])
    y = mpmath.matrix([exact(row[0]) for row in rows])
    w = mpmath.lu_solve(A.T * A, A.T * y)
    r = y - A * w
    return mpmath.sqrt((r.T * r)[0] / (A.rows - A.cols))


here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "CertifiedResiduals.swift"), "w") as out:
    out.write(f"// Written by residuals.py with Python {sys.version.split()[0]}, mpmath {mpmath.__version__}; not by hand.\n")
    out.write("/// √(Σ r² / (m − p)) of the exact fit to the design in Doubles; below 1e−100 it is 0.\n")
    out.write("let certifiedResiduals: [String: Double] = [\n")
    for name in certified:
        value = deviation(name)
        text = "0" if value < 1e-100 else mpmath.nstr(value, 20)
        out.write(f'    "{name}": {text},\n')
    out.write("]\n")
