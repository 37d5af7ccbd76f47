"""Mutants that change nothing which could be seen, from equivalent.tsv, each with the reason."""
from pathlib import Path

TABLE = Path(__file__).parent / "equivalent.tsv"


def reasons(tree):
    """By the number of the drawn mutant. Rows of other draws, and of lines that read otherwise now, say nothing."""
    rows = [line.split("\t") for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    table = {(path, line, new): reason for path, line, new, reason in rows}
    texts = {path: (tree.root / path).read_text().split("\n") for path in {one.site.path for one in tree.mutants}}
    found = {}
    for one in tree.mutants:
        key = one.site.path, texts[one.site.path][one.site.line - 1].strip(), one.site.new.strip()
        if key in table:
            found[one.number] = table[key]
    return found
