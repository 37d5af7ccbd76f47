"""What is kept of a run: the ratio table, every timed evaluation, and what the figures depend on.

A folder is named by the day and the machine: its CPU and cores, never its name in a network.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import os
import platform
import re
import shlex
import subprocess
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from data import SEED, Shape

if TYPE_CHECKING:
    from compare import Side

Results = list[tuple[Shape, "list[Side]"]]

CROSS_VALIDATION = "`LogisticRegressionCV(Cs, cv=folds, solver=\"{}\", scoring=\"neg_log_loss\", n_jobs=threads).fit`"
ONE_VS_REST = "`OneVsRestClassifier(LogisticRegression(C=1, solver=\"{}\"), n_jobs=threads).fit`"

COUNTED = {
    "numpy": "`expit(X @ w + b) - y`, `X.T @ r / m`; no loss",
    "numpy-in-place": "the same with `out=`; no loss",
    "jax": "`jit(value_and_grad(risk))`",
    "scikit-learn": "`LinearModelLoss.loss_gradient`",
    "scikit-learn-intelex": "`daal4py.optimization_solver_logistic_loss`",
    "descent": "`Sweep.lossGradient(at:into:)`; of an epoch, `Training.step()` once per batch; of a fit, `Dataset(…)` and "
    "`data.fit(.logistic, penalty: .ridge(1/m, on: .raw))` or `data.fit(.linear)`; of folds, `Dataset(…)` and "
    "`CrossValidation(…).fit(data, .logistic)`; of one-vs-rest, `Dataset(…)` and "
    "`data.fitOneVsRest(.logistic, penalty: .ridge(1/m, on: .raw))`",
    "scikit-learn-cv-lbfgs": CROSS_VALIDATION.format("lbfgs"),
    "scikit-learn-cv-newton-cholesky": CROSS_VALIDATION.format("newton-cholesky"),
    "scikit-learn-cv-newton-cg": CROSS_VALIDATION.format("newton-cg"),
    "scikit-learn-ovr-lbfgs": ONE_VS_REST.format("lbfgs"),
    "scikit-learn-ovr-newton-cholesky": ONE_VS_REST.format("newton-cholesky"),
    "descent-correlated": "the fit on spread features, on the correlated ones that they were made of",
    "numpy-loop": "`permutation`, then for each batch `X[chosen]`, `expit(X @ w + b) - y`, `X.T @ r / m`, the update",
    "scikit-learn-lbfgs": "`LogisticRegression(C=1, solver=\"lbfgs\").fit`",
    "scikit-learn-newton-cholesky": "`LogisticRegression(C=1, solver=\"newton-cholesky\").fit`",
    "scikit-learn-newton-cg": "`LogisticRegression(C=1, solver=\"newton-cg\").fit`",
    "intelex-lbfgs": "`sklearnex.linear_model.LogisticRegression(C=1, solver=\"lbfgs\").fit`",
    "numpy-lstsq": "`numpy.linalg.lstsq`, the column of ones made beforehand",
    "scikit-learn-linear": "`LinearRegression().fit`",
    "intelex-linear": "`sklearnex.linear_model.LinearRegression().fit`",
}


SUMMARY = """\
Loss and gradient of a logistic neuron with a bias, in Double. A turn's time is the median of its evaluations; a ratio
is the median over the rounds of the peer's time by Descent's in the same round. NumPy's times leave out the loss.

An epoch is one of plain gradient descent in shuffled batches of so many samples, beside the same loop in NumPy.
"""

FITS = """\
Fits to the default tolerance: the mean loss and ½ Σw²/m, the intercept free (C = 1); linear ones without penalty. Descent's
time includes the survey of the data. A norm is that of the gradient at the end, computed by NumPy on the features as they
are, or for Descent in the coordinates of its fit. Each solver has a tolerance with which that is 1e-8 or less, and no iteration
more than that takes; a norm above 1e-8 means that it stops before, whatever its tolerance.
"""

MANY_FITS = """\
Many fits over the same samples. Of folds: 10 penalties ½ λ Σw² of the mean loss, λ from 1 to 1e-5, each fitted without one
of 5 folds after the other and judged by the log loss of that fold, and the best on all data; the folds are the same for all.
In scikit-learn's words C = 1/(λ m) with the m of four folds, so that every fit has the same objective; its last one, of all
data with that C, has 0.8 λ. Of one-vs-rest: ten classes, C = 1. Descent's time includes the survey of the data.

A norm is the largest of all fits' gradients on the features as they are, for Descent of folds that of the last fit; the
tolerances of others are the loosest with which it is 1e-8 or less. All agree in every loss to 1e-8 relative, in the best
penalty, and in the coefficients to 1e-5 of the largest; those of the last fit are compared with scikit-learn's for λ itself,
which is not timed.
"""

PROCEDURE = """\
features are uniform in [-1, 1), targets are 0 or 1, those of one-vs-rest one of ten classes.

A turn is one evaluation that does not count and a few that do. Every side has one in each round, and is stopped while
others have theirs. All found the same loss and the same norm of the gradient in every turn, to 1e-10 relative. An epoch
goes on from where the one before it ended; after each turn the losses and the norms of the parameters agreed to 3 %.

Descent maps the files, so that its data lies in the page cache; the others have NumPy's arrays, which are in huge pages
where the system has them.
"""


def tables(results: Results) -> str:
    """What is repeated, then fits, then many of them."""
    repeated = [(shape, sides) for shape, sides in results if not shape.fit]
    fits = [(shape, sides) for shape, sides in results if shape.fit and not shape.is_many]
    many = [(shape, sides) for shape, sides in results if shape.is_many]
    parts = [SUMMARY + "\n" + table(repeated)] if repeated else []
    parts += [FITS + "\n" + table_of_fits(fits)] if fits else []
    return "\n\n".join(parts + ([MANY_FITS + "\n" + table_of_fits(many)] if many else []))


def table_of_fits(results: Results) -> str:
    """One line per shape and side; the best of scikit-learn is marked. Ratios pair turns of the same round, as far as both
    sides have them."""
    rows = [["features × samples", "side", "median s", "min s", "steps", "‖gradient‖", "turns", "× Descent", "range"]]
    for shape, sides in results:
        ratios = {side.name: sorted(theirs / own for theirs, own in zip(side.medians, sides[0].medians)) for side in sides}
        rivals = [name for name in ratios if name.startswith(("scikit-learn", "numpy"))]
        best = min(rivals, key=lambda name: median(ratios[name]), default="")
        for side in sides:
            found, norm = ratios[side.name], max(turn.norm for turn in side.turns)
            row = [shape.title, side.name, f"{median(side.medians):.3g}", f"{min(side.medians):.3g}"]
            row += [f"{side.turns[0].steps:.0f}" if side.turns[0].steps else "", f"{norm:.1e}", str(len(side.turns))]
            ratio = f"**{median(found):.2f}**" if side.name == best else f"{median(found):.2f}"
            rows.append(row + (["1", ""] if side is sides[0] else [ratio, f"{found[0]:.2f}–{found[-1]:.2f}"]))
    return aligned(rows)


def table(results: Results) -> str:
    """One line per shape and side. A ratio above 1 says how many times as long as Descent a peer takes."""
    rows = [["features × samples", "side", "median ms", "min ms", "× Descent", "middle half", "range"]]
    for shape, sides in results:
        own = sides[0].medians
        for side in sides:
            times, best = side.medians, min(min(turn.seconds) for turn in side.turns)
            row = [shape.title, side.name, f"{1e3 * median(times):.4g}", f"{1e3 * best:.4g}"]
            if side is sides[0]:
                rows.append(row + ["1", "", ""])
                continue
            ratios = sorted(time / mine for time, mine in zip(times, own, strict=True))
            quarter = len(ratios) // 4
            low, high = ratios[quarter], ratios[-1 - quarter]
            row += [f"**{median(ratios):.2f}**", f"{low:.2f}–{high:.2f}", f"{ratios[0]:.2f}–{ratios[-1]:.2f}"]
            rows.append(row)
    return aligned(rows)


def aligned(rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    padded = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in padded]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def keep(results: Results, options: argparse.Namespace) -> Path:
    """Writes the folder of this run; another run of the same day on the same machine takes its place."""
    day = datetime.date.today().isoformat()
    folder = Path("Benchmarks/Results") / f"{day}-{machine(options.threads)}"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "raw.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["features", "samples", "batch", "fit", "side", "round", "evaluation", "seconds", "loss", "norm"])
        for shape, sides in results:
            for side in sides:
                for turn, found in enumerate(side.turns):
                    for evaluation, seconds in enumerate(found.seconds):
                        row = [shape.features, shape.samples, shape.batch or "", shape.fit or "", side.name, turn]
                        row.append(evaluation)
                        writer.writerow(row + [f"{seconds:.9f}", repr(found.loss), repr(found.norm)])
    summary = f"# Descent and its peers, {day}\n\n{tables(results)}\n"
    (folder / "summary.md").write_text(summary, encoding="utf-8")
    (folder / "README.md").write_text(readme(results, options, day), encoding="utf-8")
    return folder


def readme(results: Results, options: argparse.Namespace, day: str) -> str:
    command = ["make", "peers"]
    if (options.rounds, options.evaluations) != (12, 5):
        command.append(f'ARGS="--rounds {options.rounds} --evaluations {options.evaluations}"')
    context = {
        "CPU": processor(),
        "cores": str(options.threads),
        "threads": f"{options.threads} on every side",
        "turns": f"{options.rounds} rounds of {options.evaluations} timed evaluations; of fits, {options.fit_rounds} of one, and one where it is slow",
        "caches": caches(),
        "other programs": f"{options.others:.0%} of the CPU time while the run lasted",
        "system": first("PRETTY_NAME", Path("/etc/os-release")).strip('"')
        + f", {platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        "Python": platform.python_version(),
        "Swift": output("swift --version").split("\n")[0],
        "commit": commit(),
    }
    lines = [f"# Descent and its peers, {day}", "", "```sh", " ".join(command), "```", ""]
    lines += ["The ratios are in [summary.md](summary.md), every timed evaluation is in [raw.csv](raw.csv).", ""]
    lines += ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in context.items()), ""]
    lines += ["| side | what is timed | versions |", "|---|---|---|"]
    unique = {side.name: side for _, sides in results for side in sides}
    lines += [f"| {side.name} | {COUNTED[side.name]} | {side.versions} |" for side in unique.values()]
    shapes = "; ".join(f"{shape.title} ({shape.bytes // 1_000_000} MB)" for shape, _ in results)
    lines += ["", f"Shapes, features × samples: {shapes}.", f"The seed is {SEED}; {PROCEDURE}"]
    return "\n".join(lines)


class Usage:
    """CPU time since the start, of the machine and of this run, to tell a quiet machine from a busy one."""

    def __init__(self) -> None:
        ticks = [int(word) for word in Path("/proc/stat").read_text(encoding="utf-8").split("\n")[0].split()[1:9]]
        own = os.times()
        self.total = sum(ticks) / os.sysconf("SC_CLK_TCK")
        # Idle and waiting for a disk; what the host takes for other guests counts as busy.
        self.busy = self.total - (ticks[3] + ticks[4]) / os.sysconf("SC_CLK_TCK")
        self.own = own.user + own.system + own.children_user + own.children_system

    def of_others(self, before: Usage) -> float:
        busy, own, total = self.busy - before.busy, self.own - before.own, self.total - before.total
        return max(0.0, busy - own) / total if total else 0.0


def machine(cores: int) -> str:
    """Such as amd-epyc-2-cores."""
    name = re.sub(r"\((R|TM)\)|@.*|\b(CPU|Processor|\d+-Core)\b", " ", processor(), flags=re.IGNORECASE)
    words = re.findall(r"[a-z0-9]+", name.lower())
    return "-".join([*words, str(cores), "core" if cores == 1 else "cores"])


def processor() -> str:
    return first("model name", Path("/proc/cpuinfo")) or platform.machine()


def first(key: str, file: Path) -> str:
    """The value of the first line `key : value` or `key=value`."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    found = re.search(rf"^{re.escape(key)}\s*[:=]\s*(.*)$", text, re.MULTILINE)
    return found.group(1).strip() if found else ""


def caches() -> str:
    """Of the first core, such as `L1 32K, L2 1024K, L3 32768K`."""
    found = []
    for index in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = ((index / part).read_text().strip() for part in ("level", "type", "size"))
        if kind != "Instruction":
            found.append(f"L{level} {size}")
    return ", ".join(found) or "unknown"


def commit() -> str:
    """A plus says that files differed from it."""
    changes = output("git status --porcelain --untracked-files=no -- . ':!Benchmarks/Results'")
    return (output("git rev-parse --short=12 HEAD") or "unknown") + ("+" if changes else "")


def output(command: str) -> str:
    done = subprocess.run(shlex.split(command), capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
