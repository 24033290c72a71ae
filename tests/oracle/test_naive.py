"""The naive implementation on cases worked out by hand from DESIGN 3."""

from datetime import date

import pytest

import mistakes
import naive
import random_years
from days import Calendar, UnknownYear, end_of, parse_instant, print_instant, start_of
from facts import Facts, dumps, loads
from seed import LINES

CALENDAR = Calendar()
YEAR_END = "2027-01-01T00:00:00+08:00"


def facts_of(**lists):
    unit = {"code": "xxgc", "name": "信息工程学院", "kind": "teaching", "headcount": 86,
            "info_admins": 2}
    unit.update(lists.pop("unit", {}))
    facts = {"cycle": {"year": 2026}, "units": [unit]}
    for name, items in lists.items():
        facts[name] = [item if "unit" in item or "units" in item or name == "reviews"
                       else dict(item, unit="xxgc") for item in items]
    return facts


def record(name, kind, at, **fields):
    return {"id": name, "kind": kind, "at": at, "fields": fields}


def submission(name, obligation, at):
    return {"id": name, "obligation": obligation, "at": at}


def review(name, at, verdict="accepted"):
    return {"submission": name, "at": at, "verdict": verdict}


def score(facts, as_of=YEAR_END):
    assert naive.check(facts, CALENDAR) == []
    return naive.result(Facts(facts), CALENDAR, parse_instant(as_of))[0]


def line(unit, indicator):
    return next(l for l in unit["lines"] if l["indicator"] == indicator)


def state(unit, key):
    return next(o["state"] for o in unit["obligations"] if o["key"] == key)


def due(unit, key):
    instant = next(o["due"] for o in unit["obligations"] if o["key"] == key)
    return None if instant is None else print_instant(instant)


def test_the_lines_make_100_points():
    assert len(LINES) == 20
    assert sum(l.points for l in LINES) == 100000


def test_instants():
    assert parse_instant("1970-01-01T08:00:00+08:00") == 0
    assert parse_instant("1970-01-01T00:00:00.5Z") == 500
    assert parse_instant("1969-12-31T18:30:00-05:30") == 0
    assert print_instant(parse_instant("2026-04-02T16:00:00.001Z")) == \
        "2026-04-03T00:00:00.001+08:00"
    for text in ("2026-04-02T10:00:00", "2026-04-02T10:00:00.1234Z", "2026-02-30T10:00:00Z"):
        with pytest.raises(ValueError):
            parse_instant(text)


def test_make_up_saturday_counts_as_a_workday():
    # 10-01 … 10-07 off; 10-08 is day 1, 10-09 day 2, the make-up Saturday 10-10 day 3.
    assert CALENDAR.after_workdays(date(2026, 9, 30), 3) == end_of(date(2026, 10, 10))
    assert end_of(date(2026, 10, 10)) == start_of(date(2026, 10, 11))


def test_a_year_without_a_calendar_is_named():
    with pytest.raises(UnknownYear) as error:
        CALENDAR.after_workdays(date(2026, 12, 29), 3)
    assert error.value.year == 2027
    assert CALENDAR.after_workdays(date(2026, 12, 28), 3) == end_of(date(2026, 12, 31))


def test_vulnerability_fixed_in_time_costs_its_finding_only():
    facts = facts_of(records=[record("v1", "vulnerability", "2026-04-02T10:00:00+08:00")],
                     submissions=[submission("s1", "5.1/fix/v1", "2026-04-07T09:00:00+08:00")],
                     reviews=[review("s1", "2026-04-08T09:00:00+08:00")])
    unit = score(facts)
    assert due(unit, "5.1/fix/v1") == "2026-04-09T00:00:00+08:00"
    assert state(unit, "5.1/fix/v1") == "met"
    assert line(unit, "5.1")["deductions"] == [
        {"points": 2000, "applied": 2000, "cause": {"record": "v1"}}]
    assert state(score(facts, "2026-04-08T08:59:59.999+08:00"), "5.1/fix/v1") == "submitted"


def test_at_risk_is_what_open_obligations_can_still_cost():
    facts = facts_of(records=[record("v1", "vulnerability", "2026-04-02T10:00:00+08:00")])
    at_due = line(score(facts, "2026-04-09T00:00:00+08:00"), "5.1")
    assert (at_due["score"], at_due["at_risk"]) == (8000, 5000)
    after = line(score(facts, "2026-04-09T00:00:00.001+08:00"), "5.1")
    assert (after["score"], after["at_risk"]) == (3000, 0)


def test_two_notices_missed_in_a_row_take_everything():
    notices = [record("n1", "notice", "2026-05-01T10:00:00+08:00"),
               record("n2", "notice", "2026-05-01T10:00:00+08:00")]
    assert [(d["points"], d["applied"], d["cause"])
            for d in line(score(facts_of(records=notices)), "5.2")["deductions"]] == [
        (2000, 2000, {"record": "n1"}), (2000, 2000, {"record": "n2"}),
        (5000, 5000, {"obligation": "5.2/rectify/n1"}),
        (5000, 1000, {"obligation": "5.2/rectify/n2"}),
        (10000, 0, {"obligations": ["5.2/rectify/n1", "5.2/rectify/n2"]})]
    # One put right in between breaks the row.
    notices.insert(1, record("n1b", "notice", "2026-05-01T10:00:00+08:00"))
    unit = score(facts_of(records=notices,
                          submissions=[submission("s", "5.2/rectify/n1b",
                                                  "2026-05-02T10:00:00+08:00")],
                          reviews=[review("s", "2026-06-01T10:00:00+08:00")]))
    assert [list(d["cause"]) for d in line(unit, "5.2")["deductions"]] == \
        [["record"]] * 3 + [["obligation"]] * 2


def test_a_carried_over_notice_costs_its_missed_penalty_only():
    facts = facts_of(records=[record("n1", "notice", "2025-12-31T10:00:00+08:00")])
    unit = score(facts)
    assert due(unit, "5.2/rectify/n1") == "2026-01-01T10:00:00+08:00"
    assert line(unit, "5.2")["lost"] == 5000
    # Due at the year's very start is the old year's.
    facts = facts_of(records=[record("n1", "notice", "2025-12-31T00:00:00+08:00")])
    assert line(score(facts), "5.2")["not_occurred"]


def test_a_duty_due_beyond_the_year_is_never_lost_in_it():
    facts = facts_of(records=[record("n1", "notice", "2026-12-31T10:00:00+08:00"),
                              record("v1", "vulnerability", "2026-12-30T10:00:00+08:00")])
    unit = score(facts, "2027-06-01T00:00:00+08:00")
    assert state(unit, "5.2/rectify/n1") == "open"
    assert (line(unit, "5.2")["lost"], line(unit, "5.2")["at_risk"]) == (2000, 0)
    assert due(unit, "5.1/fix/v1") is None
    assert (line(unit, "5.1")["lost"], line(unit, "5.1")["at_risk"]) == (2000, 0)


def test_evidence_returned_may_be_handed_in_again_until_20_december():
    handed_in = [submission("s1", "3.3/summary", "2026-12-10T09:00:00+08:00"),
                 submission("s2", "3.3/summary", "2026-12-21T00:00:00+08:00")]
    reviews = [review("s1", "2026-12-18T09:00:00+08:00", "returned"),
               review("s2", "2026-12-28T09:00:00+08:00")]
    facts = facts_of(submissions=handed_in, reviews=reviews)
    assert state(score(facts, "2026-12-20T12:00:00+08:00"), "3.3/summary") == "returned"
    assert state(score(facts), "3.3/summary") == "met"
    handed_in[1] = submission("s2", "3.3/summary", "2026-12-21T00:00:00.001+08:00")
    facts = facts_of(submissions=handed_in, reviews=reviews)
    assert state(score(facts, "2026-12-25T00:00:00+08:00"), "3.3/summary") == "missed"
    assert state(score(facts), "3.3/summary") == "late"


def test_a_fix_returned_after_its_due_instant_is_missed():
    facts = facts_of(records=[record("v1", "vulnerability", "2026-04-02T10:00:00+08:00")],
                     submissions=[submission("s1", "5.1/fix/v1", "2026-04-07T09:00:00+08:00"),
                                  submission("s2", "5.1/fix/v1", "2026-04-13T09:00:00+08:00")],
                     reviews=[review("s1", "2026-04-10T09:00:00+08:00", "returned")])
    assert state(score(facts), "5.1/fix/v1") == "missed"


def test_a_vacancy_of_fourteen_days_does_no_harm():
    facts = facts_of(posts=[{"post": "contact", "from": "2026-01-01", "to": "2026-04-01"}])
    assert state(score(facts, "2026-04-16T00:00:00+08:00"), "2/contact") == "met"
    unit = score(facts, "2026-04-16T00:00:00.001+08:00")
    assert state(unit, "2/contact") == "missed"
    assert line(unit, "2")["lost"] == 4000


def test_training_hours_count_half_days_of_four():
    training = record("t1", "training", "2026-06-01T09:00:00+08:00", audience="admins", hours=9,
                      half_days=2, attendees=2)
    assert state(score(facts_of(records=[training])), "9.2/hours") == "met"
    training["fields"]["half_days"] = 1
    assert state(score(facts_of(records=[training])), "9.2/hours") == "missed"
    # Without administrators one is counted; without a head count nothing arises.
    training["fields"]["attendees"] = 1
    training["fields"]["hours"], training["fields"]["half_days"] = 8.0, 2
    unit = score(facts_of(records=[training], unit={"info_admins": 0, "headcount": 0}))
    assert state(unit, "9.2/hours") == "met"
    assert line(unit, "9.1")["not_occurred"]


def test_a_new_unit_has_ten_workdays():
    unit = score(facts_of(unit={"from": "2026-09-16"}))
    # 17 18 | make-up Sunday 20, 21 22 23 24 | 28 29 30
    assert due(unit, "1/sign") == "2026-10-01T00:00:00+08:00"
    assert due(unit, "3.3/summary") == "2026-12-16T00:00:00+08:00"
    assert due(score(facts_of(unit={"from": "2026-12-25"})), "3.3/summary") is None


def test_an_ended_unit_has_no_result():
    facts = facts_of(unit={"to": "2026-06-30"})
    assert score(facts, "2026-07-01T00:00:00.001+08:00") == {"unit": "xxgc", "ended": True}
    assert not score(facts, "2026-07-01T00:00:00+08:00")["ended"]
    assert not score(facts_of(unit={"to": "2026-12-31"}))["ended"]


def test_a_veto_counts_in_the_year_it_names():
    facts = facts_of(records=[record("a1", "accountability", "2027-02-01T10:00:00+08:00",
                                     year=2026)])
    assert not score(facts, "2027-02-01T09:59:59.999+08:00")["vetoed"]
    assert Facts(facts).default_as_of() == parse_instant("2027-02-01T10:00:00+08:00")
    unit = score(facts, "2027-02-01T10:00:00+08:00")
    assert unit["vetoed"] and unit["total"] == 0 and unit["computed_total"] > 0


def test_a_disputed_record_costs_nothing_but_is_at_risk():
    facts = facts_of(records=[record("n1", "notice", "2026-04-02T10:00:00+08:00")],
                     disputes=[{"record": "n1", "at": "2026-05-01T00:00:00+08:00",
                                "decided_at": "2026-06-01T00:00:00+08:00"}])
    disputed = score(facts, "2026-05-31T23:59:59.999+08:00")
    assert state(disputed, "5.2/rectify/n1") == "missed"
    assert (line(disputed, "5.2")["lost"], line(disputed, "5.2")["at_risk"]) == (0, 7000)
    decided = score(facts, "2026-06-01T00:00:00+08:00")
    assert (line(decided, "5.2")["lost"], line(decided, "5.2")["at_risk"]) == (7000, 0)


def test_of_extensions_at_one_instant_the_later_until_counts():
    extension = {"obligation": "5.2/rectify/n1", "at": "2026-04-02T12:00:00+08:00"}
    facts = facts_of(records=[record("n1", "notice", "2026-04-02T10:00:00+08:00")],
                     extensions=[dict(extension, until="2026-04-09T00:00:00+08:00"),
                                 dict(extension, until="2026-04-08T00:00:00+08:00")])
    assert due(score(facts), "5.2/rectify/n1") == "2026-04-09T00:00:00+08:00"


@pytest.mark.parametrize("pointer, change", [
    ("/units/0/to", lambda f: f["units"][0].update({"from": "2026-05-02", "to": "2026-05-01"})),
    ("/posts/0/post", lambda f: f["posts"][0].update(post="gardener")),
    ("/posts/0/unit", lambda f: f["posts"][0].update(unit="nobody")),
    ("/records/0/kind", lambda f: f["records"][0].update(kind="picnic")),
    ("/records/0", lambda f: f["records"][0].update(units=["xxgc"])),
    ("/records/0/at", lambda f: f["records"][0].update(at="2026-04-02T10:00:00")),
    ("/records/1/fields/due_on",
     lambda f: f["records"][1]["fields"].update(due_on="2026-04-30")),
    ("/records/2", lambda f: f["records"][2]["fields"].pop("hours")),
    ("/submissions/1/id", lambda f: f["submissions"].append(dict(f["submissions"][0]))),
    ("/submissions/0/obligation",
     lambda f: f["submissions"][0].update(obligation="5.1/fix/v9")),
    ("/submissions/0/obligation", lambda f: f["submissions"][0].update(obligation="8/submit/v1")),
    ("/submissions/0/at", lambda f: f["submissions"][0].update(at="2026-04-02T09:59:59+08:00")),
    ("/reviews/0/at", lambda f: f["reviews"][0].update(at="2026-04-07T08:59:59+08:00")),
    ("/reviews/0/submission", lambda f: f["reviews"][0].update(submission="s9")),
    ("/reviews/1/at", lambda f: f["reviews"].append(dict(f["reviews"][0]))),
    ("/extensions/0/until",
     lambda f: f["extensions"][0].update(until="2026-04-08T23:59:59+08:00")),
    ("/extensions/0/until", lambda f: f["extensions"][0].update(
        obligation="1/sign", until="2027-01-01T00:00:00.001+08:00")),
    ("/disputes/0/record", lambda f: f["disputes"][0].update(record="v9")),
])
def test_wrong_input_has_its_pointer(pointer, change):
    facts = facts_of(
        posts=[{"post": "contact", "from": "2026-01-01"}],
        records=[record("v1", "vulnerability", "2026-04-02T10:00:00+08:00"),
                 record("d1", "drill", "2026-05-01T00:00:00+08:00", due_on="2026-05-01"),
                 record("t1", "training", "2026-05-01T00:00:00+08:00", audience="all", hours=1,
                        half_days=1, attendees=1)],
        submissions=[submission("s1", "5.1/fix/v1", "2026-04-07T09:00:00+08:00")],
        reviews=[review("s1", "2026-04-08T09:00:00+08:00")],
        extensions=[{"obligation": "5.1/fix/v1", "until": "2026-04-09T00:00:00+08:00",
                     "at": "2026-04-03T00:00:00+08:00"}],
        disputes=[{"record": "v1", "at": "2026-04-03T00:00:00+08:00"}])
    assert naive.check(facts, CALENDAR) == []
    change(facts)
    assert pointer in naive.check(facts, CALENDAR)


def test_a_key_given_twice_has_its_pointer():
    facts = loads('{"cycle": {"year": 2026}, "units": [{"code": "a", "code": "a", '
                        '"kind": "mass"}]}')
    assert naive.check(facts, CALENDAR) == ["/units/0/code"]
    assert naive.check(loads(dumps(facts)), CALENDAR) == ["/units/0/code"]


def test_random_years_are_repeatable_and_right_and_wrong_ones_are_wrong():
    for seed in range(50):
        facts = random_years.valid(seed, CALENDAR)
        assert facts == random_years.valid(seed, CALENDAR)
        assert naive.check(facts, CALENDAR) == []
        assert naive.check(loads(mistakes.wrong(seed, CALENDAR)), CALENDAR) != []
