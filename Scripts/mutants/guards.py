"""Guards by the number of the fault that they are for, from guards.tsv, as mutants whose test is known."""
import re
from dataclasses import dataclass
from pathlib import Path

from sites import Site

# Above all numbers of drawn mutants.
FIRST = 1001


@dataclass(frozen=True)
class Guard:
    number: int
    fault: int
    site: Site
    tests: str  # an expression over suites and tests


def guards(root):
    """All of the table. Raises ValueError where a clause is not, or not once, where it is said to be."""
    rows = [line.split("\t") for line in (Path(__file__).parent / "guards.tsv").read_text().splitlines()
            if line and not line.startswith("#")]
    return [Guard(FIRST + index, int(fault), site(root, how, path, clause), tests)
            for index, (fault, how, path, clause, tests) in enumerate(rows)]


def site(root, how, path, clause):
    lines = (Path(root) / path).read_text().split("\n")
    found = [index for index, line in enumerate(lines) if clause in line]
    if len(found) != 1:
        raise ValueError(f"{path}: the guard {clause!r} is there {len(found)} times; see Scripts/mutants/guards.tsv")
    line = lines[found[0]]
    start = line.index(clause)
    end = start + len(clause)
    # The word before it may be part of what tells the line.
    start += len(re.match(r"(guard |if )?", clause)[0])
    old = line[start:end]
    if how == "pass":
        new, switched = "true", f"(SWITCH || ({old}))"
    elif how == "never":
        new = "false"
        switched = f"!SWITCH, {old}" if old.startswith("let ") else f"(!SWITCH && ({old}))"
    elif how == "drop":
        new, switched = "", f"if !SWITCH {{ {old} }}"
    else:
        raise ValueError(f"guards.tsv: {how!r} is none of pass, never, drop")
    return Site(path, found[0] + 1, start + 1, "guard", old, new, line[:start] + switched + line[end:])


if __name__ == "__main__":
    # A table that does not fit the sources any more is found before hours are spent on it.
    print(f"{len(guards(Path(__file__).parents[2]))} guards, each in its place")
