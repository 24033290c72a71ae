"""A naive second implementation of the scoring contract (DESIGN 3, docs/decisions/0002).

It is written from the text and reads neither the kernel nor the policy file, so that a mistake must
be made twice before it goes unseen. It walks days, filters lists and knows the seed's twenty lines
by heart. "Reading n" is paragraph n of docs/decisions/0002. Points are thousandths.
"""

import json
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from days import Calendar, day_of, end_of, parse_instant, print_instant
from facts import Facts, Item, arises, begin_of, due_without_extensions, key_of, loads
from seed import LINES
from wrong_input import Check


def check(facts, calendar=None):
    """The JSON pointers of what is wrong, sorted; empty when the facts can be scored."""
    return sorted(Check(facts, calendar or Calendar()).must)


# ---------------------------------------------------------------------------------------------
# Obligations (DESIGN 3.2)


def is_past(facts, instant, as_of):
    """Reading 1."""
    if instant is None or instant > facts.year_end:
        return False
    return as_of > instant or as_of >= facts.year_end


def verdict_at(facts, submission, as_of):
    """The verdict of the latest review: "accepted", "returned", or None."""
    reviews = [r for r in facts.reviews_of.get(submission.id, []) if r.at <= as_of]
    if not reviews:
        return None
    return max(reviews, key=lambda r: r.at).verdict


def is_waived_record(facts, unit, record, as_of):
    return any(w.unit == unit.code and w.record == record.id and w.at <= as_of
               for w in facts.waivers)


def is_disputed(facts, unit, record, as_of):
    return any(d.unit == unit.code and d.record == record.id and d.at <= as_of
               and (d.decided_at is None or d.decided_at > as_of)
               for d in facts.disputes)


def is_met_otherwise(facts, duty, record, unit, as_of):
    """Reading 4."""
    form = duty.met_by[0]
    if form == "post":
        day = day_of(min(as_of, facts.year_end) - 1)
        return any(p.unit == unit.code and p.post == duty.met_by[1]
                   and p.start <= day and (p.end is None or day <= p.end + timedelta(days=14))
                   for p in facts.posts)
    if form == "record":
        kind, field = duty.met_by[1:]
        return any(r.kind == kind and unit.code in r.units and r.fields.get(field) == record.id
                   and r.at <= as_of and r.at < facts.year_end
                   for r in facts.records)
    audience, persons, hours_wanted = duty.met_by[1:]
    hours_heard = Decimal(0)
    for r in facts.records:
        if r.kind != "training" or unit.code not in r.units:
            continue
        if r.fields.get("audience") != audience:
            continue
        if not (facts.year_start <= r.at < facts.year_end and r.at <= as_of):
            continue
        attendees = r.fields["attendees"]
        if isinstance(attendees, dict):
            attendees = attendees[unit.code]
        hours = Decimal(str(r.fields["hours"]))
        half_days = Decimal(str(r.fields["half_days"]))
        hours_heard += min(hours, 4 * half_days) * Decimal(str(attendees))
    # Without informatics administrators the contact is counted as one; 9.1 does not arise at 0.
    return hours_heard >= hours_wanted * max(unit.persons[persons], 1)


def state_of(facts, duty, record, unit, key, begin, due, waived, as_of):
    """DESIGN 3.2, State, in the order of its five paragraphs."""
    if waived:
        return "waived"

    if duty.met_by is not None:
        if is_met_otherwise(facts, duty, record, unit, as_of):
            return "met"
        if as_of < begin:
            return "upcoming"
        return "missed" if is_past(facts, due, as_of) else "open"

    submissions = [s for s in facts.submissions_to.get((unit.code, key), [])
                   if begin <= s.at <= as_of and s.at <= facts.year_end]
    submissions.sort(key=lambda s: (s.at, s.id))
    verdicts = {s.id: verdict_at(facts, s, as_of) for s in submissions}

    def is_timely(submission):
        if due is None or submission.at <= due:
            return True
        if not duty.resubmission or submission.at > facts.supplement_until:
            return False
        return any(earlier.at < submission.at and earlier.at <= due
                   and verdicts[earlier.id] == "returned" for earlier in submissions)

    timely = [s for s in submissions if is_timely(s)]
    if any(verdicts[s.id] == "accepted" for s in timely):
        return "met"
    if any(verdicts[s.id] is None for s in timely):
        return "submitted"
    if any(verdicts[s.id] == "accepted" for s in submissions):
        return "late"
    if as_of < begin:
        return "upcoming"
    if not is_past(facts, due, as_of):
        if submissions and verdicts[submissions[-1].id] == "returned":
            return "returned"
        return "open"
    if duty.resubmission and not is_past(facts, facts.supplement_until, as_of):
        if any(s.at <= due and verdicts[s.id] == "returned" for s in submissions):
            return "returned"
    return "missed"


def obligation_at(facts, calendar, line, duty, record, unit, as_of):
    """One obligation as of an instant, or None if it is not listed."""
    key = key_of(line, duty, record)
    due, missing_year = due_without_extensions(facts, calendar, duty, record, unit)
    extensions = [e for e in facts.extensions
                  if e.unit == unit.code and e.obligation == key and e.at <= as_of]
    if extensions:
        due = max(extensions, key=lambda e: (e.at, e.until)).until
        missing_year = None

    # Reading 3: carried over from the year before.
    if record is not None and record.at < facts.year_start:
        if due is None or due <= facts.year_start:
            return None

    waived = any(w.unit == unit.code and w.obligation == key and w.at <= as_of
                 for w in facts.waivers)
    disputed = False
    if record is not None:
        waived = waived or is_waived_record(facts, unit, record, as_of)
        disputed = is_disputed(facts, unit, record, as_of)
    begin = begin_of(facts, duty, record)
    state = state_of(facts, duty, record, unit, key, begin, due, waived, as_of)
    return Item(key=key, duty=duty.name, begin=begin, due=due, missing_year=missing_year,
                state=state, disputed=disputed)


def obligations_at(facts, calendar, line, unit, as_of):
    """The obligations of one line: duties in policy order, then trigger, then id."""
    records = [r for r in facts.records if r.at <= as_of and r.at < facts.year_end]
    records.sort(key=lambda r: (r.at, r.id.encode()))
    result = []
    for duty in line.duties:
        for record in [None] if duty.trigger is None else records:
            if arises(duty, record, unit):
                result.append(obligation_at(facts, calendar, line, duty, record, unit, as_of))
    return [obligation for obligation in result if obligation is not None]


# ---------------------------------------------------------------------------------------------
# Lines and totals (DESIGN 3.3)


def deduct(line, counted, obligations):
    """The deductions of a line and its score.

    counted: the records that count; obligations: (key, duty, state) of those that take part."""
    left = line.points
    deductions = []

    def take(points, cause):
        nonlocal left
        applied = min(points, left)
        left -= applied
        deductions.append({"points": points, "applied": applied, "cause": cause})

    for rule in line.rules:
        if rule[0] == "record":
            for record in counted:
                if record.kind == rule[1]:
                    take(rule[2], {"record": record.id})
        elif rule[0] == "missed":
            for name in rule[1]:
                for key, duty, state in obligations:
                    if duty == name and state in ("missed", "late"):
                        take(line.points if rule[2] == "all" else rule[2], {"obligation": key})
        elif rule[0] == "row":
            row = []
            for key, duty, state in obligations:
                if duty != rule[1]:
                    continue
                if state in ("missed", "late"):
                    row.append(key)
                else:
                    row = []
                if len(row) == rule[2]:
                    take(line.points, {"obligations": row})
                    break  # one deduction at most
    return deductions, left


def can_still_be_lost(facts, obligation):
    """Reading 11."""
    if obligation.state not in ("open", "submitted", "returned", "upcoming"):
        return False
    if obligation.due is None:
        return obligation.missing_year <= facts.year
    return obligation.due <= facts.year_end


def line_at(facts, line, obligations, unit, as_of):
    counted_kinds = [rule[1] for rule in line.rules if rule[0] == "record"]
    in_year = [r for r in facts.records
               if r.kind in counted_kinds and unit.code in r.units
               and facts.year_start <= r.at < facts.year_end and r.at <= as_of]
    in_year.sort(key=lambda r: (r.at, r.id.encode()))
    not_waived = [r for r in in_year if not is_waived_record(facts, unit, r, as_of)]
    counted = [r for r in not_waived if not is_disputed(facts, unit, r, as_of)]

    taking_part = [(o.key, o.duty, o.state) for o in obligations
                   if o.state != "waived" and not o.disputed]
    deductions, score = deduct(line, counted, taking_part)

    # The worst case: all that can still be lost is lost, and so is every dispute.
    worst = [(o.key, o.duty, "missed" if can_still_be_lost(facts, o) else o.state)
             for o in obligations if o.state != "waived"]
    _, score_worst = deduct(line, not_waived, worst)

    return {"indicator": line.indicator, "points": line.points, "score": score,
            "lost": line.points - score, "at_risk": score - score_worst,
            "not_occurred": not obligations and not in_year, "deductions": deductions}


def is_vetoed(facts, unit, as_of):
    for record in facts.records:
        if not facts.vetoes(record) or unit.code not in record.units:
            continue
        if record.at > as_of:
            continue
        if is_waived_record(facts, unit, record, as_of):
            continue
        if is_disputed(facts, unit, record, as_of):
            continue
        return True
    return False


def unit_at(facts, calendar, unit, as_of):
    # Reading 6.
    if unit.end is not None and unit.end < date(facts.year, 12, 31) and as_of > end_of(unit.end):
        return {"unit": unit.code, "ended": True}
    lines = []
    obligations = []
    for line in LINES:
        of_line = obligations_at(facts, calendar, line, unit, as_of)
        lines.append(line_at(facts, line, of_line, unit, as_of))
        obligations += of_line
    computed_total = sum(line["score"] for line in lines)
    vetoed = is_vetoed(facts, unit, as_of)
    return {"unit": unit.code, "ended": False, "total": 0 if vetoed else computed_total,
            "computed_total": computed_total, "score_max": 100000, "vetoed": vetoed,
            "lines": lines,
            "obligations": [{"key": o.key, "due": o.due, "state": o.state} for o in obligations]}


def result(facts, calendar, as_of):
    """The expected result of all units as of an instant; `facts` is a Facts."""
    units = sorted(facts.units, key=lambda u: u.code.encode())
    return [unit_at(facts, calendar, unit, as_of) for unit in units]


# ---------------------------------------------------------------------------------------------


def main():
    """naive.py FACTS.json [AS_OF]: prints what is expected, points in thousandths."""
    facts = loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    calendar = Calendar()
    errors = check(facts, calendar)
    if errors:
        print(json.dumps({"errors": errors}, indent=1))
        return 2
    facts = Facts(facts)
    as_of = parse_instant(sys.argv[2]) if len(sys.argv) > 2 else facts.default_as_of()
    units = result(facts, calendar, as_of)
    for unit in units:
        for obligation in unit.get("obligations", []):
            if obligation["due"] is not None:
                obligation["due"] = print_instant(obligation["due"])
    print(json.dumps({"as_of": print_instant(as_of), "units": units}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
