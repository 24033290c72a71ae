"""Random facts files with one to three mistakes of DESIGN 3.5's list in them, seeded."""

import copy
import json
import random
from datetime import date, timedelta

import random_years
from days import DAY, day_of, parse_instant, print_instant, start_of
from facts import dumps, loads
from seed import LINES, RECORD_KINDS
from wrong_input import Check


class Mistakes:
    """Each method makes one mistake of DESIGN 3.5's list, or returns False where it cannot."""

    def __init__(self, rng, facts):
        self.rng = rng
        self.facts = facts

    def one(self, name, wanted=lambda item: True):
        items = [item for item in self.facts.get(name, []) if wanted(item)]
        return self.rng.choice(items) if items else None

    def any_of(self, *names, member):
        name = self.rng.choice(names)
        return self.one(name, lambda item: item.get(member) is not None)

    def shifted(self, text, shift):
        return print_instant(parse_instant(text) + shift)

    def unknown_unit(self):
        item = self.any_of("posts", "records", "submissions", "waivers", "extensions", "disputes",
                           member="unit")
        if item is None:
            return False
        item["unit"] = "nobody"

    def unknown_unit_of_many(self):
        record = self.one("records", lambda r: r.get("units"))
        if record is None:
            return False
        record["units"][self.rng.randrange(len(record["units"]))] = "nobody"

    def unknown_kind(self):
        record = self.one("records")
        if record is None:
            return False
        record["kind"] = "picnic"

    def unknown_unit_kind(self):
        self.one("units")["kind"] = "club"

    def unknown_post(self):
        post = self.one("posts")
        if post is None:
            return False
        post["post"] = "gardener"

    def unknown_obligation(self):
        item = self.any_of("submissions", "waivers", "extensions", member="obligation")
        if item is None:
            return False
        item["obligation"] = self.rng.choice([
            "11/sign", "5.1/mend/v1", "5.1/fix", "5.1/fix/none", "1/sign/v1", "5.1", "", "5.3/of",
            "1/sign/", "/sign"])

    def never_arises(self):
        """A key that fits in form, but not this unit or this record's fields."""
        item = self.any_of("submissions", "waivers", "extensions", member="obligation")
        record = self.one("records")
        if item is None or record is None:
            return False
        line = self.rng.choice([line for line in LINES if line.duties])
        duty = self.rng.choice(line.duties)
        key = f"{line.indicator}/{duty.name}"
        if duty.trigger is not None:
            of_kind = self.one("records", lambda r: r["kind"] == duty.trigger)
            key += "/" + (of_kind or record)["id"]
        item["obligation"] = key

    def unknown_record(self):
        item = self.any_of("waivers", "disputes", member="record")
        if item is None:
            return False
        item["record"] = "none"

    def unknown_reference(self):
        record = self.one("records", lambda r: r["kind"] in ("attendance", "recurrence"))
        if record is None:
            return False
        field = "meeting" if record["kind"] == "attendance" else "of"
        record["fields"][field] = "none"

    def duplicate_id(self):
        name = self.rng.choice(["records", "submissions"])
        first, second = self.one(name), self.one(name)
        if first is None or first is second:
            return False
        second["id"] = first["id"]

    def duplicate_unit(self):
        self.facts["units"].append(copy.deepcopy(self.one("units")))

    def duplicate_key(self):
        item = self.one(self.rng.choice(["units", "records", "submissions", "waivers", "disputes"]))
        if item is None:
            return False
        item.twice = [self.rng.choice(list(item))]

    def review_before_submission(self):
        review = self.one("reviews")
        if review is None:
            return False
        for submission in self.facts["submissions"]:
            if submission["id"] == review["submission"]:
                review["at"] = self.shifted(submission["at"], -1)

    def review_of_nothing(self):
        review = self.one("reviews")
        if review is None:
            return False
        review["submission"] = "none"

    def reviews_at_one_instant(self):
        review = self.one("reviews")
        if review is None:
            return False
        self.facts["reviews"].append(dict(review, verdict="accepted"))

    def submission_before_trigger(self):
        submission = self.one("submissions")
        if submission is None:
            return False
        at = start_of(date(self.facts["cycle"]["year"], 1, 1)) - 1
        for record in self.facts.get("records", []):
            if submission["obligation"].endswith("/" + record["id"]):
                at = parse_instant(record["at"]) - 1
        submission["at"] = print_instant(at)

    def to_before_from(self):
        item = self.one(self.rng.choice(["units", "posts"]), lambda i: i.get("from"))
        if item is None:
            return False
        item["to"] = str(date.fromisoformat(item["from"]) - timedelta(days=1))

    def extension_before_due(self):
        extension = self.one("extensions")
        if extension is None:
            return False
        year = self.facts["cycle"]["year"]
        extension["until"] = print_instant(start_of(date(year, 1, 1)) - 40 * DAY)

    def extension_beyond_year(self):
        extension = self.one("extensions", lambda e: e["obligation"].count("/") == 1)
        if extension is None:
            return False
        year = self.facts["cycle"]["year"]
        extension["until"] = print_instant(start_of(date(year + 1, 1, 1)) + 1)

    def date_before_record(self):
        record = self.one("records", lambda r: RECORD_KINDS.get(r["kind"]))
        if record is None:
            return False
        day = day_of(parse_instant(record["at"])) - timedelta(days=1)
        fields = record.setdefault("fields", {})
        fields[self.rng.choice(RECORD_KINDS[record["kind"]])] = str(day)

    def training_without(self):
        record = self.one("records", lambda r: r["kind"] == "training")
        if record is None:
            return False
        record["fields"].pop(self.rng.choice(["hours", "half_days", "attendees"]), None)

    def bad_instant(self):
        item = self.any_of("records", "submissions", "reviews", "waivers", "extensions",
                           "disputes", member="at")
        if item is None:
            return False
        item["at"] = self.rng.choice([
            "2026-04-02T10:00:00", "2026-04-02T10:00:00.1234+08:00", "2026-04-02",
            "2026-04-02T10:00:00.0000+08:00", "2026-02-30T10:00:00+08:00"])

    def unit_and_units(self):
        record = self.one("records", lambda r: "unit" in r)
        if record is None:
            return False
        record["units"] = [record["unit"]]


MISTAKES = [name for name in vars(Mistakes)
            if not name.startswith("_") and name not in ("one", "any_of", "shifted")]


def wrong(seed, calendar):
    """The text of a facts file with one to three mistakes in it."""
    rng = random.Random(f"{seed}/wrong")
    while True:
        facts = loads(json.dumps(random_years.Year(rng, calendar).make(), ensure_ascii=False))
        mistakes = Mistakes(rng, facts)
        for name in rng.sample(MISTAKES, rng.choice([1, 1, 2, 3])):
            try:
                getattr(mistakes, name)()
            except ValueError:
                pass  # an instant which another mistake has already spoiled
        if Check(facts, calendar).must:
            return dumps(facts)
