"""A copy of the tree in which every mutant sleeps behind a switch, and its one build."""
import hashlib
import json
import os
import re
import subprocess
from pathlib import Path

from draw import drawn
from guards import guards

SWITCH_IN_SWIFT = """/// The switch of C: whether this mutant is active. Every program of the package is linked with it.
@_silgen_name("descent_mutant") @usableFromInline
func switchOfC(_ number: Int32) -> Int32

@usableFromInline @inline(__always)
func mutant(_ number: Int32) -> Bool { switchOfC(number) != 0 }
"""

# The attribute lets loops ask once, before they begin, so that they are vectorised as they were.
SWITCH_IN_C = """#ifndef CDESCENT_MUTANT_H
#define CDESCENT_MUTANT_H
int descent_mutant(int number) __attribute__((const));
#define MUTANT(number) descent_mutant(number)
#endif
"""
# It also writes a byte for each mutant that is asked for: into a file where the environment names one, which the processes
# that a test starts share. It does not include what promises that it writes nothing, lest the compiler believe that here.
SWITCH_OF_C = """#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { NUMBERS = 4096 };
static int active;
static unsigned char unread[NUMBERS], *reached = unread;

__attribute__((constructor(101))) static void read_mutant(void) {
    const char *text = getenv("DESCENT_MUTANT"), *path = getenv("DESCENT_REACHED");
    active = text ? atoi(text) : 0;
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *shared = mmap(0, NUMBERS, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED) reached = shared;
    close(file);
}

int descent_mutant(int number) {
    /* Read before it is written: threads that write to one line of the cache wait for each other. */
    if (!reached[number]) reached[number] = 1;
    return active == number;
}
"""
# Numbers of mutants are less than this.
NUMBERS = 4096
KERNELS = "Sources/CDescentKernels"
# Programs that no test starts, and tests that judge nothing here.
NOT_BUILT = (b"bench", b"figures", b"DifferentialTests", b"DescentReportTests")


class Tree:
    """- work: the folder of the copy and of all that is known about its mutants."""

    def __init__(self, root, work, seed, count):
        self.root, self.work, self.seed, self.count = Path(root), Path(work), seed, count
        self.copy = self.work / "tree"
        self.refused_file = self.work / "refused.json"
        self.draw()

    def draw(self):
        refused = set(json.loads(self.refused_file.read_text())) if self.refused_file.exists() else set()
        listed = guards(self.root)
        self.guards = [guard for guard in listed if guard.site.key not in refused]
        self.guards_refused = [guard for guard in listed if guard.site.key in refused]
        taken = {(guard.site.path, guard.site.line) for guard in self.guards}
        self.mutants = drawn(self.root, self.seed, self.count, refused, taken)
        self.refused = refused

    @property
    def everything(self):
        return self.mutants + self.guards

    @property
    def digest(self):
        """Of what is mutated: verdicts on other sources are of no use. Those on other tests are, while tests are only added."""
        text = "\n".join(f"{one.number} {one.site.key} {one.site.rewritten}" for one in self.everything)
        for path in self.sources():
            if path.startswith("Tests/"):
                continue
            text += f"\n{path} {hashlib.sha256((self.root / path).read_bytes()).hexdigest()}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def sources(self):
        """What a build and its tests read, whether committed or not."""
        words = ["git", "ls-files", "-co", "--exclude-standard", "--", "Sources", "Tests", "Benchmarks", "Figures",
                 "Package.swift", "Package.resolved"]
        listed = subprocess.run(words, cwd=self.root, check=True, capture_output=True, text=True).stdout.splitlines()
        return sorted(path for path in listed if (self.root / path).is_file())

    def write(self):
        """The copy, of which files that stay the same stay untouched, so that little is built again."""
        rewritten = {}
        for one in self.everything:
            rewritten.setdefault(one.site.path, {})[one.site.line] = one
        wanted = {}
        for path in self.sources():
            data = (self.root / path).read_bytes()
            if path in rewritten:
                data = switched(data.decode(), rewritten[path], path).encode()
            if path == "Package.swift":
                # What a mutant makes of a line may be worth a warning.
                data = re.sub(rb"\.treatAllWarnings\(as: \.error\),\s*", b"", data)
                for name in NOT_BUILT:
                    target = rb"        \.\w+Target\(\n            name: \"%s\",.*?\n        \),\n" % name
                    data = re.sub(target, b"", data, flags=re.S)
            if path == f"{KERNELS}/include/CDescentKernels.h":
                data = data.replace(b"#include <stdint.h>\n", b"#include <stdint.h>\n#include \"CDescentMutant.h\"\n")
            wanted[path] = data
        wanted[f"{KERNELS}/include/CDescentMutant.h"] = SWITCH_IN_C.encode()
        wanted[f"{KERNELS}/System/mutant.c"] = SWITCH_OF_C.encode()
        for module in {"/".join(path.split("/")[:2]) for path in rewritten if path.endswith(".swift")}:
            wanted[f"{module}/Mutant.swift"] = SWITCH_IN_SWIFT.encode()
        for path, data in wanted.items():
            file = self.copy / path
            if not file.exists() or file.read_bytes() != data:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            if os.access(self.root / path, os.X_OK):
                file.chmod(0o755)
        for file in [path for folder in ("Sources", "Tests") for path in (self.copy / folder).rglob("*")]:
            if file.is_file() and str(file.relative_to(self.copy)) not in wanted:
                file.unlink()

    def build(self, swift, say):
        """Builds, and drops what the compiler does not take, until all is taken. Raises RuntimeError where it cannot."""
        for attempt in range(1, 12):
            self.write()
            words = [swift, "build", "-c", "release", "--build-tests", "-Xswiftc", "-enable-testing"]
            run = subprocess.run(words, cwd=self.copy, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            (self.work / "build.log").write_text(run.stdout)
            if run.returncode == 0:
                return
            refused = self.blamed(run.stdout)
            if not refused:
                raise RuntimeError(f"the copy does not build; see {self.work}/build.log")
            say(f"attempt {attempt}: the compiler does not take {len(refused)} of them; others take their place")
            self.refused_file.write_text(json.dumps(sorted(self.refused | refused), indent=1))
            self.draw()
        raise RuntimeError(f"the copy does not build; see {self.work}/build.log")

    def blamed(self, log):
        """Keys of the sites on lines with errors; of an error elsewhere, of the last site before it in its file."""
        refused = set()
        for path, line in re.findall(rf"{re.escape(str(self.copy))}/(.+?):(\d+):\d+: (?:fatal )?error:", log):
            path = os.path.normpath(path)
            inside = [one for one in self.everything if one.site.path == path]
            exact = [one for one in inside if one.site.line == int(line)]
            before = [one for one in inside if one.site.line < int(line)]
            for one in exact or sorted(before, key=lambda one: one.site.line)[-1:] or inside[:1]:
                refused.add(one.site.key)
        return refused


def switched(text, by_line, path):
    is_c = path.endswith((".h", ".c"))
    lines = text.split("\n")
    for number, one in by_line.items():
        call = f"MUTANT({one.number})" if is_c else f"mutant({one.number})"
        lines[number - 1] = one.site.rewritten.replace("SWITCH", call)
    return "\n".join(lines)
