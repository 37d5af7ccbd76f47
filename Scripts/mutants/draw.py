"""Which sites are mutants: as many of each part, kinds in turns, by a seed."""
import random
from dataclasses import dataclass
from pathlib import Path

from sites import Site, sites

# What is mutated, and where to look for a test that sees it, nearest first: expressions over the names of suites and tests.
PARTS = {
    "kernels": ["Sources/CDescentKernels/**/*.[hc]"],
    "solvers": ["Sources/DescentSolvers/**/*.swift"],
    "audit": ["Sources/DescentFit/Audit/**/*.swift"],
    "readers": ["Sources/DescentFiles/**/*.swift"],
}
# Tables of functions and declarations have nothing that could be wrong and compile.
LEFT_OUT = ("/include/",)


@dataclass(frozen=True)
class Mutant:
    number: int
    part: str
    site: Site


def files(root, patterns):
    found = {path for pattern in patterns for path in root.glob(pattern)}
    return sorted(str(path.relative_to(root)) for path in found if not any(out in str(path) for out in LEFT_OUT))


def drawn(root, seed, count, refused=frozenset(), taken=frozenset()):
    """`count` mutants, numbered from 1 in the order of the parts, so that the first few are a sample like all of them.

    - refused: keys of sites that the compiler did not take; the next of the same kind takes their place.
    - taken: lines that are kept as they are, as (path, line). A line has one mutant at most.
    """
    queues = {part: ordered(root, part, seed) for part in PARTS}
    lines, mutants = set(taken), []
    while len(mutants) < count and any(queues.values()):
        for part, queue in queues.items():
            while queue:
                site = queue.pop(0)
                if site.key in refused or (site.path, site.line) in lines:
                    continue
                lines.add((site.path, site.line))
                mutants.append(Mutant(len(mutants) + 1, part, site))
                break
    return mutants[:count]


def ordered(root, part, seed):
    """The sites of a part by chance, but kinds in turns: else most would be numbers, of which there are most."""
    chance = random.Random(f"{seed} {part}")
    kinds = {}
    for path in files(root, PARTS[part]):
        text = (Path(root) / path).read_text()
        for site in sites(path, text, path.endswith((".h", ".c"))):
            kinds.setdefault(site.kind, []).append(site)
    for found in kinds.values():
        chance.shuffle(found)
    order, result = sorted(kinds), []
    while any(kinds.values()):
        chance.shuffle(order)
        result += [kinds[kind].pop() for kind in order if kinds[kind]]
    return result
