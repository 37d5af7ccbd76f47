"""Mutants that change nothing which could be seen, from equivalent.tsv, each with the reason."""
from pathlib import Path

TABLE = Path(__file__).parent / "equivalent.tsv"


def reasons(tree):
    """By the number of the drawn mutant. Rows of other draws, and of lines that read otherwise now, say nothing."""
    rows = [line.split("\t") for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    texts = {path: (tree.root / path).read_text().split("\n") for path in {one.site.path for one in tree.mutants}}
    found = {}
    for one in tree.mutants:
        lines = texts[one.site.path][max(0, one.site.line - 4):one.site.line]
        text = " " + " ".join(line.strip() for line in lines)
        for path, line, new, reason in rows:
            if (path, new) == (one.site.path, one.site.new.strip()) and text.endswith(f" {line}"):
                found[one.number] = reason
    return found
