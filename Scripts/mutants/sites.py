"""Where a line of Swift or C can be wrong in one small way, and how it is written so that a switch decides.

A mutant is one change at one place. In the rewritten line `SWITCH` stands for the call that is true while the mutant is
active. Only forms that keep their type and their line are used; what the compiler refuses nevertheless is dropped later.
"""
import re
from dataclasses import dataclass

from masking import balanced, masked, matching, split

# What stands beside an operator: a name with members, an element, a call without calls in it, or a number.
ATOM = r"-?(?:[A-Za-z_$][\w.$]*(?:\[[^\[\]()]*\]|\([^\[\]()]*\))*(?:\.\w+)*|\d[\w.]*(?:-\d+)?)"
# Between these an operator and its two sides are an expression of their own, whatever binds more tightly.
BEFORE = r"(?:(?<=[(\[])|(?<=return )|(?<=[^=!<>+*/%&|^-]= )|(?<=, )|(?<=&& )|(?<=\|\| )|(?<=if )|(?<=while )|(?<=guard ))"
AFTER = r"(?=[)\],;]| \{| else\b| &&| \|\||$)"
COMPARISON = re.compile(BEFORE + rf"({ATOM}) (<|<=|>|>=|==|!=) ({ATOM})" + r"(?=[)\],;]| \{| else\b| &&| \|\|| \?|$)")
ARITHMETIC = re.compile(BEFORE + rf"({ATOM}) ([-+*/]) ({ATOM})" + r"(?=[)\],;]| \{| <| >| [!=]=| &&| \|\||$)")
WHOLE = re.compile(r"(?<=[(\[ ])([012])(?=[)\],; ]|$)")
INCREMENT = re.compile(rf"({ATOM}) ([-+*])= ([^;{{}}]+)")
OTHERS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+": "-", "-": "+", "*": "+", "/": "*"}


@dataclass(frozen=True)
class Site:
    path: str
    line: int  # from 1
    column: int
    kind: str
    old: str
    new: str
    rewritten: str  # the whole line, with SWITCH in it

    @property
    def key(self):
        return f"{self.path}:{self.line}:{self.column}:{self.kind}"


def sites(path, text, is_c):
    """All sites of a file, in order."""
    lines, masks = text.split("\n"), masked(text).split("\n")
    found = []
    for number, (line, mask) in enumerate(zip(lines, masks), 1):
        if is_left_alone(masks, number - 1, is_c):
            continue

        def add(kind, start, end, new, switched):
            old = line[start:end]
            found.append(Site(path, number, start + 1, kind, old, new, line[:start] + switched + line[end:]))

        expressions(line, mask, is_c, add)
        if is_c:
            statements_of_c(line, mask, add)
        else:
            conditions(line, mask, add)
            if is_alone(lines, masks, number - 1):
                statements(line, mask, add)
    return found


def is_left_alone(masks, index, is_c):
    mask = masks[index].strip()
    if not mask or mask.startswith("#"):
        return True
    if is_c:
        # Loops that are to be unrolled need constants, and so do declarations outside functions; macros are not parsed.
        ends = masks[index].rstrip().endswith("\\") or index > 0 and masks[index - 1].rstrip().endswith("\\")
        constant = re.match(r"(enum|typedef|case|switch|extern|const int|static [^=;]*\{$)", mask)
        unrolled = "UNROLLED" in mask or masks[index - 1].strip().startswith("#pragma clang loop unroll")
        sized = re.match(r"(?:static )?(?:const )?(?:T|double|int|int32_t|V|FN\(\w+\)) \w+\[", mask)
        return bool(ends or constant or unrolled or sized or "prefetch" in mask or "shufflevector" in mask or "SHUFFLE" in mask)
    return bool(re.match(r"(@|import |internal import |case |default|indirect |enum |extension |struct )", mask)
                or re.search(r"\b(func|init|subscript|where|await|precondition)\b", mask))


def expressions(line, mask, is_c, add):
    """Comparisons, sums and products, whole numbers, the smaller and the larger of two, both and either."""
    for match in COMPARISON.finditer(mask):
        change(line, match, add, "comparison")
    for match in ARITHMETIC.finditer(mask):
        if not re.fullmatch(r"-?[\d.]+", match[1]) or not re.fullmatch(r"-?[\d.]+", match[3]):
            change(line, match, add, "arithmetic")
    for match in WHOLE.finditer(mask):
        # A number within brackets after a type is a size, and a range's end has no value of its own in a declaration.
        if re.search(r"(\w \w+\[|: |case )$", mask[:match.start()]) or is_c and re.search(r"\[$", mask[:match.start()]):
            continue
        if is_c and "{" in mask:
            continue
        new = str(int(match[1]) + 1)
        add("number", match.start(), match.end(), new, f"(SWITCH ? {new} : {match[1]})")
    if is_c:
        return
    for match in re.finditer(r"(?<![\w.])(min|max)\(", mask):
        end = matching(mask, match.end() - 1)
        if end and len(split(mask[match.end():end], ",")) == 1:
            other = {"min": "max", "max": "min"}[match[1]]
            inner = line[match.end() - 1:end + 1]
            add("extreme", match.start(), end + 1, other + inner, f"(SWITCH ? {other}{inner} : {match[1]}{inner})")


def change(line, match, add, kind):
    left, operator, right = (line[slice(*match.span(group))] for group in (1, 2, 3))
    new = f"{left} {OTHERS[operator]} {right}"
    add(kind, match.start(), match.end(), new, f"(SWITCH ? {new} : {left} {operator} {right})")


def conditions(line, mask, add):
    """Clauses of `if`, `guard` and `while` that bind nothing: turned round, or as if they were not there."""
    match = re.match(r"\s*(?:\} else )?(if|guard|while) ", mask)
    if not match:
        return
    rest = mask[match.end():]
    ends = split(rest, " else {" if match[1] == "guard" else " {")
    if not ends:
        return
    commas = [-1] + split(rest[:ends[0]], ",") + [ends[0]]
    for start, end in zip(commas, commas[1:]):
        start, end = match.end() + start + 1, match.end() + end
        start += len(mask[start:end]) - len(mask[start:end].lstrip())
        clause = mask[start:end]
        if re.match(r"(let|var|case)\b|#|\.", clause) or re.search(r"\btry\b|[{}&]\w", clause) or not balanced(clause):
            continue
        whole = line[start:end]
        add("condition", start, end, f"!({whole})", f"(SWITCH != ({whole}))")
        if match[1] == "guard":
            add("guard", start, end, "true", f"(SWITCH || ({whole}))")
        elif match[1] == "if":
            add("branch", start, end, "false", f"(!SWITCH && ({whole}))")
        for both, other in (("&&", "||"), ("||", "&&")):
            places = split(clause, f" {both} ")
            if len(places) == 1 and not split(clause, f" {other} ") and "?" not in clause:
                new = f"{whole[:places[0]]} {other} {whole[places[0] + 4:]}"
                add("logic", start, end, new, f"(SWITCH ? ({new}) : ({whole}))")


def is_alone(lines, masks, index):
    """Whether a line is a statement by itself."""
    mask = masks[index].strip()
    before = next((masks[i].strip() for i in range(index - 1, -1, -1) if masks[i].strip()), "")
    after = next((lines[i].strip() for i in range(index + 1, len(lines)) if lines[i].strip()), "")
    return (balanced(mask) and not re.search(r"[-+*/=<>&|?:,]$", mask) and not re.match(r"[.?:&|+*/<>=-]", after)
            and (before.endswith(("{", "}", ")", "]", ":", ";")) or re.search(r"\w$", before))
            and not re.search(r"[-+*/=<>&|?,(\[]$|\b(return|throw)$", before))


def statements(line, mask, add):
    """Assignments and calls left out, sums that go the other way, and verdicts turned round."""
    start = len(mask) - len(mask.lstrip())
    body = line[start:].rstrip()
    end = start + len(body)
    if match := re.fullmatch(r"return (true|false)", mask.strip()):
        new = "false" if match[1] == "true" else "true"
        add("verdict", start, end, f"return {new}", "return SWITCH" if new == "true" else "return !SWITCH")
    elif match := INCREMENT.fullmatch(mask.strip()):
        other = {"+": "-", "-": "+", "*": "+"}[match[2]]
        new = f"{body[:match.end(1)]} {other}= {body[match.start(3):]}"
        add("increment", start, end, new, f"if SWITCH {{ {new} }} else {{ {body} }}")
        add("statement", start, end, "", f"if !SWITCH {{ {body} }}")
    elif "{" not in mask and re.match(
        r"(?!let |var |return|throw|self\.|break|continue|for |case |_ |if |guard |while |precondition)"
        r"(try )?[\w.]+(\[[^\]]*\])?( = |\()", mask.strip()
    ):
        add("statement", start, end, "", f"if !SWITCH {{ {body} }}")


def statements_of_c(line, mask, add):
    """A sum that goes the other way, and a condition turned round. A conditional of whole assignments is contracted as the
    assignment itself is, so that the digits of what is not active stay."""
    if match := re.search(rf"(?<=[ )])({ATOM}(?:\[[^;]*?\])?) ([-+])= ([^;{{}}]+);$", mask):
        start = max(mask.rfind(";", 0, match.start()) + 1, match.start())
        old = line[start:match.end() - 1]
        other = {"+": "-", "-": "+"}[match[2]]
        new = old[:match.start(2) - start] + other + old[match.end(2) - start:]
        add("increment", start, match.end() - 1, new, f"SWITCH ? ({new}) : ({old})")
    if match := re.search(r"\bif (\()", mask):
        end = matching(mask, match.start(1))
        if end:
            whole = line[match.start(1):end + 1]
            add("condition", match.start(1), end + 1, f"(!{whole})", f"(!{whole} == SWITCH)")
