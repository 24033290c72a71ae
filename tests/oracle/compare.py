"""Random years through the product and through the naive implementation; all must be equal.

The product is a process which reads {"facts": ..., "as_of": [...]} a line and answers with
{"results": [...]} or {"errors": [...]} a line. A difference is shrunk and printed; exit code 1.
"""

import argparse
import json
import multiprocessing
import random
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import mistakes
import naive
import one_more
import random_years
from days import (CALENDARS, DAY, REPOSITORY, Calendar, end_of, parse_instant, print_instant,
                  start_of)
from facts import Facts, dumps, loads
from shrink import printed, shrink
from wrong_input import Check

YEARS_A_PIECE = 20  # how many years a job takes at a time
THOROUGH_EVERY = 10


class Product:
    def __init__(self, command):
        self.command = command
        self.process = None

    def ask(self, facts_text, as_of, by_default=None):
        """The product's answer, as text; which instant `by_default` is, it works out itself."""
        if self.process is None:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, text=True, encoding="utf-8")
        instants = json.dumps(["default" if instant == by_default else print_instant(instant)
                               for instant in as_of])
        try:
            self.process.stdin.write(f'{{"facts": {facts_text}, "as_of": {instants}}}\n')
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:  # it died; the next question gets a fresh one
            code = self.process.wait()
            self.process = None
            return json.dumps({"died": code})
        return line


# ---------------------------------------------------------------------------------------------
# What is compared


def thousandths(points):
    return int(Decimal(points) * 1000)


def expected_unit(unit):
    """The naive result with instants as the product prints them."""
    if unit["ended"]:
        return unit
    return dict(unit, obligations=[
        dict(o, due=None if o["due"] is None else print_instant(o["due"]))
        for o in unit["obligations"]])


def product_unit(unit):
    """What is compared of the product's result."""
    if unit.get("ended"):
        result = {"unit": unit["unit"], "ended": True}
        for member in ("total", "lines", "obligations"):
            if unit.get(member):
                result[member] = unit[member]
        return result
    lines = []
    for line in unit["lines"]:
        deductions = [{"points": thousandths(d["points"]), "applied": thousandths(d["applied"]),
                       "cause": d["cause"]} for d in line["deductions"]]
        lines.append({"indicator": line["indicator"], "points": thousandths(line["points"]),
                      "score": thousandths(line["score"]), "lost": thousandths(line["lost"]),
                      "at_risk": thousandths(line["at_risk"]),
                      "not_occurred": line["not_occurred"], "deductions": deductions})
    return {"unit": unit["unit"], "ended": False, "total": thousandths(unit["total"]),
            "computed_total": thousandths(unit["computed_total"]),
            "score_max": thousandths(unit["score_max"]), "vetoed": unit["vetoed"], "lines": lines,
            "obligations": [{"key": o["key"], "due": o["due"], "state": o["state"]}
                            for o in unit["obligations"]]}


def name_of(item):
    """What a person calls an item of a list: its unit, indicator or key."""
    if isinstance(item, dict):
        for member in ("unit", "indicator", "key"):
            if member in item:
                return item[member]
    return None


def differences(path, expected, got):
    if expected == got and type(expected) is type(got):
        return []
    if isinstance(expected, dict) and isinstance(got, dict):
        result = []
        for member in list(expected) + [m for m in got if m not in expected]:
            result += differences(f"{path} {member}", expected.get(member, "(absent)"),
                                  got.get(member, "(absent)"))
        return result
    if isinstance(expected, list) and isinstance(got, list):
        names = [name_of(item) for item in expected]
        if names == [name_of(item) for item in got]:
            result = []
            for i, (e, g) in enumerate(zip(expected, got)):
                result += differences(f"{path} {i if names[i] is None else names[i]}", e, g)
            return result
        if None not in names:
            expected, got = names, [name_of(item) for item in got]
    return [f"{path}: naive {expected}, product {got}"]


def property_problems(at, unit):
    """What must hold of any result, whatever the naive implementation says."""
    problems = []
    for line in unit.get("lines", []):
        where = f"at {at} {unit['unit']} {line['indicator']}"
        if not 0 <= line["score"] <= line["points"]:
            problems.append(f"{where}: score {line['score']} of {line['points']}")
        if sum(d["applied"] for d in line["deductions"]) != line["lost"]:
            problems.append(f"{where}: the sum of applied is not lost")
        if line["score"] + line["lost"] != line["points"]:
            problems.append(f"{where}: score + lost is not points")
        if not 0 <= line["at_risk"] <= line["score"]:
            problems.append(f"{where}: at_risk {line['at_risk']} of {line['score']}")
    return problems


def valid_until(unit):
    return parse_instant(unit["valid_until"]) if unit.get("valid_until") else None


def validity_problems(as_of, results):
    """Between an instant and its valid_until nothing differs. as_of is ascending."""
    problems = []
    for i, result in enumerate(results):
        for n, unit in enumerate(result["units"]):
            until = valid_until(unit)
            if until is not None and until <= as_of[i]:
                problems.append(f"at {print_instant(as_of[i])} {unit['unit']}: valid_until "
                                f"{unit['valid_until']} is not after it")
            for later in range(i + 1, len(results)):
                if until is not None and as_of[later] >= until:
                    break
                if results[later]["units"][n] != unit:
                    problems.append(
                        f"{unit['unit']} is valid from {print_instant(as_of[i])} until "
                        f"{unit.get('valid_until')}, but differs at {print_instant(as_of[later])}")
                    break
    return problems


def shuffled(rng, value):
    if isinstance(value, dict):
        return {member: shuffled(rng, inner) for member, inner in value.items()}
    if isinstance(value, list):
        value = [shuffled(rng, item) for item in value]
        rng.shuffle(value)
    return value


def parse_answer(text):
    return json.loads(text, parse_float=Decimal)


def year_problems(product, calendar, facts, as_of, thorough):
    """All that differs for one facts file, as lines of text."""
    as_of = sorted(as_of)
    text = dumps(facts)
    read = Facts(facts)
    raw = product.ask(text, as_of, read.default_as_of())
    answer = parse_answer(raw)
    if "results" not in answer:
        return [f"the product refuses: {json.dumps(answer, ensure_ascii=False)[:2000]}"]
    results = answer["results"]
    problems = []
    for instant, result in zip(as_of, results):
        at = print_instant(instant)
        problems += differences(f"at {at} as_of", at, result["as_of"])
        expected = [expected_unit(unit) for unit in naive.result(read, calendar, instant)]
        got = [product_unit(unit) for unit in result["units"]]
        problems += differences(f"at {at}", expected, got)
        for unit in result["units"]:
            problems += property_problems(at, unit)
    if len(results) != len(as_of):
        problems.append(f"{len(as_of)} instants, {len(results)} results")
    if problems:
        return problems
    problems += validity_problems(as_of, results)
    if thorough:
        other = dumps(shuffled(random.Random(text), facts))
        if product.ask(other, as_of, read.default_as_of()) != raw:
            problems.append("other bytes when the arrays are in another order")
        # Every end of validity less 1 ms; where there is none, a day long after.
        more = {read.year_end + 7000 * DAY}
        for result in results:
            more |= {valid_until(unit) - 1 for unit in result["units"] if valid_until(unit)}
        instants = sorted(more | set(as_of))

        def ask(facts, as_of):
            return parse_answer(product.ask(dumps(facts), as_of))["results"]

        problems += validity_problems(instants, ask(facts, instants))
        problems += one_more.problems(ask, facts, calendar, as_of, results, random.Random(text))
    return problems


def wrong_problems(product, calendar, facts):
    """The pointers of a wrong facts file that only one side reports."""
    expected = Check(facts, calendar)
    if not expected.must:
        return []
    answer = parse_answer(product.ask(dumps(facts), [0]))
    if "errors" not in answer:
        return [f"naive {sorted(expected.must)}, product has no errors: {str(answer)[:200]}"]
    got = {error["pointer"] for error in answer["errors"]}
    problems = [f"naive only: {pointer}" for pointer in sorted(expected.must - got)]
    problems += [f"product only: {error['pointer']} {error['message']}"
                 for error in answer["errors"]
                 if error["pointer"] not in expected.must | expected.may]
    return problems


# ---------------------------------------------------------------------------------------------
# Which instants


def instants_of(facts, calendar, rng):
    """Four to six instants on the boundaries of a year."""
    read = Facts(facts)
    dues = []
    for unit in naive.result(read, calendar, read.year_end):
        for obligation in unit.get("obligations", []):
            if obligation["due"] is not None:
                dues += [obligation["due"], obligation["due"] + 1]
    happened = []
    for item in (read.records + read.submissions + read.reviews + read.waivers + read.extensions
                 + read.disputes):
        happened += [item.at, item.at - 1]
    for dispute in read.disputes:
        if dispute.decided_at is not None:
            happened += [dispute.decided_at, dispute.decided_at - 1]
    edges = [read.year_start, read.year_start - 1, read.year_start + 1, read.year_end,
             read.year_end - 1, read.year_end + 1, read.supplement_until,
             read.supplement_until + 1, start_of(read.dates["summary_from"]),
             start_of(read.dates["summary_from"]) - 1]
    posts = []
    for post in read.posts:
        posts += [start_of(post.start), start_of(post.start) + 1]
        if post.end is not None:
            vacant = end_of(post.end + timedelta(days=14))
            posts += [vacant, vacant + 1]
    for unit in read.units:
        if unit.end is not None:
            posts += [end_of(unit.end), end_of(unit.end) + 1]
    chosen = {read.default_as_of(),
              rng.randint(read.year_start - 9 * DAY, read.year_end + 60 * DAY)}
    for pool in (dues, happened, edges, rng.choice([dues, happened, posts])):
        if pool:
            chosen.add(rng.choice(pool))
    return sorted(chosen)


# ---------------------------------------------------------------------------------------------
# The run


def report(title, facts, as_of, problems):
    text = [f"DIFFERENCE: {title}", "shrunk facts:", printed(facts)]
    if as_of:
        text.append("as_of: " + " ".join(print_instant(instant) for instant in as_of))
    text += [f"  {problem}" for problem in problems[:20]]
    if len(problems) > 20:
        text.append(f"  … and {len(problems) - 20} more")
    return "\n".join(text)


class Run:
    def __init__(self, options):
        self.options = options
        self.calendar = Calendar(options.calendars or CALENDARS)
        command = [str(options.binary)]
        if options.calendars:
            command += ["--calendars", options.calendars]
        if options.policy:
            command += ["--policy", options.policy]
        self.product = Product(command)

    def try_year(self, number):
        """Counts and, where something differs, a report."""
        seed = f"{self.options.seed}/{number}"
        counts = Counter(years=1)
        facts = random_years.valid(seed, self.calendar)
        if naive.check(facts, self.calendar):
            raise AssertionError(f"seed {seed} makes wrong facts")
        as_of = instants_of(facts, self.calendar, random.Random(seed))
        counts["instants"] = len(as_of)
        counts["units"] = len(as_of) * len(facts["units"])
        thorough = number % THOROUGH_EVERY == 0

        def problems_of(facts, as_of):
            return year_problems(self.product, self.calendar, facts, as_of, thorough)

        if problems_of(facts, as_of):
            facts, as_of = shrink(facts, as_of, lambda f, t: (
                not naive.check(f, self.calendar) and problems_of(f, t)))
            title = f"--seed {self.options.seed} --only {number}"
            return counts, report(title, facts, as_of, problems_of(facts, as_of))

        every = self.options.wrong_every
        if every and number % every == 0:
            counts["wrong"] = 1
            return counts, self.try_wrong(seed, number)
        return counts, None

    def try_wrong(self, seed, number):
        facts = loads(mistakes.wrong(seed, self.calendar))

        def problems_of(facts, _):
            return wrong_problems(self.product, self.calendar, facts)

        if not problems_of(facts, []):
            return None
        facts, _ = shrink(facts, [], problems_of)
        title = f"wrong input, --seed {self.options.seed} --only {number}"
        return report(title, facts, [], problems_of(facts, []))


def start_job(options):
    global run
    run = Run(options)


def try_piece(numbers):
    counts = Counter()
    reports = []
    for number in numbers:
        counted, text = run.try_year(number)
        counts += counted
        if text:
            reports.append(text)
            break  # others of the piece are likely of the same cause
    return counts, reports


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--years", type=int, default=1000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--binary", type=Path, default=REPOSITORY / "build" / "score_lines")
    parser.add_argument("--calendars", help="handed to both sides; default: the repository's")
    parser.add_argument("--policy", help="handed to the product; default: its own default")
    parser.add_argument("--only", type=int, help="the number of a single year")
    parser.add_argument("--wrong-every", type=int, default=4,
                        help="try wrong input in one year of so many, 0: never")
    parser.add_argument("--show", type=int, default=3, help="differences to print before stopping")
    return parser.parse_args()


def main():
    options = read_options()
    if not options.binary.exists():
        print(f"{options.binary} does not exist; build it first", file=sys.stderr)
        return 2
    numbers = range(options.years) if options.only is None else [options.only]
    pieces = [numbers[i:i + YEARS_A_PIECE] for i in range(0, len(numbers), YEARS_A_PIECE)]
    counts = Counter()
    shown = 0
    with multiprocessing.Pool(options.jobs, start_job, (options,)) as pool:
        for counted, reports in pool.imap_unordered(try_piece, pieces):
            counts += counted
            for text in reports:
                print(text, end="\n\n", flush=True)
                shown += 1
            if shown >= options.show:
                break
    summary = (f"{counts['years']} years, {counts['instants']} instants, "
               f"{counts['units']} unit results, {counts['wrong']} wrong inputs")
    print(f"{summary}: {'all equal' if shown == 0 else f'{shown} differences shown'}")
    return 1 if shown else 0


if __name__ == "__main__":
    sys.exit(main())
