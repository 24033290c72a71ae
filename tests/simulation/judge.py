"""Judges a simulated year: every day's sheets against the naive implementation (tests/oracle).

judge.py FOLDER: reads FOLDER/days.jsonl, a line a day and cycle: {"year", "as_of",
"calendar_years", "facts", "sheets": {unit: sheet}}. Totals, lines, deductions and obligations must
be equal. Exit code 1 where one differs, with the day, the unit and the line.
"""

import argparse
import multiprocessing
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "oracle"))

import compare  # noqa: E402
import naive  # noqa: E402
from days import CALENDARS, Calendar, parse_instant  # noqa: E402
from facts import Facts, loads  # noqa: E402
from wrong_input import Check  # noqa: E402

SHOWN = 20
calendars = {}


def calendar_of(years):
    """The work calendar of these years; where it is not real, the simulation's own."""
    if years not in calendars:
        with tempfile.TemporaryDirectory() as folder:
            for year in years:
                own = HERE / f"calendar-{year}.yaml"
                shutil.copy(own if own.is_file() else CALENDARS / f"{year}.yaml",
                            Path(folder) / f"{year}.yaml")
            calendars[years] = Calendar(folder)
    return calendars[years]


def day_problems(day):
    calendar = calendar_of(tuple(day["calendar_years"]))
    wrong = Check(day["facts"], calendar).must
    if wrong:
        return [f"the exported facts are wrong input: {sorted(wrong)}"]
    expected = {unit["unit"]: compare.expected_unit(unit) for unit in naive.result(
        Facts(day["facts"]), calendar, parse_instant(day["as_of"]))}
    problems = []
    if list(expected) != sorted(day["sheets"], key=str.encode):
        problems.append(f"units: naive {list(expected)}, product {list(day['sheets'])}")
    for code, sheet in day["sheets"].items():
        problems += compare.differences(code, expected.get(code), compare.product_unit(sheet["sheet"]))
        if not sheet["sheet"].get("ended"):
            problems += compare.property_problems(day["as_of"],
                                                  compare.product_unit(sheet["sheet"]))
    return problems


def judge_line(line):
    day = loads(line)
    counts = Counter(days=1, sheets=len(day["sheets"]),
                     left_out=sum(len(sheet["left_out"]) for sheet in day["sheets"].values()),
                     ended=sum(bool(sheet["sheet"].get("ended")) for sheet in day["sheets"].values()))
    where = f"{day['as_of']} cycle {day['year']}"
    return counts, [f"{where}: {problem}" for problem in day_problems(day)]


def judge_piece(lines):
    counts, problems = Counter(), []
    for line in lines:
        counted, found = judge_line(line)
        counts += counted
        problems += found
    return counts, problems


def pieces(path, size=8):
    piece = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            piece.append(line)
            if len(piece) == size:
                yield piece
                piece = []
    if piece:
        yield piece


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    counts, problems = Counter(), []
    with multiprocessing.Pool(options.jobs) as pool:
        for counted, found in pool.imap(judge_piece, pieces(options.folder / "days.jsonl")):
            counts += counted
            problems += found
    for problem in problems[:SHOWN]:
        print(f"DIFFERENCE {problem}")
    if len(problems) > SHOWN:
        print(f"… and {len(problems) - SHOWN} more")
    print(f"judged: {counts['days']} days, {counts['sheets']} sheets, {counts['ended']} of ended "
          f"units, {counts['left_out']} facts left out, {len(problems)} differences")
    return 1 if problems or not counts["sheets"] else 0


if __name__ == "__main__":
    sys.exit(main())
