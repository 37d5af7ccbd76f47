"""Whether a test sees a mutant: of the built tests, those of suites that reach it run with its number in the environment."""
import fcntl
import hashlib
import json
import os
import re
import selectors
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from tree import NUMBERS

# A run of tests that takes so many times as long as without a mutant, and this beside, hangs.
FACTOR, SECONDS = 4, 20
# Suites run together that take so long, then so many times that: starts of processes cost little, and most mutants are
# seen by the first of these runs.
FIRST, MORE = 4, 3
# The tests of the command, which start it some hundred times.
LAST = "DescentCLITests."
# How Swift Testing ends where no test has such a name.
NO_TESTS = 69
# Of the few tests that a guard has, which are not timed.
USUAL = 15
# Tests that fail without a mutant are left out; more of them, and something else is wrong.
MOST_FAILING = 20


class Judge:
    def __init__(self, tree, say):
        self.tree, self.say = tree, say
        self.results = tree.work / f"results-{tree.digest}"
        self.results.mkdir(exist_ok=True)
        self.program = tree.copy / ".build/release/descentPackageTests.xctest"
        if not self.program.exists():
            raise RuntimeError(f"{self.program} is not there")
        # By suite: its digest, its seconds, the numbers that it reaches, and the tests that fail without a mutant. Suites of
        # which that is not known yet.
        self.suites, self.unknown = {}, []

    def baseline(self, until):
        """What each suite takes while no mutant is active, and which it reaches: one process for each, as what runs in one
        process cannot be told apart. Suites whose text has not changed since are not run again, and none after `until`."""
        texts = {path: path.read_text() for path in (self.tree.copy / "Tests").rglob("*.swift")}
        words = [str(self.program), "--testing-library", "swift-testing", "--list-tests"]
        listed = subprocess.run(words, cwd=self.tree.copy, check=True, capture_output=True, text=True).stdout
        names = {line.split("/")[0] for line in listed.splitlines() if "/" in line}
        # First what no other process is at, then what it has found.
        for wait in (False, True):
            for name in sorted(names - set(self.suites), key=lambda name: (name.startswith(LAST), name)):
                file = self.results / f"{name}.json"
                with locked(self.results / f"{name}.lock", wait) as is_mine:
                    if not is_mine:
                        continue
                    known = json.loads(file.read_text()) if file.exists() else {}
                    digest = digest_of(name.split(".")[-1], texts)
                    if known.get("digest") != digest:
                        if time.monotonic() > until:
                            continue
                        known = {"digest": digest} | self.measured(name)
                        write(file, known)
                    self.suites[name] = known
        self.unknown = sorted(names - set(self.suites))

    def measured(self, suite):
        shared, failing = self.results / f"reached.{os.getpid()}", []
        while True:
            shared.write_bytes(bytes(NUMBERS))
            outcome = self.run(matching([suite]), 0, failing, 3600, {"DESCENT_REACHED": str(shared)})
            reached = [number for number, byte in enumerate(shared.read_bytes()) if byte]
            shared.unlink()
            if outcome["verdict"] in ("survived", "empty"):
                self.say(f"{outcome['seconds']:6.1f} s  {len(reached):3} mutants reached by {suite}")
                return {"seconds": round(outcome["seconds"], 2), "reached": reached, "failing": failing}
            name = re.match(r"[\w`]+", outcome["by"])
            skipped = name and rf"^{re.escape(suite)}/{re.escape(name[0])}\("
            if outcome["verdict"] != "failed" or not name or skipped in failing or len(failing) == MOST_FAILING:
                raise RuntimeError(f"without a mutant {suite} ends by {outcome['by']}")
            self.say(f"{outcome['by']} of {suite} fails without a mutant, and is left out")
            failing.append(skipped)

    def judged(self, one):
        file = self.results / f"{one.number}.json"
        return json.loads(file.read_text()) if file.exists() else None

    def left(self, one, known):
        """Suites that reach a mutant and have not passed with it yet, cheapest first; none of one that was seen."""
        if known and known["verdict"] not in ("survived", "empty"):
            return []
        passed = known["passed"] if known else {}
        reaching = [name for name, suite in self.suites.items() if one.number in suite["reached"]]
        return sorted((name for name in reaching if passed.get(name) != self.suites[name]["digest"]),
                      key=lambda name: self.suites[name]["seconds"])

    def is_done(self, one):
        known = self.judged(one)
        return known is not None and (hasattr(one, "tests") or not self.left(one, known))

    def judge(self, one, most):
        """The verdict of suites that reach it, until one sees it, or of so many seconds of them. None where another process
        is at it."""
        with locked(self.results / f"{one.number}.lock") as is_mine:
            if not is_mine:
                return None
            if hasattr(one, "tests"):
                outcome = self.run(one.tests, one.number, [], FACTOR * USUAL + SECONDS)
                return self.keep(one, outcome, {}, outcome["seconds"])
            known = self.judged(one)
            passed, taken = (known["passed"], known["seconds"]) if known else ({}, 0)
            outcome = {"verdict": "survived", "by": ""}
            size, spent, left = FIRST, 0, self.left(one, known)
            while left and spent < most:
                batch, usual = [], 0
                while left and (not batch or usual + self.suites[left[0]]["seconds"] <= size):
                    usual += self.suites[left[0]]["seconds"]
                    batch.append(left.pop(0))
                failing = [name for suite in batch for name in self.suites[suite]["failing"]]
                outcome = self.run(matching(batch), one.number, failing, FACTOR * usual + SECONDS)
                taken += outcome["seconds"]
                if outcome["verdict"] not in ("survived", "empty"):
                    break
                passed |= {suite: self.suites[suite]["digest"] for suite in batch}
                size, spent = size * MORE, spent + usual
            return self.keep(one, outcome, passed, taken)

    def keep(self, one, outcome, passed, seconds):
        result = {"key": one.site.key, "verdict": outcome["verdict"], "by": outcome["by"], "passed": passed,
                  "seconds": round(seconds, 1)}
        write(self.results / f"{one.number}.json", result)
        return result

    def run(self, stage, number, left_out, limit, more={}):
        """Runs tests to the first that fails. `survived`, `failed`, `crashed`, `hung`, or `empty` where there were none."""
        words = [str(self.program), "--testing-library", "swift-testing", "--filter", stage]
        for name in left_out:
            words += ["--skip", name]
        # Plain words, and no time spent on where a crash was.
        environment = os.environ | {"NO_COLOR": "1", "SWIFT_BACKTRACE": "enable=no", "DESCENT_MUTANT": str(number)} | more
        started, by, text = time.monotonic(), None, ""
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                   env=environment, cwd=self.tree.copy, start_new_session=True)
        try:
            for line in lines(process.stdout, started + limit):
                text = text[-4000:] + line
                if " recorded an issue" in line:
                    by = re.sub(r"^.*?\bTest ", "", line.split(" recorded an issue")[0]).strip()
                    break
            else:
                process.wait(max(1, started + limit - time.monotonic()))
        except (TimeoutError, subprocess.TimeoutExpired):
            return {"verdict": "hung", "by": f"more than {limit:.0f} s", "seconds": limit}
        finally:
            end(process)
        seconds = time.monotonic() - started
        if by:
            return {"verdict": "failed", "by": by, "seconds": seconds}
        if process.returncode == 0:
            ran = re.search(r"Test run with (\d+) test", text)
            empty = not ran or int(ran[1]) == 0
            return {"verdict": "empty" if empty else "survived", "by": "", "seconds": seconds}
        if process.returncode == NO_TESTS:
            return {"verdict": "empty", "by": "no such test", "seconds": seconds}
        reason = re.findall(r"Fatal error.*|.*(?:Assertion|Precondition) failed.*", text)
        by = reason[-1][:100] if reason else f"exit status {process.returncode}"
        return {"verdict": "crashed", "by": by, "seconds": seconds}


def matching(suites):
    return "^(" + "|".join(re.escape(suite) for suite in suites) + ")/"


def digest_of(suite, texts):
    """Of the files that have a part of the suite: what they share with others is not looked at."""
    part = re.compile(rf"\b(struct|extension|class|actor|enum) {suite}\b")
    text = "".join(texts[path] for path in sorted(texts) if part.search(texts[path]))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def lines(stream, deadline):
    """Lines as they come; TimeoutError at the deadline."""
    selector, rest = selectors.DefaultSelector(), b""
    selector.register(stream, selectors.EVENT_READ)
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if not selector.select(left):
            continue
        found = os.read(stream.fileno(), 1 << 16)
        if not found:
            return
        *whole, rest = (rest + found).split(b"\n")
        for line in whole:
            yield line.decode(errors="replace") + "\n"


def end(process):
    """Ends the tests and what they have started: all of it is a session of its own."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
    process.stdout.close()


@contextmanager
def locked(path, wait=False):
    """Held by one process at a time, and free again when that has ended, however it did."""
    with open(path, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def write(path, value):
    """At once, so that no other process reads half of it."""
    part = Path(f"{path}.{os.getpid()}")
    part.write_text(json.dumps(value, indent=1))
    part.rename(path)
