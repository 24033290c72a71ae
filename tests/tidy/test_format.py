"""The code is laid out by clang-format 14, which every Debian 12 has."""

import re
import subprocess

import tree


def find(paths):
    if not paths:
        return
    told = subprocess.run(["clang-format-14", "--dry-run", "-Werror", *paths], cwd=tree.ROOT,
                          capture_output=True, text=True).stderr
    seen = set()
    for match in re.finditer(r"^(.+?):(\d+):\d+: error: ", told, re.MULTILINE):
        path, line = match.groups()
        if path not in seen:
            seen.add(path)
            yield tree.finding(path, line, "not formatted", "run scripts/format")


def test_code_is_formatted():
    tree.expect_none(find([path for path, _ in tree.cxx_files()]))
