"""One verb, one command: each explains itself and needs no arguments."""

import os
import subprocess

import tree

VERBS = "run test build check dev bench format e2e simulate kill soak fuzz".split()


def find(path, mode, help_text):
    if not mode & 0o111:
        yield tree.finding(path, 1, "not executable", f"chmod +x {path}")
    if not help_text.startswith(path):
        yield tree.finding(path, 1, f"--help does not begin with {path}",
                           "begin the script with a comment that says what it does")


def test_every_verb_has_its_command():
    findings = []
    for verb in VERBS:
        path = f"scripts/{verb}"
        told = subprocess.run(["bash", path, "--help"], cwd=tree.ROOT, capture_output=True,
                              text=True, timeout=20)
        findings += find(path, os.stat(tree.ROOT / path).st_mode, told.stdout)
    tree.expect_none(findings)


def test_scripts_are_well_formed():
    for path, _ in tree.files("scripts/*", "scripts/lib/*.sh", ".ci/run"):
        if not path.endswith(".md"):
            told = subprocess.run(["bash", "-n", path], cwd=tree.ROOT, capture_output=True, text=True)
            assert told.returncode == 0, told.stderr
