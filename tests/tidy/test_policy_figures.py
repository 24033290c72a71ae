"""Policy is data: no indicator, named date, record kind or date stands in a string of the code."""

import re

import cxx
import tree
import yaml

INDICATOR = re.compile(r"^\d{1,2}\.\d{1,2}(/[\w-]*)*$|(?<![\d.v])\d{1,2}(\.\d{1,2})?/[a-z]")
DATE = re.compile(r"(?<!\d)(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)|(?<!\d)20\d\d-\d\d")
# The days around a leap day are the calendar's own, and a whole instant shows a reader the format.
NO_POLICY = re.compile(r"(?<!\d)(02-28|02-29|03-01)(?!\d)|20\d\d-\d\d-\d\dT\d\d:\d\d")


def keys_of(node):
    """Every mapping key below a YAML node: the words of the format itself."""
    if isinstance(node, dict):
        return set(map(str, node)).union(*map(keys_of, node.values()))
    if isinstance(node, list):
        return set().union(*map(keys_of, node))
    return set()


def names_of(policy):
    """The ids of a policy's named dates and record kinds, less those that are words of the format."""
    names = set()
    for section in ("dates", "record_kinds", "records", "kinds"):
        rows = policy.get(section) or []
        rows = rows if isinstance(rows, list) else list(rows)
        names.update(row.get("id") if isinstance(row, dict) else row for row in rows)
    return {str(name) for name in names if name} - keys_of(policy)


def all_names():
    return set().union(*(names_of(yaml.safe_load(text)) for _, text in
                         tree.files("policies/*.yaml")))


def find(path, text, names):
    for line, literal in cxx.string_literals(text):
        match = INDICATOR.search(literal) or DATE.search(NO_POLICY.sub("", literal))
        if match:
            yield tree.finding(path, line, f'a policy figure in code ("{match.group(0)}")',
                               "it belongs into policies/, calendars/ or demo/ (in messages write "
                               "YYYY-MM-DD)")
        elif literal in names:
            yield tree.finding(path, line, f'a name from a policy in code ("{literal}")',
                               "code knows the policy's format, not what a school wrote in it")


def test_code_holds_no_policy():
    names = all_names()
    tree.expect_none(f for path, text in tree.source_files() for f in find(path, text, names))


def test_names_are_found_in_the_policies():
    """Guards the check itself: a policy in the tree yields names to look for."""
    for path, text in tree.files("policies/*.yaml"):
        assert names_of(yaml.safe_load(text)), f"{path}:1: no names found; see names_of() here"
