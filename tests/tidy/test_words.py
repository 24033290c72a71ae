"""Names that mean something, headers that are contracts, and nothing that holds on one machine."""

import re

import cxx
import tree

EMPTY_WORDS = {"manager", "helper", "helpers", "util", "utils", "data", "info"}
# Spelled so that this file does not find itself.
MACHINE_PATH = re.compile(r"(?<![\w./~$}-])/" + r"(?:work|root|home/\w+)/\w")


def find_file_name(path):
    stem = path.rsplit("/", 1)[-1].split(".")[0]
    for word in sorted(EMPTY_WORDS.intersection(re.split(r"[_-]", stem))):
        yield tree.finding(path, 1, f'"{word}" says nothing', "name the file after what it holds")


def find_machine_paths(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        match = MACHINE_PATH.search(line)
        if match:
            yield tree.finding(path, number, f"a path of one machine ({match.group(0)}…)",
                               "write it from the checkout's root")


def _name(head):
    """The name that a declaration introduces, or None where it needs no words of its own."""
    head = re.sub(r"\[\[.*?\]\]", " ", head, flags=re.DOTALL)
    flat = cxx._flat(head)
    if re.match(r"(using|static_assert|namespace|friend|extern|typedef|return)\b", flat):
        return None
    match = re.match(r"(?:enum\s+)?(?:class|struct|union|enum)\s+(\w+)(?:\s|$)", flat + " ")
    if match:
        return match.group(1)
    match = re.search(r"((?:\w+::)*(?:operator\s*[^\s(]+|~?\w+))\s*\(", head)
    if "=" in flat or match is None or "::" in match.group(1):
        return None     # a constant, a variable, or a member defined outside of its class
    return match.group(1)


def find_undocumented(path, text):
    """Functions and types at a header's namespace scope have a `///` comment.

    Declarations that follow each other without an empty line share one, and so do overloads. A type
    of one line may speak for itself, and so do requests and answers: their use case says what it does.
    """
    lines = text.split("\n")
    documented, missing = set(), []
    last_line, last_documented = None, False
    for statement in cxx.statements(text):
        if not statement.in_namespace:
            continue
        first = cxx.line_at(text, statement.start)
        end = cxx.line_at(text, statement.end - 1)
        above = lines[first - 2].strip() if first > 1 else ""
        grouped = last_line is not None and first == last_line + 1 and last_documented
        is_documented = above.startswith("///") or "///<" in lines[end - 1] or grouped
        last_line, last_documented = end, is_documented
        forward = re.fullmatch(r"(?:template\s*<.*>\s*)?(?:enum\s+)?(?:class|struct|union)\s+\w+"
                               r"(\s*:\s*[\w:]+)?", statement.head, re.DOTALL) \
            and text[statement.end - 1] == ";"
        name = _name(statement.head)
        short_type = first == end and "(" not in statement.head
        spoken_for = name is not None and re.search(
            r"^SHOUZE_DESCRIBE|(Request|Answer)$", name)
        if name is None or forward or short_type or spoken_for:
            continue
        if is_documented:
            documented.add(name)
        else:
            missing.append((first, name))
    for line, name in missing:
        if name not in documented:
            yield tree.finding(path, line, f"{name} has no `///` comment",
                               "say meaning, units, errors, source")


def test_file_names_mean_something():
    tree.expect_none(f for path in tree.kept_files() if path.startswith("src/")
                     for f in find_file_name(path))


def test_no_paths_of_one_machine():
    findings = []
    for path in tree.kept_files():
        content = (tree.ROOT / path).read_bytes()
        if b"\0" not in content:
            findings += find_machine_paths(path, content.decode("utf-8", "replace"))
    tree.expect_none(findings)


def test_headers_are_contracts():
    tree.expect_none(f for path, text in tree.files("src/**/*.h")
                     for f in find_undocumented(path, text))
