"""Puts all questions of one policy and calendar to `score_lines` at once."""

import json
import os
import shutil
import subprocess
import tempfile
from decimal import Decimal
from pathlib import Path

from case_file import REPOSITORY

BINARY = Path(os.environ.get("SHOUZE_BUILD", REPOSITORY / "build")) / "score_lines"
SECONDS_MAX = 120


def ask(policy, calendar_years, questions):
    """An answer for each question; {"died": …} for those that it did not live to answer."""
    if not BINARY.exists():
        raise FileNotFoundError(f"{BINARY} does not exist; run scripts/build")
    with tempfile.TemporaryDirectory() as folder:
        for year in calendar_years:
            shutil.copy(REPOSITORY / "calendars" / "cn" / f"{year}.yaml", folder)
        run = subprocess.run(
            [str(BINARY), "--policy", str(policy), "--calendars", folder], text=True,
            input="".join(question + "\n" for question in questions), capture_output=True,
            encoding="utf-8", timeout=SECONDS_MAX)
    answers = [json.loads(line, parse_float=Decimal) for line in run.stdout.splitlines()]
    died = {"died": f"exit code {run.returncode} after {len(answers)} answers: {run.stderr[-2000:]}"}
    return answers + [died] * (len(questions) - len(answers))


class Product:
    """Answers by case; everything is asked when the first answer is wanted."""

    def __init__(self, cases):
        self._groups = {}
        for case in cases:
            self._groups.setdefault((case.policy, case.calendars), []).append(case)
        self._answers = {}

    def answer(self, case):
        key = (case.policy, case.calendars)
        if case.title not in self._answers:
            group = self._groups[key]
            answers = ask(*key, [each.question for each in group])
            self._answers.update(zip((each.title for each in group), answers))
        return self._answers[case.title]
