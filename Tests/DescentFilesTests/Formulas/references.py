"""Writes FormulaReferences.swift: design matrices of formulas, by formulaic.

Made with formulaic 1.2.2, NumPy 2.4.6 and pandas 3.1.1 (Python 3.11): `python3 references.py`, in this folder.

Where formulaic codes a product by another rule than R, in products without all their margins, the columns are made here from the
blocks that R's `model.matrix` has by its documentation: a factor has a column per level where the rest of the product is no part of a
term before it. The names are R's too.
"""
import itertools
import re

import numpy as np
import pandas as pd
from formulaic import model_matrix

N = 14
i = np.arange(N)
TABLE = pd.DataFrame({
    "age": 20 + (i * i * 7) % 41,
    "income": np.round(900 * 1.23 ** ((i * 5) % N) + 13.5 * i, 2),
    "visits": (i * 11) % 9,
    "height": np.round(1.5 + 0.04 * ((i * 9) % N) + 0.003 * i, 3),
    "exposure": 1 + (i * 3) % 5,
    "city": [["Bonn", "Oslo", "Rome"][(k * k + k // 4) % 3] for k in i],
    "color": [["blue", "red"][(k // 2 + k // 7) % 2] for k in i],
    "size": [["L", "M", "S", "XL"][(k * 3 + k // 5) % 4] for k in i],
})

# A formula of Descent, and formulaic's where it is written otherwise.
FORMULAS = [
    ("age",),
    ("age + income",),
    ("city",),
    ("city + color + size",),
    ("age * city",),
    ("city * color",),
    ("city * color * age",),
    ("(city + color + age)^2", "(city + color + age)**2"),
    ("(age + income + visits)^3 - age:income", "(age + income + visits)**3 - age:income"),
    ("city + city:color",),
    ("city / color",),
    ("age:city",),
    ("age + age:city",),
    ("age * city - city",),
    ("age * city - age",),
    ("city + age:color",),
    ("log(visits + 1)",),
    ("log(visits + 1):city",),
    ("log(income) + sqrt(height) + exp(height) + abs(age - 40)",
     "log(income) + sqrt(height) + exp(height) + abs(age - 40)"),
    ("I(age^2) + age", "I(age ** 2) + age"),
    ("I(age * visits + 2)",),
    ("I(income/age) + I(-height^2)", "I(income/age) + I(-height**2)"),
    ("I(age > 40)", "I((age > 40) * 1)"),
    ("I(city == \"Oslo\")", "I((city == 'Oslo') * 1)"),
    ("spline(income, 5)", "bs(income, df=5)"),
    ("bs(income, df=3)", "bs(income, df=3)"),
    ("spline(height, 6, degree=2)", "bs(height, df=6, degree=2)"),
    ("spline(income, 4) * color", "bs(income, df=4) * color"),
    ("poly(height, 2)",),
    ("poly(income, 4) + city",),
    ("poly(age, 2):poly(height, 2)",),
    ("C(city, ref=\"Rome\") + age", "C(city, contr.treatment('Rome')) + age"),
    ("C(city, sum) + C(color, sum)", "C(city, contr.sum) + C(color, contr.sum)"),
    ("C(size, sum) * age", "C(size, contr.sum) * age"),
    ("0 + city",),
    ("city + color - 1",),
    ("0 + age + city",),
    ("age * city - 1",),
    ("0 + age:city + color",),
    ("age * city + spline(income, 5) + log(visits + 1) + poly(height, 2) - 1",
     "age * city + bs(income, df=5) + log(visits + 1) + poly(height, 2) - 1"),
    (". - income - size", "age + visits + height + exposure + city + color"),
]

# Formulas whose products R codes otherwise than formulaic: the blocks of each term, full or by contrasts.
BY_HAND = [
    ("city:color", ["city:color"]),
    ("age + city:color", ["age", "city:color"]),
    ("city:color - 1", ["city:color"]),
    ("color + city:size", ["-color", "city:size"]),
    ("city:color:age", ["city:color:age"]),
    ("color:city + color", ["-color", "color:-city"]),
]


def block(factor):
    """(name, column) pairs of a factor: every level, or with a minus all but the first."""
    name = factor.lstrip("-")
    if TABLE[name].dtype.kind in "if":
        return [(name, TABLE[name].to_numpy(float))]
    levels = sorted(TABLE[name].unique())[1 if factor.startswith("-") else 0:]
    return [(name + level, (TABLE[name] == level).to_numpy(float)) for level in levels]


def by_hand(terms):
    found = []
    for term in terms:
        blocks = [block(factor) for factor in term.split(":")]
        # The first factor's columns change fastest.
        for columns in itertools.product(*reversed(blocks)):
            columns = columns[::-1]
            found.append((":".join(name for name, _ in columns), np.prod([column for _, column in columns], axis=0)))
    return found


def named(name):
    """As R has it."""
    if name.startswith("C(") or ":C(" in name or "contr.sum" in name:
        name = re.sub(r"C\((\w+), contr\.sum\)\[S\.(\w+)\]",
                      lambda m: m[1] + str(1 + sorted(TABLE[m[1]].unique()).index(m[2])), name)
        name = re.sub(r"C\((\w+), contr\.treatment\('\w+'\)\)\[T\.(\w+)\]", r"\1\2", name)
    name = re.sub(r"\[T\.(\w+)\]", r"\1", name)
    name = re.sub(r"bs\((\w+), df=(\d+), degree=(\d+)\)", r"bs(\1, \2, degree = \3)", name)
    name = re.sub(r"bs\((\w+), df=(\d+)\)", r"bs(\1, \2)", name)
    name = re.sub(r"\[(\w+)\]", r"\1", name)
    name = name.replace("I((age > 40) * 1)", "I(age > 40)").replace("I((city == 'Oslo') * 1)", 'I(city == "Oslo")')
    name = name.replace(" ** ", "^").replace("**", "^").replace("I(income / age)", "I(income/age)")
    return re.sub(r"\babs\(age - 40\)", "abs(age - 40)", name)


def numbers(values):
    return ", ".join(f"{float(value):.15g}" for value in values)


def main():
    lines = ["// Written by references.py beside this file.", "",
             "/// A table, and design matrices of formulas without the bias: as one text, since a compiler takes minutes over such arrays.",
             "enum FormulaReferences {",
             "    /// A line per column of the table or, after a line with a formula, of its design.", '    static let text = #"""']
    for name in TABLE:
        isNumber = TABLE[name].dtype.kind in "if"
        lines.append(f"        {name}; " + (numbers(TABLE[name]) if isNumber else ", ".join(TABLE[name])))
    designs = [(own, [(named(column), matrix[column].to_numpy(float)) for column in matrix if column != "Intercept"])
               for own, matrix in
               ((pair[0], model_matrix(pair[-1], TABLE, context={"sqrt": np.sqrt, "abs": np.abs}))
                for pair in FORMULAS)]
    designs += [(own, by_hand(terms)) for own, terms in BY_HAND]
    for formula, columns in designs:
        lines.append("        ~ " + formula)
        lines += [f"        {name}; {numbers(column)}" for name, column in columns]
    lines += ['        """#', "}", ""]
    with open("FormulaReferences.swift", "w") as file:
        file.write("\n".join(lines))


main()
