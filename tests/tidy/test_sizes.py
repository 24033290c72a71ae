"""Small pieces: files of at most 400 lines, functions of at most 70, main.cc of at most 100."""

import ast
import re

import cxx
import tree

FILE_LINES_MAX = 400
MAIN_LINES_MAX = 100
FUNCTION_LINES_MAX = 70


def read_exceptions(text):
    """{("lines", path) or ("function", path, name): most lines}"""
    rows = {}
    for line in text.splitlines():
        words = line.split("#")[0].split()
        if words:
            rows[tuple(words[:-1])] = int(words[-1])
    return rows


def functions(path, text):
    """(name, first line, lines) of each function definition."""
    if path.endswith(".py"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield node.name, node.lineno, node.end_lineno - node.lineno + 1
        return
    for statement in cxx.statements(text):
        if statement.is_function:
            match = re.search(r"([\w:~]+|operator\s*\S+?)\s*\(", statement.head)
            first = cxx.line_at(text, statement.start)
            yield (match.group(1) if match else "?", first,
                   cxx.line_at(text, statement.end - 1) - first + 1)


def measure(path, text):
    """{exception key: (line, lines, limit)} of everything that is over its limit."""
    over = {}
    limit = MAIN_LINES_MAX if path.endswith("/main.cc") else FILE_LINES_MAX
    lines = len(text.splitlines())
    if lines > limit:
        over["lines", path] = (1, lines, limit)
    for name, first, count in functions(path, text):
        if count > FUNCTION_LINES_MAX:
            over["function", path, name] = (first, count, FUNCTION_LINES_MAX)
    return over


def find(over, exceptions):
    for key, (line, lines, limit) in over.items():
        if lines > exceptions.get(key, limit):
            name = f"{key[2]} has" if len(key) > 2 else "the file has"
            yield tree.finding(key[1], line, f"{name} {lines} lines, over "
                               f"{exceptions.get(key, limit)}", "split it by what its parts mean")


def find_unneeded(over, exceptions):
    for key in exceptions:
        if key not in over:
            yield tree.finding("tests/tidy/exceptions.txt", 1, f"{' '.join(key)} is within the rule",
                               "take its row out")


def measured_tree():
    over = {}
    for path, text in tree.cxx_files() + tree.files("tests/**/*.py", "scripts/**/*.py"):
        over.update(measure(path, text))
    return over


def exceptions():
    return read_exceptions((tree.ROOT / "tests/tidy/exceptions.txt").read_text(encoding="utf-8"))


def test_files_and_functions_are_small():
    tree.expect_none(find(measured_tree(), exceptions()))


def test_exceptions_are_still_needed():
    tree.expect_none(find_unneeded(measured_tree(), exceptions()))
