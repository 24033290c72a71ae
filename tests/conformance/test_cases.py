"""Each case of cases/ as one test: what it states must hold of the product's answer."""

import json

import pytest

import product
from case_file import expected, parse_rfc3339, read_cases

CASES = read_cases()
PRODUCT = product.Product(CASES)


def line_problems(point, line):
    problems = []
    for member in ("score", "lost", "at_risk", "not_occurred"):
        if member in point and line[member] != point[member]:
            problems.append(f"{member}: expected {point[member]}, got {line[member]}")
    if "deductions" in point:
        wanted, got = point["deductions"], line["deductions"]
        if len(wanted) != len(got):
            problems.append(f"{len(wanted)} deductions expected, got {len(got)}: {got}")
        for number, (want, have) in enumerate(zip(wanted, got), 1):
            flat = {**have, **have["cause"]}
            wrong = {key: flat.get(key) for key in want if flat.get(key) != want[key]}
            if wrong:
                problems.append(f"deduction {number}: expected {want}, got {wrong}")
    told = "\n".join(deduction["text"] for deduction in line["deductions"])
    problems += [f"no sentence says “{part}”: {told}" for part in point.get("text_has", [])
                 if part not in told]
    return [f"{line['indicator']} {problem}" for problem in problems]


def lines_problems(point, lines):
    problems = []
    for member, of in (("scores", "score"), ("at_risks", "at_risk")):
        for indicator, want in point.get(member, {}).items():
            if lines[indicator][of] != want:
                problems.append(f"{indicator} {of}: expected {want}, got {lines[indicator][of]}")
    for indicator, want in point.get("lost_by", {}).items():
        have = [next(iter(d["cause"].values())) for d in lines[indicator]["deductions"]]
        if have != want:
            problems.append(f"{indicator} lost by: expected {want}, got {have}")
    if "line" in point:
        problems += line_problems(point, lines[point["line"]])
    return problems


def obligation_problems(point, obligations):
    problems = []
    by_key = {obligation["key"]: obligation for obligation in obligations}

    def look(key):
        if key not in by_key:
            problems.append(f"{key} is not listed; listed: {' '.join(by_key)}")
        return by_key.get(key)

    for key, want in point.get("states", {}).items():
        have = look(key)
        if have and have["state"] != want:
            problems.append(f"{key}: expected {want}, got {have['state']} (due {have['due']})")
    for key, want in point.get("dues", {}).items():
        have = look(key)
        if have and have["due"] != expected(want):
            problems.append(f"{key} due: expected {want}, got {have['due']}")
    for key, part in point.get("due_causes", {}).items():
        have = look(key)
        if have and part not in json.dumps(have.get("due_cause"), ensure_ascii=False):
            problems.append(f"{key} due_cause: “{part}” expected, got {have.get('due_cause')}")
    for indicator, want in point.get("listed", {}).items():
        have = [key for key in by_key if key.split("/")[0] == indicator]
        if have != want:
            problems.append(f"{indicator} lists: expected {want}, got {have}")
    problems += [f"{key} is listed, though it should not be" for key in point.get("absent", [])
                 if key in by_key]
    return problems


def unit_problems(point, unit):
    problems = []
    if "disputed_vetoes" in point:
        have = [veto["record"] for veto in unit.get("disputed_vetoes", [])]
        if have != point["disputed_vetoes"]:
            problems.append(f"disputed vetoes: expected {point['disputed_vetoes']}, got {have}")
    for member in ("total", "computed_total", "score_max", "vetoed", "ended"):
        have = unit.get(member, False if member in ("vetoed", "ended") else None)
        if member in point and have != point[member]:
            problems.append(f"{member}: expected {point[member]}, got {have}")
    if unit.get("ended"):
        return problems if point.get("ended") else problems + ["the unit has ended"]
    lines = {line["indicator"]: line for line in unit["lines"]}
    return (problems + lines_problems(point, lines)
            + obligation_problems(point, unit["obligations"]))


def problems_of(case, answer):
    if "died" in answer:
        return [answer["died"]]
    if case.errors is not None:
        got = {error["pointer"]: error["message"] for error in answer.get("errors", [])}
        problems = [f"no error at {pointer}" for pointer in case.errors if pointer not in got]
        return problems + [f"error at {pointer}: {message}" for pointer, message in got.items()
                           if pointer not in case.errors]
    if "results" not in answer:
        return [f"refused: {answer}"]
    results = dict(zip(case.as_of, answer["results"], strict=True))
    problems = []
    if parse_rfc3339(results["default"]["as_of"]) != case.default_as_of:
        problems.append(f"default as_of: expected {case.default_as_of}, "
                        f"got {results['default']['as_of']}")
    for point in case.expect:
        moment = expected(point["at"]) if "at" in point else "default"
        units = {unit["unit"]: unit for unit in results[moment]["units"]}
        if "units" in point and list(units) != point["units"]:
            problems.append(f"units: expected {point['units']}, got {list(units)}")
        if not set(point) - {"at", "units"}:
            continue
        problems += [f"at {point.get('at', 'default')}: {problem}"
                     for problem in unit_problems(point, units[point.get("unit", "u1")])]
    return problems


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    problems = problems_of(case, PRODUCT.answer(case))
    if problems:
        pytest.fail("\n".join([case.title, *problems]), pytrace=False)
