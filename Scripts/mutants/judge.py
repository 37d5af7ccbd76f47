"""Whether a test sees a mutant: the built tests run with its number in the environment, until one fails."""
import fcntl
import json
import os
import re
import selectors
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

# Where a mutant of each part is looked for first: whole modules, or folders of tests, whose suites are then named.
NEAREST = {
    "kernels": ["CDescentKernelsTests"],
    "solvers": ["DescentTests/Solvers", "DescentTests/Training", "DescentTests/Fits", "DescentTests/Many"],
    "audit": ["DescentTests/Audit", "DescentTests/Fits", "DescentTests/Training", "DescentTests/Separation"],
    "readers": ["DescentFilesTests"],
}
# What `make test` runs in release, but random problems beside a reference, which take minutes, and pages. First without and
# then with what starts the command some hundred times.
LIBRARY = r"^(CDescentKernelsTests|DescentAlgebraTests|DescentTests|DescentFilesTests)\."
COMMAND = r"^DescentCLITests\."
# A test that takes so many times as long as without a mutant, and this beside, hangs.
FACTOR, SECONDS = 4, 20
# How Swift Testing ends where no test has such a name.
NO_TESTS = 69
# Of the few tests that a guard has, which are not timed.
USUAL = 15


class Judge:
    """- only_library: without the tests of the command."""

    def __init__(self, tree, only_library, say):
        self.tree, self.say = tree, say
        self.wide = [LIBRARY] if only_library else [LIBRARY, COMMAND]
        self.results = tree.work / f"results-{tree.digest}"
        self.results.mkdir(exist_ok=True)
        self.program = tree.copy / ".build/release/descentPackageTests.xctest"
        if not self.program.exists():
            raise RuntimeError(f"{self.program} is not there")

    def stages(self, one):
        """Expressions over the names of tests, one after the other until one sees the mutant."""
        if hasattr(one, "tests"):
            return [one.tests]
        return [self.nearest(one.part)] + self.wide

    def nearest(self, part):
        names = []
        for place in NEAREST[part]:
            if "/" not in place:
                names.append(rf"^{place}\.")
                continue
            for path in sorted((self.tree.copy / "Tests" / place).rglob("*.swift")):
                names += [rf"\.{suite}/" for suite in re.findall(r"@Suite[^\n]* struct (\w+)", path.read_text())]
        return "|".join(names)

    def baseline(self):
        """What each stage takes while no mutant is active. Tests that fail then see nothing, and are left out."""
        file = self.results / "baseline.json"
        with locked(self.results / "baseline.lock", wait=True):
            known = json.loads(file.read_text()) if file.exists() else {"seconds": {}, "failing": []}
            seconds, failing = known["seconds"], known["failing"]
            for stage in [self.nearest(part) for part in NEAREST] + self.wide:
                while stage not in seconds:
                    outcome = self.run(stage, 0, failing, 3600)
                    if outcome["verdict"] == "survived":
                        seconds[stage] = outcome["seconds"]
                        self.say(f"{outcome['seconds']:6.1f} s without a mutant: {stage[:80]}")
                        break
                    name = re.match(r"[\w`]+", outcome["by"])
                    if outcome["verdict"] != "failed" or not name or name[0] in failing or len(failing) > 20:
                        raise RuntimeError(f"without a mutant {stage} ends by {outcome['by']}")
                    self.say(f"{outcome['by']} fails without a mutant, and is left out")
                    failing.append(name[0])
            write(file, {"seconds": seconds, "failing": failing})
        return json.loads(file.read_text())

    def judged(self, one):
        file = self.results / f"{one.number}.json"
        return json.loads(file.read_text()) if file.exists() else None

    def forget(self, queue):
        """What survived; and the baseline, as there may be other tests now."""
        for one in queue:
            if (known := self.judged(one)) and known["verdict"] in ("survived", "empty"):
                (self.results / f"{one.number}.json").unlink()
        (self.results / "baseline.json").unlink(missing_ok=True)

    def judge(self, one, baseline):
        """The verdict, or None where another process is about it."""
        with locked(self.results / f"{one.number}.lock") as is_mine:
            if not is_mine:
                return None
            if known := self.judged(one):
                return known
            started = time.monotonic()
            for number, stage in enumerate(self.stages(one)):
                usual = baseline["seconds"].get(stage, USUAL)
                outcome = self.run(stage, one.number, baseline["failing"], FACTOR * usual + SECONDS)
                if outcome["verdict"] != "survived":
                    break
            result = {"key": one.site.key, "verdict": outcome["verdict"], "by": outcome["by"], "stage": number,
                      "seconds": round(time.monotonic() - started, 1)}
            write(self.results / f"{one.number}.json", result)
            return result

    def run(self, stage, number, left_out, limit):
        """Runs tests to the first that fails. `survived`, `failed`, `crashed`, `hung`, or `empty` where there were none."""
        words = [str(self.program), "--testing-library", "swift-testing", "--filter", stage]
        for name in left_out:
            words += ["--skip", rf"/{re.escape(name)}\("]
        # Plain words, and no time spent on where a crash was.
        environment = os.environ | {"NO_COLOR": "1", "SWIFT_BACKTRACE": "enable=no", "DESCENT_MUTANT": str(number)}
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
