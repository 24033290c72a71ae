"""docs/reference/cli.md says what the program's help says."""

import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(REPOSITORY / "scripts" / "lib"))

import cli_reference  # noqa: E402

BUILD = Path(os.environ.get("SHOUZE_BUILD", REPOSITORY / "build"))


def test_page_is_what_the_program_says():
    written = (REPOSITORY / "docs/reference/cli.md").read_text(encoding="utf-8")
    assert written == cli_reference.page(str(BUILD / "shouze")), (
        "run: /usr/bin/python3 scripts/lib/cli_reference.py > docs/reference/cli.md")
