"""What has been judged, as a page that is kept in the tree."""
import datetime
import subprocess
from collections import Counter

from equivalent import reasons

PAGE = "Tests/Mutants.md"


def page(tree, judge, command, swift):
    judged = [(one, found) for one in tree.mutants if (found := judge.judged(one))]
    survivors = [(one, found) for one, found in judged if survived(found)]
    same = reasons(tree)
    guards = [(one, judge.judged(one)) for one in tree.guards]
    out = [
        "# Mutants",
        "",
        "One small change at a time to kernels, solvers, audit and readers, and whether a test sees it. Written by",
        f"`{command}`; CONTRIBUTING.md says how. A survivor is a line that could be wrong without a test that says so.",
        "A survivor that `Scripts/mutants/equivalent.tsv` lists is a change that changes nothing.",
        "",
        f"- {datetime.date.today()}, {revision(tree.root)}, {version(swift)}",
        f"- seed {tree.seed}: {len(tree.mutants)} mutants drawn, {len(tree.refused)} sites dropped that the compiler did not"
        f" take, {len(judged)} judged",
        f"- {rate(judged, same)}",
        *([f"- {len(judge.unknown)} of {len(judge.unknown) + len(judge.suites)} suites have not run yet"] * bool(judge.unknown)),
        "",
        "| part | judged | seen | rate | change nothing | rate without these |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for part in dict.fromkeys(one.part for one in tree.mutants):
        of = [(one, found) for one, found in judged if one.part == part]
        seen = sum(not survived(found) for _, found in of)
        equal = sum(one.number in same and survived(found) for one, found in of)
        out.append(f"| {part} | {len(of)} | {seen} | {share(seen, len(of))} | {equal} | {share(seen, len(of) - equal)} |")
    columns = ["| number | where | kind | is | was made | passed |", "| --- | --- | --- | --- | --- | --- |"]
    rest = [(one, found) for one, found in survivors if one.number not in same]
    out += ["", "## Survivors", ""] + (columns if rest else ["None."])
    out += [f"{row(one)} {ran(judge, one, found)} |" for one, found in rest]
    equal = [one for one, _ in survivors if one.number in same]
    columns[0] = columns[0].replace("passed", "because")
    out += ["", "## Changes that change nothing", ""] + (columns if equal else ["None."])
    out += [f"{row(one)} {same[one.number]} |" for one in equal]
    out += ["", "## Guards of FAULTS.md", ""]
    done = [(one, found) for one, found in guards if found]
    seen = [one for one, found in done if not survived(found)]
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


def survived(found):
    return found["verdict"] in ("survived", "empty")


def row(one):
    site = one.site
    return f"| {one.number} | `{site.path}:{site.line}` | {site.kind} | {code(site.old)} | {code(site.new)} |"


def ran(judge, one, found):
    """How many suites a survivor has passed."""
    left = len(judge.left(one, found))
    if not found["passed"] and not left and not judge.unknown:
        return "not reached"
    return f"{len(found['passed'])} suites" + (f", {left} not run yet" if left else "")


def share(seen, of):
    return f"{seen / of:.1%}" if of else ""


def rate(judged, same):
    if not judged:
        return "none judged yet"
    counts = Counter(found["verdict"] for _, found in judged)
    left = sum(survived(found) for _, found in judged)
    equal = sum(survived(found) and one.number in same for one, found in judged)
    seen = len(judged) - left
    how = f"{counts['failed']} by a failing test, {counts['crashed']} by a crash, {counts['hung']} by a hang"
    rest = f"without the {equal} of these that change nothing {share(seen, len(judged) - equal)}"
    return f"kill rate {seen / len(judged):.1%}: {seen} of {len(judged)} seen ({how}), {left} survived; {rest}"


def code(text):
    return f"`{text.strip()}`".replace("|", "\\|") if text.strip() else ""


def version(swift):
    words = subprocess.run([swift, "--version"], capture_output=True, text=True).stdout
    return next((line.split("(")[0].strip() for line in words.splitlines() if "Swift version" in line), "Swift")


def revision(root):
    found = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=root, capture_output=True, text=True)
    return f"commit {found.stdout.strip()}"
