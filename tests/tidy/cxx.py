"""Just enough C++ for the checks: comments and strings told from code, and namespace scope."""

import re

_TOKEN = re.compile(
    r'(?P<comment>//[^\n]*|/\*.*?\*/)'
    r'|(?P<raw>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]*)\((?P<body>.*?)\)(?P=mark)")'
    r'|(?P<string>"(?:\\.|[^"\\\n])*")'
    r"|(?P<char>(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+')",
    re.DOTALL)


def line_at(text, offset):
    return text.count("\n", 0, offset) + 1


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def code_only(text):
    """The text with comments and the insides of literals blanked; every offset stays as it is."""
    def blank(match):
        found = match.group(0)
        if match.group("comment"):
            return _blank(found)
        return found[0] + _blank(found[1:-1]) + found[-1]
    # An include's path is no string that anybody reads.
    return _TOKEN.sub(blank, text)


def without_preprocessor(code):
    """code_only text with preprocessor lines blanked, continued ones too."""
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda match: _blank(match.group(0)), code,
                  flags=re.MULTILINE)


def string_literals(text):
    """(line, contents) of each string literal; includes are left out."""
    for match in _TOKEN.finditer(text):
        if match.group("comment") or match.group("char"):
            continue
        before = text[text.rfind("\n", 0, match.start()) + 1:match.start()]
        if re.match(r"\s*#\s*include\b", before):
            continue
        body = match.group("body") if match.group("raw") else match.group(0)[1:-1]
        yield line_at(text, match.start()), body


def includes(text):
    """(line, path, quoted) of each include."""
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r'\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', line)
        if match:
            yield number, match.group(1) or match.group(2), match.group(1) is not None


class Statement:
    """One declaration or definition, at namespace scope or in a class."""

    def __init__(self, head, start, in_namespace, is_function):
        self.head = head            # its code up to `{` or `;`
        self.start = start          # offset of its first character
        self.end = start            # offset just past it
        self.in_namespace = in_namespace
        self.is_function = is_function  # a definition with a body


def _flat(head):
    """A head without attributes, template parameters, parentheses and operator names."""
    head = re.sub(r"\[\[.*?\]\]", " ", head, flags=re.DOTALL)
    head = re.sub(r"\boperator\s*(?:\(\s*\)|[^\s(\w]+)", "operator_", head)
    while True:
        shorter = re.sub(r"\([^()]*\)", "", head)
        if shorter == head:
            break
        head = shorter
    head = head.strip()
    while head.startswith("template"):
        depth, i = 0, head.find("<")
        if i < 0:
            break
        for i in range(i, len(head)):
            depth += {"<": 1, ">": -1}.get(head[i], 0)
            if depth == 0:
                break
        head = head[i + 1:].strip()
    return head


def _kind(head):
    """What a `{` after `head` opens: namespace, type, function or other (an initialiser)."""
    flat = _flat(head)
    if re.match(r'(inline\s+)?namespace\b|extern\s*"\s*"\s*$', flat):
        return "namespace"
    if "=" in flat:
        return "other"
    if re.match(r"(typedef\s+)?(class|struct|union)\b", flat) and not head.rstrip().endswith(")"):
        return "type"
    if re.match(r"enum\b", flat):
        return "enum"
    return "function" if "(" in head else "other"


def statements(text):
    """Yields every Statement of namespaces and classes, in order; bodies are not looked into."""
    code = without_preprocessor(code_only(text))
    found, scopes = [], ["namespace"]   # scopes: kinds of the braces we are in and look into
    types = []                          # the Statements of the classes we are in
    i, start, parens = 0, 0, 0
    current = None

    def begin(at):
        while at < len(code) and code[at].isspace():
            at += 1
        return at

    def add(end, is_function):
        first = begin(start)
        statement = Statement(code[first:end].strip(), first, set(scopes) == {"namespace"},
                              is_function)
        statement.end = end + 1
        found.append(statement)
        return statement

    while i < len(code):
        c = code[i]
        if c in "([":
            parens += 1
        elif c in ")]":
            parens -= 1
        elif c == "{":
            kind = "other" if parens else _kind(code[begin(start):i])
            if kind == "namespace":
                scopes.append(kind)
                start = i + 1
            elif kind == "type":
                types.append(add(i, False))
                scopes.append(kind)
                start = i + 1
            else:
                if kind in ("function", "enum") and current is None:
                    current = add(i, kind == "function")
                i = _closing(code, i)
                if current is not None:
                    current.end = i + 1
                    after = begin(i + 1)
                    # Foo() : a{1}, b{2} { … }: the braces of members come before the body.
                    if after >= len(code) or code[after] not in ",{":
                        current = None
                        start = i + 1
                    # enum class E { … };
                    if after < len(code) and code[after] == ";":
                        i = after
                        start = i + 1
        elif c == "}":
            if len(scopes) > 1 and scopes.pop() == "type":
                types.pop().end = i + 1
            start = i + 1
        elif c == ";" and not parens:
            if code[begin(start):i].strip():
                add(i, False)
            start = i + 1
            current = None
        elif c == ":" and scopes[-1] == "type" and \
                code[begin(start):i].strip() in ("public", "private", "protected"):
            start = i + 1
        i += 1
    return found


def _closing(code, opening):
    depth = 0
    for i in range(opening, len(code)):
        depth += {"{": 1, "}": -1}.get(code[i], 0)
        if depth == 0:
            return i
    return len(code) - 1
