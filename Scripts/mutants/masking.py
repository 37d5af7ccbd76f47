"""Sources without what only looks like code: comments and the insides of strings become spaces, so that places stay."""


def masked(text):
    """The same text, line for line and column for column, with spaces for comments and for strings, quotes included.

    Knows what Swift and C share, and Swift's strings over several lines, with `#` around them, and with code inside them:
    that code is masked too, as a mutant within a message is of no use.
    """
    out = list(text)
    place = 0

    def blank(start, end):
        for i in range(start, min(end, len(text))):
            if out[i] != "\n":
                out[i] = " "

    while place < len(text):
        if text.startswith("//", place):
            end = text.find("\n", place)
            end = len(text) if end < 0 else end
        elif text.startswith("/*", place):
            end = text.find("*/", place)
            end = len(text) if end < 0 else end + 2
        elif text[place] == '"' or text[place] == "#" and text[place:].lstrip("#").startswith('"'):
            end = end_of_string(text, place)
        elif text[place] == "'" and text[place + 1:place + 4].find("'") > 0:
            end = text.index("'", place + 2) + 1  # a character of C
        else:
            place += 1
            continue
        blank(place, end)
        place = end
    return "".join(out)


def end_of_string(text, start):
    """Where the string that begins at `start` ends. Strings nest within the code inside them."""
    place = start
    while text[place] == "#":
        place += 1
    marks = text[start:place]
    quote = '"""' if text.startswith('"""', place) else '"'
    place += len(quote)
    while place < len(text):
        if text.startswith(quote + marks, place):
            return place + len(quote) + len(marks)
        if text.startswith("\\" + marks + "(", place):
            place = end_of_code(text, place + len(marks) + 2)
        elif text.startswith("\\", place) and not marks:
            place += 2
        elif text[place] == "\n" and quote == '"':
            return place  # no string after all, such as an apostrophe's kin in a macro
        else:
            place += 1
    return len(text)


def end_of_code(text, place):
    depth = 1
    while place < len(text) and depth:
        if text[place] == '"':
            place = end_of_string(text, place)
            continue
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        place += 1
    return place


def matching(text, start):
    """Where the bracket at `start` closes on the same line, or None."""
    pairs, depth = {"(": ")", "[": "]", "{": "}"}, []
    for place in range(start, len(text)):
        if text[place] in pairs:
            depth.append(pairs[text[place]])
        elif text[place] in ")]}":
            if not depth or depth.pop() != text[place]:
                return None
            if not depth:
                return place
    return None


def split(text, separator):
    """Where `separator` stands outside all brackets."""
    depth, found = 0, []
    for place, character in enumerate(text):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif depth == 0 and text.startswith(separator, place):
            found.append(place)
    return found


def balanced(text):
    depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if depth < 0:
            return False
    return depth == 0
