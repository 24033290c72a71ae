"""One more vulnerability, notice, recurrence or veto never raises a score."""

import copy

import naive
from days import print_instant
from facts import Facts

KINDS = ["vulnerability", "notice", "recurrence", "accountability"]


def with_one_more(facts, kind, rng):
    """The facts and one more record of `kind`, at an instant at which something happened."""
    read = Facts(facts)
    instants = [item.at for item in read.records + read.submissions + read.reviews]
    instants += [read.year_start, read.year_end - 1]
    more = copy.deepcopy(facts)
    more.setdefault("records", []).append({
        "id": "one-more", "unit": rng.choice(facts["units"])["code"], "kind": kind,
        "at": print_instant(rng.choice(instants)), "fields": {}})
    return more


def raised(before, after):
    """Where a score is higher after than before."""
    problems = []
    for was, now in zip(before["units"], after["units"]):
        if was.get("ended"):
            continue
        if now["total"] > was["total"]:
            problems.append(f"{was['unit']} total {was['total']} rises to {now['total']}")
        for line_was, line_now in zip(was["lines"], now["lines"]):
            if line_now["score"] > line_was["score"]:
                problems.append(f"{was['unit']} {was_name(line_was)} rises to {line_now['score']}")
    return problems


def was_name(line):
    return f"{line['indicator']} {line['score']}"


def problems(ask, facts, calendar, as_of, results, rng):
    """`ask(facts, as_of)` gives the product's results."""
    found = []
    for kind in KINDS:
        more = with_one_more(facts, kind, rng)
        if naive.check(more, calendar):
            continue
        for before, after in zip(results, ask(more, as_of)):
            found += [f"one more {kind}, at {before['as_of']}: {text}"
                      for text in raised(before, after)]
    return found
