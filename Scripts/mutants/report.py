"""What has been judged, as a page that is kept in the tree."""
import datetime
import subprocess
from collections import Counter

PAGE = "Tests/Mutants.md"


def page(tree, judge, command, swift):
    rows = [(one, judge.judged(one)) for one in tree.mutants]
    judged = [(one, found) for one, found in rows if found]
    survivors = [one for one, found in judged if found["verdict"] in ("survived", "empty")]
    guards = [(one, judge.judged(one)) for one in tree.guards]
    out = [
        "# Mutants",
        "",
        "One small change at a time to kernels, solvers, audit and readers, and whether a test sees it. Written by",
        f"`{command}`; CONTRIBUTING.md says how. A survivor is a line that could be wrong without a test that says so, or a",
        "change that changes nothing.",
        "",
        f"- {datetime.date.today()}, {revision(tree.root)}, {version(swift)}",
        f"- seed {tree.seed}: {len(tree.mutants)} mutants drawn, {len(tree.refused)} sites dropped that the compiler did not take,"
        f" {len(judged)} judged",
        f"- {rate(judged)}",
        "",
        "| part | judged | seen | rate |",
        "| --- | --- | --- | --- |",
    ]
    for part in dict.fromkeys(one.part for one in tree.mutants):
        of = [(one, found) for one, found in judged if one.part == part]
        seen = len(of) - sum(one in survivors for one, _ in of)
        out.append(f"| {part} | {len(of)} | {seen} | {seen / len(of):.0%} |" if of else f"| {part} | 0 | | |")
    out += ["", "## Survivors", ""]
    if survivors:
        out += ["| number | where | kind | is | was made |", "| --- | --- | --- | --- | --- |"]
    out += [f"| {one.number} | `{one.site.path}:{one.site.line}` | {one.site.kind} | {code(one.site.old)} | {code(one.site.new)} |"
            for one in survivors]
    out += ["", "## Guards of FAULTS.md", ""]
    done = [(one, found) for one, found in guards if found]
    seen = [one for one, found in done if found["verdict"] not in ("survived", "empty")]
    faults = {one.fault for one, _ in done} - {one.fault for one, _ in done if one not in seen}
    out += [f"{len(done)} of {len(guards)} guards were taken away one by one, and the test that is named for the fault failed for"
            f" {len(seen)} of them: all that were tried of {len(faults)} faults, of {len({one.fault for one, _ in done})}.", ""]
    if tree.guards_refused:
        places = ", ".join(f"`{one.site.path}:{one.site.line}` (fault {one.fault})" for one in tree.guards_refused)
        out += [f"The compiler did not take the copy without {places}.", ""]
    missed = [(one, found) for one, found in done if one not in seen]
    if missed:
        out += ["| fault | guard | how it was taken away | test that did not see it |", "| --- | --- | --- | --- |"]
    out += [f"| {one.fault} | `{one.site.path}:{one.site.line}` {code(one.site.old)} | {code(one.site.new) or 'left out'} |"
            f" {code(one.tests)} |" for one, _ in missed]
    return "\n".join(out).rstrip() + "\n"


def rate(judged):
    if not judged:
        return "none judged yet"
    counts = Counter(found["verdict"] for _, found in judged)
    seen = len(judged) - counts["survived"] - counts["empty"]
    how = f"{counts['failed']} by a failing test, {counts['crashed']} by a crash, {counts['hung']} by a hang"
    return f"kill rate {seen / len(judged):.1%}: {seen} of {len(judged)} seen ({how}), {len(judged) - seen} survived"


def code(text):
    return f"`{text.strip()}`".replace("|", "\\|") if text.strip() else ""


def version(swift):
    words = subprocess.run([swift, "--version"], capture_output=True, text=True).stdout
    return next((line.split("(")[0].strip() for line in words.splitlines() if "Swift version" in line), "Swift")


def revision(root):
    found = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=root, capture_output=True, text=True)
    return f"commit {found.stdout.strip()}"
