"""Measures Descent and its peers in turns, checks that all find the same, and keeps the run.

Each side is a process that stays alive with the data in its memory. One measures at a time; the others are stopped, not
merely idle, because the threads of some libraries spin for a tenth of a second after a call. A turn is one evaluation
to warm up and then a few whose median counts. A round gives every side a turn and begins with another side each time.
Ratios pair turns of the same round, so that whatever slows the machine for a while slows both.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

import report
from data import FULL, QUICK, Shape, folder
from fits import LINEAR, LOGISTIC, NORM
from many import CROSS_VALIDATION, ONE_VS_REST
from peer import LOOPS, PEERS

# Relative. Sums of a million terms in another order differ by about 1e-13. Epochs shuffle by other generators, and steps
# of a constant size end near the optimum, not in it: the loss within 0.1 %, the parameters within 1 %.
TOLERANCE = 1e-10
TOLERANCE_OF_EPOCHS = 0.03
# Of many fits: of each loss, and of coefficients by the largest of them. A gradient of 1e-8 leaves them so many digits where
# the risk is not very flat.
TOLERANCE_OF_LOSSES = 1e-8
TOLERANCE_OF_COEFFICIENTS = 1e-5
DESCENT = "descent"
# Descent on the correlated features of the same size: what a fit on spread ones is compared with.
CORRELATED = "descent-correlated"
# A side whose fit, or whose many fits, take longer has one turn only.
SECONDS_OF_SLOW = 8.0
SECONDS_OF_SLOW_MANY = 25.0


@dataclass
class Turn:
    loss: float
    norm: float
    steps: float
    seconds: list[float]
    # Of many fits.
    losses: list[float] = field(default_factory=list)
    coefficients: list[float] = field(default_factory=list)


@dataclass
class Side:
    """A process that measures when told to, and is stopped otherwise."""

    name: str
    process: subprocess.Popen[str]
    versions: str = ""
    turns: list[Turn] = field(default_factory=list)

    @staticmethod
    def start(name: str, shape: Shape, options: argparse.Namespace) -> Side:
        here = Path(__file__).parent
        is_own = name in (DESCENT, CORRELATED)
        words = [options.bench, "serve"] if is_own else [sys.executable, str(here / "peer.py"), name]
        source = replace(shape, fit="correlated") if name == CORRELATED else shape
        words += [str(folder(source, options.work)), *shape.work]
        # Descent brings its own threads; OpenBLAS's would only disturb them.
        of_blas = 1 if is_own else options.threads
        environment = os.environ | {"OPENBLAS_NUM_THREADS": str(of_blas), "OMP_NUM_THREADS": str(options.threads)}
        # A session of its own, so that its own processes are stopped with it.
        process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
            bufsize=1,
            start_new_session=True,
        )
        side = Side(name, process)
        ready = side.line()
        side.versions = ready.removeprefix("ready ")
        side.stop()
        return side

    def line(self) -> str:
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"peers: {self.name} ended with status {self.process.wait()}")
        return line.strip()

    def stop(self) -> None:
        self.send(signal.SIGSTOP)

    def send(self, number: signal.Signals) -> None:
        """To the process and those that it has started."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            # It has ended, which whoever reads its answer sees.
            pass

    def measure(self, evaluations: int) -> None:
        self.send(signal.SIGCONT)
        self.process.stdin.write(f"measure {evaluations}\n")
        self.process.stdin.flush()
        parts = [[float(word) for word in part.split()] for part in self.line().split("|")]
        self.stop()
        (loss, norm, steps, *seconds), *figures = parts
        self.turns.append(Turn(loss, norm, steps, seconds, *figures))

    def is_done(self, shape: Shape) -> bool:
        """Whether one turn is enough."""
        limit = SECONDS_OF_SLOW_MANY if shape.is_many else SECONDS_OF_SLOW
        return bool(self.turns) and self.turns[0].seconds[0] > limit

    @property
    def medians(self) -> list[float]:
        return [median(turn.seconds) for turn in self.turns]


def measure(shape: Shape, options: argparse.Namespace) -> list[Side]:
    say(f"peers: {shape.title}, {shape.bytes / 1e6:.0f} MB of data and one copy for each side")
    sides: list[Side] = []
    try:
        asked = options.sides.split(",") if options.sides else peers(shape)
        for name in [DESCENT, *(name for name in peers(shape) if name in asked)]:
            say(f"peers: starting {name}", passing=True)
            sides.append(Side.start(name, shape, options))
        rounds = options.fit_rounds if shape.fit else options.rounds
        for turn in range(rounds):
            say(f"peers: round {turn + 1} of {rounds}", passing=True)
            first = turn % len(sides)
            for side in sides[first:] + sides[:first]:
                if shape.fit and side.is_done(shape):
                    continue
                side.measure(1 if shape.fit else options.evaluations)
    finally:
        say("", passing=True)
        for side in sides:
            side.send(signal.SIGKILL)
            side.process.wait()
    return sides


def peers(shape: Shape) -> list[str]:
    """Who measures on a shape. On spread features scikit-learn's solvers take minutes and do not arrive."""
    if shape.fit == "spread":
        return [CORRELATED]
    if shape.is_many:
        return list(CROSS_VALIDATION if shape.fit == "folds" else ONE_VS_REST)
    return list(LINEAR if shape.fit == "linear" else LOGISTIC if shape.fit else LOOPS if shape.batch else PEERS)


def disagreements(shape: Shape, sides: list[Side]) -> list[str]:
    """The sides that differ in some turn from the first of Descent. Of fits the losses must agree, and Descent's gradients
    be 0 to the digits that are compared; how near others came is in the table."""
    if shape.is_many:
        return disagreements_of_many_fits(shape, sides)
    if shape.fit:
        return disagreements_of_fits(shape, sides)
    truth, tolerance = sides[0].turns[0], TOLERANCE_OF_EPOCHS if shape.batch else TOLERANCE
    lines = []
    for side in sides:
        for what, value in (("loss", truth.loss), ("norm", truth.norm)):
            found = [getattr(turn, what) for turn in side.turns]
            # Written so that NaN is a disagreement.
            wrong = [other for other in found if not abs(other - value) <= tolerance * abs(value)]
            if wrong:
                lines.append(f"{shape.title}: {side.name} finds {what} {wrong[0]!r}, {sides[0].name} {value!r}")
    return lines


def disagreements_of_fits(shape: Shape, sides: list[Side]) -> list[str]:
    loss, lines = sides[0].turns[0].loss, []
    for side in sides:
        for turn in side.turns:
            if side.name in (DESCENT, CORRELATED) and not turn.norm <= NORM:
                lines.append(f"{shape.title}: {side.name} ends at a gradient of norm {turn.norm!r}")
            if side.name != CORRELATED and not abs(turn.loss - loss) <= TOLERANCE * abs(loss):
                lines.append(f"{shape.title}: {side.name} finds loss {turn.loss!r}, {sides[0].name} {loss!r}")
    return lines


def disagreements_of_many_fits(shape: Shape, sides: list[Side]) -> list[str]:
    """Every loss, the best of them, and the coefficients."""
    truth, lines = sides[0].turns[0], []
    largest = max(map(abs, truth.coefficients))
    for side in sides:
        for turn in side.turns:
            if side.name == DESCENT and not turn.norm <= NORM:
                lines.append(f"{shape.title}: {side.name} ends at a gradient of norm {turn.norm!r}")
            for index, (found, value) in enumerate(zip(turn.losses, truth.losses, strict=True)):
                if not abs(found - value) <= TOLERANCE_OF_LOSSES * abs(value):
                    lines.append(f"{shape.title}: {side.name} finds loss {index} {found!r}, {sides[0].name} {value!r}")
            if shape.fit == "folds" and turn.losses.index(turn.loss) != truth.losses.index(truth.loss):
                lines.append(f"{shape.title}: {side.name} finds another penalty best than {sides[0].name}")
            pairs = zip(turn.coefficients, truth.coefficients, strict=True)
            difference = max(abs(found - value) for found, value in pairs) / largest
            if not difference <= TOLERANCE_OF_COEFFICIENTS:
                lines.append(f"{shape.title}: {side.name} differs from {sides[0].name} by {difference!r} in a coefficient")
    return lines


def say(line: str, passing: bool = False) -> None:
    """Progress. A passing line is for those who watch; the next one takes its place."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="" if passing else "\n", file=sys.stderr, flush=True)
    elif not passing:
        print(line, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="make peers", description="How fast is Descent beside its peers?", epilog='options go into ARGS="…"'
    )
    parser.add_argument("--bench", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=12, help="turns of each side, at least 7 (default: 12)")
    parser.add_argument("--evaluations", type=int, default=5, help="timed evaluations of a turn (default: 5)")
    parser.add_argument(
        "--shape",
        type=Shape.parse,
        metavar="N×M[×B|×KIND]",
        help="only this shape, features × samples, and epochs in batches of B or fits of a KIND (independent, "
        "correlated, spread, linear), or many fits (folds, one-vs-rest); not kept",
    )
    parser.add_argument("--fit-rounds", type=int, default=3, help="turns of each side with one fit each (default: 3)")
    parser.add_argument("--sides", metavar="NAME,…", help="only these peers; not kept")
    parser.add_argument("--quick", action="store_true", help="small shapes, for a check; not kept")
    options = parser.parse_args()
    if options.rounds < 7 or options.evaluations < 1 or options.fit_rounds < 1:
        parser.error("a median of paired ratios needs at least 7 rounds, and a turn at least 1 evaluation")
    options.threads = len(os.sched_getaffinity(0))

    shapes = [options.shape] if options.shape else QUICK if options.quick else FULL
    before = report.Usage()
    results = [(shape, measure(shape, options)) for shape in shapes]
    options.others = report.Usage().of_others(before)
    wrong = [line for shape, sides in results for line in disagreements(shape, sides)]
    for line in wrong:
        say(f"peers: {line}")
    if wrong:
        return 1
    print(report.tables(results))
    if not (options.shape or options.quick or options.sides):
        say(f"peers: kept in {report.keep(results, options)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
