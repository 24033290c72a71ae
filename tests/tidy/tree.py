"""The checkout as the checks see it: its files, and how a finding is told."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def files(*patterns):
    """(path from the root, text) of each file that matches, by path."""
    found = sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()})
    return [(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in found]


def cxx_files():
    return files("src/**/*.cc", "src/**/*.h", "tests/**/*.cc", "tests/**/*.h")


def source_files():
    """C++ files of the product itself: src without its tests."""
    return [(path, text) for path, text in files("src/**/*.cc", "src/**/*.h") if not is_test(path)]


def is_test(path):
    return path.endswith("_test.cc") or path.startswith(("tests/", "src/testing/"))


def kept_files():
    """Paths of everything that is, or is about to be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [path for path in listed.split("\0") if path and (ROOT / path).is_file()]


def room_of(path):
    """The room under src/ that a file lies in, or None."""
    match = re.match(r"src/([^/]+)/", path)
    return match.group(1) if match else None


def finding(path, line, what, cure):
    return f"{path}:{line}: {what}; {cure}"


def expect_none(findings):
    findings = list(findings)
    if findings:
        pytest.fail("\n".join(findings), pytrace=False)
