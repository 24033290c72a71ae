"""The schema takes the seed policy and the smallest one, and refuses what is wrong with either."""

import json
import re
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import yaml12  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "schemas" / "policy.schema.json").read_text(encoding="utf-8"))
SEED = (ROOT / "policies" / "czie-2024.yaml").read_text(encoding="utf-8")
MINIMAL = (Path(__file__).with_name("minimal.yaml")).read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference" / "policy-format.md").read_text(encoding="utf-8")

EXAMPLES = re.findall(r"```yaml\n(.*?)```", REFERENCE, re.DOTALL)
ITEMS = [{"$ref": f"#/$defs/{name}"} for name in ("record_kind", "duty", "rule", "reading")]


def problems(text):
    """What the schema says against a policy, each as `path: message`."""
    errors = Draft202012Validator(SCHEMA).iter_errors(yaml12.parse(text))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in errors]


def is_taken(value, part):
    """Whether `part` of the schema ({} for the whole) takes the value."""
    schema = {"$defs": SCHEMA["$defs"], **part} if part else SCHEMA
    return Draft202012Validator(schema).is_valid(value)


def objects(schema):
    """Every part of the schema that lists properties."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from objects(part)


def test_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


def test_schema_leaves_no_object_open():
    for part in objects(SCHEMA):
        closed = part.get("additionalProperties") is False
        alternatives = part.get("oneOf", [])
        assert closed or alternatives and all(
            choice["additionalProperties"] is False for choice in alternatives), part


def test_every_property_is_described():
    for part in objects(SCHEMA):
        for name, value in part["properties"].items():
            if isinstance(value, dict) and "$ref" in value and "description" not in value:
                value = SCHEMA["$defs"][value["$ref"].rsplit("/", 1)[-1]]
            narrowed = value is True or name == "type" and part is not SCHEMA["$defs"]["field"]
            assert narrowed or value.get("description"), name


@pytest.mark.parametrize("text", [SEED, MINIMAL], ids=["seed", "minimal"])
def test_policy_is_taken(text):
    assert problems(text) == []


def test_reference_page_shows_the_minimal_policy():
    assert f"```yaml\n{MINIMAL}```" in REFERENCE


def test_reference_page_names_every_key():
    keys = {name for part in objects(SCHEMA) for name in part["properties"]}
    named = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", REFERENCE))))
    assert sorted(keys - named) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split("\n")[0])
def test_example_of_the_reference_page_is_taken(example):
    """An example is a policy, an item of one of its lists, or a key with its value."""
    told = yaml12.parse(example)
    if isinstance(told, list):
        (item,) = told
        assert any(is_taken(item, part) for part in ITEMS)
    elif "format" in told:
        assert is_taken(told, {})
    else:
        ((key, value),) = told.items()
        assert is_taken(value, {"$ref": f"#/$defs/{key}"})


WRONG = {
    # what is wrong: (what stands in the seed, what is put in its place)
    "another format": ("format: shouze-policy/1", "format: shouze-policy/2"),
    "id that YAML takes for a number": ('- id: "3.1"', "- id: 3.1"),
    "version that YAML takes for a number": ('version: "1"', "version: 1"),
    "number with a leading zero": ("due: {workdays: 10}", "due: {workdays: 010}"),
    "number in quotes": ("due: {workdays: 10}", 'due: {workdays: "10"}'),
    "no is not false": ("resubmission: false", "resubmission: no"),
    "True is not true": ("same_unit: true", "same_unit: True"),
    "fraction of a workday": ("due: {workdays: 10}", "due: {workdays: 1.5}"),
    "negative points": ("vulnerability, points: 2", "vulnerability, points: -2"),
    "no points": ("vulnerability, points: 2", "vulnerability, points: 0"),
    "rule without its points": ("vulnerability, points: 2", "vulnerability"),
    "rule of two forms": ("zero_if_missed: [implement]", "zero_if_missed: [implement]\n"
                          "            per_missed: [implement]"),
    "rule of an unknown form": ("zero_if_missed: [implement]", "half_if_missed: [implement]"),
    "rule without duties": ("zero_if_missed: [implement]", "zero_if_missed: []"),
    "row of one": ("count: 2", "count: 1"),
    "id in capitals": ("- id: sign\n", "- id: SIGN\n"),
    "unit field that units have already": ("id: headcount, name", "id: code, name"),
    "unknown key at the top": ("points: 100", "points: 100\nscore: 100"),
    "unknown key of a duty": ("action: 签订并报送责任书", "action: 签订并报送责任书\n"
                              "            deadline: 10"),
    "duty without a deadline": ("            due: {date: summary_due}\n", ""),
    "deadline of two forms": ("due: {workdays: 10}", "due: {workdays: 10, hours: 1}"),
    "unknown deadline": ("due: {workdays: 10}", "due: {weeks: 2}"),
    "same day that is not": ("due: {same_day: true}", "due: {same_day: false}"),
    "deadline table without the rest": (
        "due: {workdays: 10}", "due: {by: post, values: {head: {workdays: 5}}}"),
    "condition without a trigger": ("            each: meeting\n", ""),
    "date that does not exist": ('default: "03-31"', 'default: "03-32"'),
    "29 February": ('default: "03-31"', 'default: "02-29"'),
    "date written otherwise": ('issued_on: "2024-05-29"', 'issued_on: "2024.5.29"'),
    "choice without choices": ("type: text}", "type: choice}"),
    "unknown type": ("type: text}", "type: string}"),
    "unknown registrar": ("registered_by: [centre]", "registered_by: [school]"),
    "measure without its name": ("                name: 年度人均学时\n", ""),
    "two ways of being met": ("met_by: {post: contact}", "met_by: {post: contact, record: x}"),
    "reading of nowhere": ("setting: settings/silence", "setting: silence"),
    "empty wording": ("text: |-\n      本办法由网安办负责解释。", 'text: ""'),
    "name on two lines": ("name: 信息系统备案", 'name: "信息系统\\n备案"'),
    "name of blanks": ("name: 信息系统备案", 'name: " "'),
}


@pytest.mark.parametrize("before, after", WRONG.values(), ids=WRONG.keys())
def test_wrong_policy_is_refused(before, after):
    assert before in SEED
    assert problems(SEED.replace(before, after, 1)) != []


@pytest.mark.parametrize("key", sorted(SCHEMA["required"]), ids=str)
def test_policy_without_what_it_needs_is_refused(key):
    policy = yaml12.parse(MINIMAL)
    del policy[key]
    assert list(Draft202012Validator(SCHEMA).iter_errors(policy))
