"""The schemas of facts and results: the example and what the product makes of it are taken, and what
the reader refuses the schema refuses as well."""

import copy
import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE_TEXT = Path(__file__).with_name("example.json").read_text(encoding="utf-8")
EXAMPLE = json.loads(EXAMPLE_TEXT)
FACTS = json.loads((ROOT / "schemas" / "facts.schema.json").read_text(encoding="utf-8"))
RESULT = json.loads((ROOT / "schemas" / "result.schema.json").read_text(encoding="utf-8"))
FACTS_PAGE = (ROOT / "docs" / "reference" / "facts-format.md").read_text(encoding="utf-8")
RESULT_PAGE = (ROOT / "docs" / "reference" / "result-format.md").read_text(encoding="utf-8")
BINARY = Path(os.environ.get("SHOUZE_BUILD", ROOT / "build")) / "score_lines"
SECONDS_MAX = 60

needs_product = pytest.mark.skipif(not BINARY.exists(), reason="score_lines is not built")


def is_taken(facts):
    return Draft202012Validator(FACTS).is_valid(facts)


def ask(facts, *as_of):
    """The product's answer about facts, given as text."""
    line = f'{{"facts": {" ".join(facts.split())}, "as_of": {json.dumps(as_of)}}}\n'
    run = subprocess.run([str(BINARY)], input=line, capture_output=True, text=True,
                         encoding="utf-8", cwd=ROOT, timeout=SECONDS_MAX, check=True)
    return json.loads(run.stdout)


def properties(schema):
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from properties(part)


@pytest.mark.parametrize("schema", [FACTS, RESULT], ids=["facts", "result"])
def test_schema_is_a_schema(schema):
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("schema, page", [(FACTS, FACTS_PAGE), (RESULT, RESULT_PAGE)],
                         ids=["facts", "result"])
def test_reference_page_and_schema_describe_every_member(schema, page):
    named = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", page))))
    # Of results the page explains the shape and leaves the plain names to the schema.
    plain = {"id", "version", "digest", "years", "pointer", "message", "indicator", "name", "kind",
             "unit", "vetoed", "key", "duty"} if schema is RESULT else set()
    for name, value in properties(schema):
        narrowed = value is False or value == {"type": "null"}
        assert narrowed or value.get("description"), name
        assert narrowed or name in named | plain, name


def test_example_is_taken():
    assert [e.message for e in Draft202012Validator(FACTS).iter_errors(EXAMPLE)] == []


def test_reference_page_shows_the_example():
    assert f"```json\n{EXAMPLE_TEXT}```" in FACTS_PAGE


@needs_product
def test_example_scores_as_the_reference_page_says():
    (result,) = ask(EXAMPLE_TEXT, "default")["results"]
    totals = {unit["name"]: unit["total"] for unit in result["units"]}
    assert "，".join(f"{name} {total} 分" for name, total in totals.items()) in FACTS_PAGE
    assert "notices" not in result


@needs_product
def test_results_are_taken():
    facts = copy.deepcopy(EXAMPLE)
    facts["units"] += [{"code": "old", "kind": "mass", "to": "2026-06-30"},
                       {"code": "bad", "kind": "direct", "headcount": 1, "info_admins": 0}]
    facts["records"] += [
        {"id": "q", "unit": "bad", "kind": "accountability", "at": "2026-02-01T00:00:00+08:00"},
        {"id": "h", "unit": "bad", "kind": "head-change", "at": "2026-12-28T00:00:00+08:00"},
        {"id": "v9", "unit": "bad", "kind": "vulnerability", "at": "2025-12-30T00:00:00.5+08:00"}]
    facts["records"].append(dict(facts["records"][-3], id="q2"))
    facts["disputes"].append({"unit": "bad", "record": "q2", "at": "2026-02-02T00:00:00+08:00"})
    facts["disputes"].append({"unit": "bad", "record": "v9", "at": "2026-01-02T00:00:00+08:00"})
    as_of = ["2026-01-03T00:00:00+08:00", "2026-10-20T00:00:00+08:00", "2026-12-31T12:00:00Z",
             "default"]
    results = ask(json.dumps(facts, ensure_ascii=False), *as_of)["results"]
    assert len(results) == len(as_of)
    for result in results:
        assert [e.message for e in Draft202012Validator(RESULT).iter_errors(result)] == []
    members = set(re.findall(r'"(\w+)":', json.dumps(results)))
    assert members == {name for name, value in properties(RESULT) if value is not False}


def change(path, value):
    """The example with the member at `path` set, or taken away where value is None."""
    facts = copy.deepcopy(EXAMPLE)
    target = facts
    for step in path[:-1]:
        target = target[step]
    if value is None:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return facts


WRONG = {
    "no cycle": change(["cycle"], None),
    "no units": change(["units"], None),
    "year as text": change(["cycle", "year"], "2026"),
    "fraction of a year": change(["cycle", "year"], 2026.5),
    "date without a year": change(["cycle", "dates", "agreement_due"], "03-31"),
    "offset without a sign": change(["cycle", "utc_offset"], "08:00"),
    "unknown list": change(["submision"], []),
    "unknown member of a record": change(["records", 0, "note"], "x"),
    "unit without a kind": change(["units", 0, "kind"], None),
    "empty code": change(["units", 0, "code"], ""),
    "instant without an offset": change(["records", 0, "at"], "2026-03-18T14:00:00"),
    "four fraction digits": change(["records", 0, "at"], "2026-03-18T14:00:00.1234+08:00"),
    "both unit and units": change(["records", 0, "unit"], "jwc"),
    "neither unit nor units": change(["records", 0, "units"], None),
    "units as text": change(["records", 0, "units"], "jwc"),
    "no units at all": change(["records", 0, "units"], []),
    "another verdict": change(["reviews", 0, "verdict"], "ok"),
    "waiver of nothing": change(["waivers", 0, "obligation"], None),
    "waiver of two things": change(["waivers", 0, "record"], "v1"),
    "obligation of no duty": change(["submissions", 0, "obligation"], "sign"),
    "post from an instant": change(["posts", 0, "from"], "2026-01-05T00:00:00+08:00"),
}


@pytest.mark.parametrize("facts", WRONG.values(), ids=WRONG.keys())
def test_wrong_facts_are_refused_by_the_schema(facts):
    assert not is_taken(facts)


@needs_product
@pytest.mark.parametrize("facts", WRONG.values(), ids=WRONG.keys())
def test_wrong_facts_are_refused_by_the_product(facts):
    errors = ask(json.dumps(facts, ensure_ascii=False), "default")["errors"]
    assert errors and all(error["message"] for error in errors)
