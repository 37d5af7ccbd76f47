"""What the scripts beside this share: the table, the same fit by the command `descent`, and both answers side by side."""
import csv
import json
import subprocess
import tempfile
from pathlib import Path

import pandas

BIRTHS = Path(__file__).parents[1] / "Data" / "births.csv"


def births():
    """The table's features as pandas makes columns of them, and the target as 0 and 1."""
    table = pandas.read_csv(BIRTHS)
    target = (table.pop("low") == "yes").astype(float)
    return pandas.get_dummies(table, drop_first=True).astype(float), target


def descent(*options):
    """Of a fit of the same columns: coefficients by pandas' names, and the probabilities of the table's own rows."""
    with tempfile.TemporaryDirectory() as folder:
        model = f"{folder}/model.safetensors"
        fit = subprocess.run(
            ["descent", "train", BIRTHS, "--target", "low", "--contrast", "race", "--quiet", "--json", "--output", model, *options],
            check=True, capture_output=True, text=True)
        predictions = subprocess.run(["descent", "predict", "--model", model, BIRTHS], check=True, capture_output=True, text=True)
    rows = {row["name"].replace("=", "_"): row for row in json.loads(fit.stdout)["coefficients"]}
    lines = list(csv.reader(predictions.stdout.splitlines()))[1:]
    return rows, [float(line[-1]) for line in lines]


def show(peer, title, theirs, ours):
    """A line for each name of `theirs`."""
    print(f"{title:18}{peer:>14}{'descent':>14}")
    for name, value in theirs.items():
        print(f"{name:18}{value:14.8f}{ours[name]:14.8f}")
    print(f"{'largest difference':18}{max(abs(value - ours[name]) for name, value in theirs.items()):14.0e}\n")


def show_fit(peer, bias, weights, probabilities, ours):
    rows, own = ours
    estimates = {name: row["estimate"] for name, row in rows.items()}
    show(peer, "coefficient", {"(bias)": bias, **weights}, estimates)
    named = {f"row {index + 1}": float(p) for index, p in enumerate(probabilities)}
    first = dict(list(named.items())[:4])
    show(peer, "P(low = yes)", first, {name: own[index] for index, name in enumerate(named)})
    worst = max(abs(p - q) for p, q in zip(probabilities, own, strict=True))
    print(f"largest difference of all {len(own)} probabilities: {worst:.0e}")
