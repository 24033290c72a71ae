"""Reads cases/**/*.yaml and ../regress/*.yaml into questions for the product and the answers that
are expected.

A file holds a list of cases:

- name: 一句话，说明它表明什么
  policy: policies/edges.yaml      # default: the seed policy
  calendars: [2025, 2026]          # years with a work calendar; default: 2023 to 2026
  facts: …                         # DESIGN 3.5, with the shorthand below
  json: …                          # instead of facts: the file's very text
  deadlines: [{kind: vulnerability, duty: 5.1/fix, fields: …, due: {触发: 到期, …}}]
                                   # a record, and the due that is expected of it, for each trigger
  expect: [checkpoint, …]
  errors: [/records/0/at, …]       # instead of expect: all pointers, no others

Facts: `year: 2026`, `dates: {…}` stand for `cycle`. Without `units` there is u1 (teaching, headcount
10, info_admins 1); what a unit lacks it has from there, and an item without unit is of u1.
A submission without id is numbered s1, s2 … by its place, and may carry its review: `accepted: when`,
`returned: when`, or `reviews: [{at, verdict}]`. `~` leaves a member out.
Times are school time: `2026-04-07 09:00` (also `…:30`, `…:30.001`, `24:00`), with `+1ms` or `-1ms`
behind it where a boundary is meant. What looks otherwise is handed on as it stands.

Checkpoint, each member an expectation and optional, except the first two:
  at: when (default: the default as_of of DESIGN 3.2), unit: which (default: u1)
  units: [codes, in order]
  total, computed_total, score_max, vetoed, ended, disputed_vetoes: [record ids]
  line: "5.1" with score, lost, at_risk, not_occurred, text_has: [parts of its sentences],
    deductions: [{points, applied, rule, clause, and record or obligation or obligations}], all, in order
  scores, at_risks: {line: points, …}
  lost_by: {line: [cause, …]}, each a record, an obligation or [obligations], all, in order
  states: {key: state, …}
  dues: {key: when, …}, null being unknown; in full, RFC 3339, where it is not +08:00
  due_causes: {key: part of the sentence, …}
  listed: {line: [keys, all, in order]}, absent: [keys that are not listed]
"""

import copy
import json
import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import yaml12

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
SEED_POLICY = REPOSITORY / "policies" / "czie-2024.yaml"
CALENDAR_YEARS = (2023, 2024, 2025, 2026)
SCHOOL_TIME = timezone(timedelta(hours=8))
UNIT = {"code": "u1", "name": "信息工程学院", "kind": "teaching", "headcount": 10,
        "info_admins": 1}
CASE_MEMBERS = {"name", "policy", "calendars", "facts", "json", "deadlines", "expect", "errors"}
LINE_MEMBERS = {"score", "lost", "at_risk", "not_occurred", "deductions", "text_has"}
POINT_MEMBERS = {"at", "unit", "units", "total", "computed_total", "score_max", "vetoed", "ended",
                 "disputed_vetoes",
                 "line", "scores", "at_risks", "lost_by", "states", "dues", "due_causes", "listed",
                 "absent"}
LISTS = ("posts", "records", "submissions", "reviews", "waivers", "extensions", "disputes")

TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?( [+-]1ms)?")


def instant(text):
    """The school time that `text` says, or None where it is none."""
    match = TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    result = datetime(year, month, day, tzinfo=SCHOOL_TIME)
    result += timedelta(hours=hour, minutes=minute, seconds=second,
                        milliseconds=int((match[7] or "0").ljust(3, "0")))
    return result + timedelta(milliseconds={None: 0, " +1ms": 1, " -1ms": -1}[match[8]])


def expected(text):
    """A time as the product prints it; null is unknown, any other text is meant to the letter."""
    moment = instant(text)
    return text if moment is None else rfc3339(moment)


def rfc3339(moment):
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


def parse_rfc3339(text):
    return datetime.fromisoformat(text)


def plain(value):
    """The value as it goes into the facts file: times in full, `~` left out."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return float(value)
    moment = instant(value)
    return value if moment is None else rfc3339(moment)


def with_unit(item):
    return item if "unit" in item or "units" in item else {"unit": "u1", **item}


def take_reviews(submissions):
    """Numbers the submissions and takes out the reviews that they carry."""
    reviews = []
    for number, submission in enumerate(submissions, 1):
        submission.setdefault("id", f"s{number}")
        for verdict in ("accepted", "returned"):
            if verdict in submission:
                reviews.append({"submission": submission["id"], "at": submission.pop(verdict),
                                "verdict": verdict})
        for review in submission.pop("reviews", []):
            reviews.append({"submission": submission["id"], **review})
    return reviews


def full_facts(short):
    """The facts file that `short` stands for."""
    facts = copy.deepcopy(short)
    cycle = {"year": facts.pop("year", 2026)}
    if "dates" in facts:
        cycle["dates"] = facts.pop("dates")
    cycle.update(facts.pop("cycle", {}))
    units = [{**UNIT, **unit} for unit in facts.pop("units", [{}])]
    result = {"cycle": cycle, "units": units}
    for name in LISTS:
        result[name] = facts.pop(name, [])
        if name != "reviews":
            result[name] = [with_unit(item) for item in result[name]]
    result["reviews"] = result["reviews"] + take_reviews(result["submissions"])
    for item in result["waivers"] + result["extensions"]:
        item.setdefault("reason", "经第二人批准")
    if facts:
        raise ValueError(f"facts have no {', '.join(facts)}")
    return plain(result)


def default_as_of(facts):
    """The year's end, or the latest review, waiver, extension, dispute or veto where later."""
    offset = facts["cycle"].get("utc_offset", "+08:00")
    moments = [parse_rfc3339(f"{facts['cycle']['year'] + 1}-01-01T00:00:00{offset}")]
    for name in ("reviews", "waivers", "extensions", "disputes"):
        for item in facts[name]:
            moments += [parse_rfc3339(item[key]) for key in ("at", "decided_at") if key in item]
    for record in facts["records"]:
        at = parse_rfc3339(record["at"])
        named = record.get("fields", {}).get("year", at.astimezone(moments[0].tzinfo).year)
        if record["kind"] == "accountability" and named == facts["cycle"]["year"]:
            moments.append(at)
    return max(moments)


def expand_deadlines(tables, facts):
    """Adds a record for each trigger; the dues that are expected of them."""
    dues = {}
    for table in tables:
        for trigger, due in table["due"].items():
            record = f"{table['kind']}-{len(facts['records']) + 1}"
            moment = instant(trigger)
            facts["records"].append({
                "id": record, "unit": "u1", "kind": table["kind"],
                "at": trigger if moment is None else rfc3339(moment),
                "fields": plain(table.get("fields", {}))})
            dues[f"{table['duty']}/{record}"] = due
    return dues


def check_point(point):
    """Refuses what would silently be compared with nothing."""
    unknown = set(point) - POINT_MEMBERS - (LINE_MEMBERS if "line" in point else set())
    if unknown:
        raise ValueError(f"a checkpoint has no {', '.join(sorted(unknown))}: {point}")


class Case:
    """One question and what is expected of its answers."""

    def __init__(self, stem, raw):
        unknown = set(raw) - CASE_MEMBERS
        if unknown or "name" not in raw:
            raise ValueError(f"{stem}: {raw.get('name')}: unknown {sorted(unknown)}")
        self.title = f"{stem}：{raw['name']}"
        self.policy = HERE / raw["policy"] if "policy" in raw else SEED_POLICY
        self.calendars = tuple(raw.get("calendars", CALENDAR_YEARS))
        self.errors = raw.get("errors")
        self.expect = raw.get("expect", [])
        self.json = raw.get("json")
        default = datetime(2027, 1, 1, tzinfo=SCHOOL_TIME)
        if self.json is None:
            facts = full_facts(raw.get("facts", {}))
            if "deadlines" in raw:
                self.expect = self.expect + [{"dues": expand_deadlines(raw["deadlines"], facts)}]
            self.json = json.dumps(facts, ensure_ascii=False)
            if self.errors is None:
                default = default_as_of(facts)
        if (self.errors is None) == (not self.expect):
            raise ValueError(f"{self.title}: either expect or errors")
        for point in self.expect:
            check_point(point)
        self.default_as_of = default
        self.as_of = ["default"] + sorted({expected(point["at"]) for point in self.expect
                                           if "at" in point})

    @property
    def question(self):
        moments = json.dumps(self.as_of)
        one_line = " ".join(self.json.split("\n"))
        return f'{{"facts": {one_line}, "as_of": {moments}}}'


def read_cases():
    cases = []
    for folder in (HERE / "cases", HERE.parent / "regress"):
        for path in sorted(folder.rglob("*.yaml")):
            cases += [Case(path.stem, raw) for raw in yaml12.read(path)]
    titles = [case.title for case in cases]
    doubled = {title for title in titles if titles.count(title) > 1}
    if doubled:
        raise ValueError(f"two cases of one name: {sorted(doubled)}")
    return cases
