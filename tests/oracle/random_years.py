"""Random facts files, seeded, that gather on the boundaries of the scoring contract.

valid(seed) gives facts that naive.check finds nothing wrong with; mistakes.py spoils them.
"""

import random
from datetime import date, timedelta

from days import DAY, EPOCH, HOUR, day_of, start_of
from facts import Facts, arises, begin_of, due_without_extensions, key_of
from seed import LINES, NAMED_DATES, RECORD_KINDS, UNIT_KINDS

UNIT_CODES = ["xxgc", "Zb", "a-1", "a1", "a10", "a2", "jwc"]
KIND_WEIGHTS = {
    "head-change": 5, "meeting": 8, "project": 4, "data-update": 5, "asset-update": 3,
    "vulnerability": 12, "notice": 14, "recurrence": 3, "drill": 4, "inspection": 5,
    "incident": 7, "system": 6, "training": 8, "accountability": 4,
}
HOURS = [0, 0.1, 0.333, 0.5, 1, 1.5, 2, 2.25, 3.999, 4, 4.001, 4.5, 7.75, 8, 8.001, 12, 40]


class Year:
    """Makes one facts file."""

    def __init__(self, rng, calendar):
        self.rng = rng
        self.calendar = calendar
        # 2026 has no calendar after it, 2027 has none at all.
        self.year = rng.choices([2023, 2024, 2025, 2026, 2027], [4, 4, 4, 7, 1])[0]
        self.year_start = start_of(date(self.year, 1, 1))
        self.year_end = start_of(date(self.year + 1, 1, 1))
        self.facts = {"cycle": {"year": self.year}, "units": [], "posts": [], "records": [],
                      "submissions": [], "reviews": [], "waivers": [], "extensions": [],
                      "disputes": []}
        self.special_days = self.make_special_days()
        self.used = []  # instants used so far; the next fact likes to fall on one of them

    # Instants and days

    def make_special_days(self):
        """Days off and make-up days of the year and their neighbours, and the year's edges."""
        days = []
        for day in sorted(self.calendar.off | self.calendar.work):
            if day.year == self.year:
                days += [day - timedelta(days=1), day, day + timedelta(days=1)]
        for month, day in NAMED_DATES.values():
            days += [date(self.year, month, day), date(self.year, month, day) + timedelta(days=1)]
        return [day for day in days if day.year == self.year]

    def chance(self, percent):
        return self.rng.random() * 100 < percent

    def day(self):
        """A day within the year."""
        kind = self.rng.randrange(10)
        if kind < 4:
            return self.rng.choice(self.special_days)
        if kind < 6:
            return date(self.year, 12, self.rng.randint(10, 31))
        if kind < 7:
            return self.rng.choice([date(self.year, 1, 1), date(self.year, 1, 2),
                                    date(self.year, 12, 31), date(self.year, 12, 30)])
        return date(self.year, 1, 1) + timedelta(days=self.rng.randrange(365))

    def instant_on(self, day):
        return start_of(day) + self.rng.choice(
            [0, 0, 1, 10 * HOUR, 8 * HOUR + 30 * 60000, DAY - 1, DAY, self.rng.randrange(DAY)])

    def instant(self):
        """An instant, mostly within the year."""
        kind = self.rng.randrange(20)
        if kind < 6 and self.used:
            result = self.rng.choice(self.used) + self.rng.choice(
                [0, 0, 0, 1, -1, HOUR, 24 * HOUR, 24 * HOUR + 1, 24 * HOUR - 1])
        elif kind < 7:
            result = self.rng.choice([self.year_start, self.year_start + 1,
                                      self.year_end - 1, self.year_end - 24 * HOUR,
                                      self.year_end - 24 * HOUR + 1])
        else:
            result = self.instant_on(self.day())
        self.used.append(result)
        return result

    def decision_instant(self):
        """When a review, a waiver, an extension or a dispute arrives: also after the year."""
        if self.chance(12):
            return self.year_end + self.rng.choice([-1, 0, 1, DAY, 20 * DAY, 60 * DAY + 1])
        return self.instant()

    def text(self, instant):
        """The instant as text, now and then in another offset or precision."""
        kind = self.rng.randrange(20)
        shift, offset = 8 * HOUR, "+08:00"
        if kind == 0:
            shift, offset = 0, "Z"
        elif kind == 1:
            shift, offset = -(5 * HOUR + 30 * 60000), "-05:30"
        local = instant + shift
        day = EPOCH + timedelta(days=local // DAY)
        rest = local % DAY
        text = f"{day}T{rest // HOUR:02}:{rest // 60000 % 60:02}:{rest // 1000 % 60:02}"
        if rest % 1000 or kind == 2:
            fraction = f"{rest % 1000:03}"
            text += "." + (fraction.rstrip("0") or "0" if kind < 10 else fraction)
        return text + offset

    # Units and posts

    def make_units(self):
        for code in self.rng.sample(UNIT_CODES, self.rng.choice([1, 1, 2, 2, 3])):
            unit = {"code": code, "name": "单位" + code,
                    "kind": self.rng.choice(UNIT_KINDS)}
            if not self.chance(4):
                unit["headcount"] = self.rng.choice([0, 1, 2, 3, 3, 10, 86])
            if not self.chance(4):
                unit["info_admins"] = self.rng.choice([0, 1, 1, 2, 3])
            if self.chance(35):
                start = self.day()
                if self.chance(15):
                    start = self.rng.choice([date(self.year - 1, 12, 31), date(self.year, 1, 1),
                                             date(self.year, 12, 31), date(self.year + 1, 1, 1)])
                unit["from"] = str(start)
            if self.chance(20):
                end = self.rng.choice([self.day(), date(self.year, 12, 30),
                                       date(self.year, 12, 31), date(self.year + 1, 1, 1)])
                if "from" in unit:
                    end = max(end, date.fromisoformat(unit["from"]))
                unit["to"] = str(end)
            self.facts["units"].append(unit)

    def make_posts(self):
        for unit in self.facts["units"]:
            for post in ["security_lead", "contact"]:
                start = self.rng.choice([date(self.year - 1, 9, 1), date(self.year, 1, 1),
                                         date(self.year, 3, 31), date(self.year, 4, 1),
                                         self.day(), self.day()])
                for _ in range(self.rng.choice([0, 1, 1, 1, 2, 3])):
                    item = {"unit": unit["code"], "post": post, "from": str(start)}
                    end = start + timedelta(days=self.rng.choice([0, 1, 13, 30, 90, 200]))
                    if self.chance(30):
                        end = self.rng.choice([date(self.year, 12, 31), date(self.year, 12, 17),
                                               date(self.year, 12, 16), date(self.year, 3, 17)])
                        end = max(end, start)
                    if not self.chance(30):
                        item["to"] = str(end)
                    self.facts["posts"].append(item)
                    start = end + timedelta(days=self.rng.choice([0, 1, 14, 15, 16, 17, 40]))
            if self.chance(20):
                self.facts["posts"].append({
                    "unit": unit["code"], "post": self.rng.choice(["secretary", "head",
                                                                   "info_admin"]),
                    "from": str(self.day())})

    def make_dates(self):
        if not self.chance(25):
            return
        dates = {}
        for name in self.rng.sample(["agreement_due", "posts_due", "responsibility_due",
                                     "training_due", "supplement_until", "summary_due"], 2):
            day = self.day()
            if name in ("supplement_until", "training_due") and self.chance(15):
                day = date(self.year + 1, 1, self.rng.randint(1, 20))
            if name == "summary_due":
                day = date(self.year, 12, self.rng.randint(1, 31))
                dates["summary_from"] = str(day - timedelta(days=self.rng.choice([0, 1, 30])))
            dates[name] = str(day)
        self.facts["cycle"]["dates"] = dates

    def record_instant(self, kind):
        lot = self.rng.randrange(100)
        if kind == "accountability" and lot < 40:
            at = self.year_end + self.rng.choice([-1, 0, 1, 40 * DAY, 90 * DAY, 300 * DAY])
        elif lot < 12:  # carried over from the year before
            at = self.instant_on(date(self.year - 1, 12, self.rng.randint(15, 31)))
        elif lot < 22:  # due in the year after
            at = self.instant_on(date(self.year, 12, self.rng.randint(15, 31)))
        elif lot < 24:
            at = self.year_end + self.rng.choice([0, 1, DAY])
        else:
            at = self.instant()
        if kind == "head-change" and not self.chance(10):
            at = start_of(day_of(at))
        self.used.append(at)
        return at

    def due_date(self, at):
        day = day_of(at)
        lot = self.rng.randrange(10)
        if lot < 6:
            return str(day + timedelta(days=self.rng.choice([0, 1, 3, 10, 30, 90])))
        if lot < 9:
            return str(max(day, self.day()))
        return str(max(day, self.rng.choice([date(self.year, 12, 31), date(self.year + 1, 1, 1),
                                             date(self.year + 1, 1, 8)])))

    def make_fields(self, kind, at, units):
        rng = self.rng
        fields = {}
        for field in RECORD_KINDS[kind]:
            if not self.chance(25):
                fields[field] = self.due_date(at)
        if kind == "head-change":
            fields["post"] = rng.choice(["secretary", "head"])
        elif kind == "meeting" and self.chance(25):
            fields["uncounted"] = self.chance(60)
        elif kind == "vulnerability" and self.chance(70):
            fields["severity"] = rng.choice(["high", "medium", "low"])
        elif kind == "incident":
            if self.chance(70):
                fields["major"] = self.chance(70)
            if self.chance(70):
                fields["in_period"] = self.chance(60)
        elif kind == "system" and self.chance(80):
            fields["level"] = rng.randint(1, 3)
        elif kind == "training":
            fields["audience"] = rng.choice(["all", "admins"])
            fields["hours"] = rng.choice(HOURS)
            fields["half_days"] = rng.choice([0, 1, 1, 1, 2, 3])
            fields["attendees"] = rng.choice([0, 1, 1, 2, 3, 3, 10, 43, 86])
            if len(units) > 1 and self.chance(60):
                fields["attendees"] = {code: rng.choice([0, 1, 2, 3, 10, 86]) for code in units}
        elif kind == "accountability":
            # Decided after the year's end, it is nearly always about the year that is judged.
            if self.chance(90 if at >= self.year_end else 50):
                fields["year"] = self.year + rng.choice([0, 0, 0, -1, 1])
            fields["document"] = "问责决定"
        if self.chance(4):
            fields["remark"] = "表外字段"  # not declared: kept and ignored
        return fields

    def add_record(self, kind, at, units, fields):
        number = len(self.facts["records"])
        # Ids whose order by bytes is not that by number or by alphabet.
        name = self.rng.choice([f"{kind[0]}{number}", f"{kind[0].upper()}{number}",
                                f"{self.rng.randrange(100)}-{number}", f"r_{number}"])
        record = {"id": name, "kind": kind, "at": self.text(at)}
        if len(units) > 1 or self.chance(5):
            record["units"] = units
        else:
            record["unit"] = units[0]
        if fields or self.chance(50):
            record["fields"] = fields
        self.facts["records"].append(record)
        return record

    def make_records(self):
        codes = [unit["code"] for unit in self.facts["units"]]
        kinds = list(KIND_WEIGHTS)
        count = self.rng.choice([5, 8, 10, 12, 15, 20, 30])
        named = []  # what a recurrence may refer to
        for _ in range(count):
            kind = self.rng.choices(kinds, KIND_WEIGHTS.values())[0]
            units = [self.rng.choice(codes)]
            if self.chance(20) or kind in ("meeting", "drill") and self.chance(50):
                units = self.rng.sample(codes, self.rng.randint(1, len(codes)))
            at = self.record_instant(kind)
            if kind == "recurrence":
                if not named:
                    continue
                earlier, units, not_before = self.rng.choice(named)
                units = self.rng.sample(units, self.rng.randint(1, len(units)))
                self.add_record(kind, max(at, not_before), units, {"of": earlier["id"]})
                continue
            record = self.add_record(kind, at, units, self.make_fields(kind, at, units))
            if kind in ("vulnerability", "notice", "incident"):
                named.append((record, units, at))
            elif kind == "meeting":
                self.make_attendances(record, at, units)

    def make_attendances(self, meeting, at, units):
        for code in units:
            for _ in range(self.rng.choice([0, 0, 1, 1, 1, 2])):
                attended = [code] if self.chance(85) else units
                entered = at if self.chance(90) else at + self.rng.choice([1, HOUR, DAY])
                self.add_record("attendance", entered, attended, {"meeting": meeting["id"]})

    # Facts about obligations

    def make_handling(self):
        """Submissions, reviews, waivers, extensions and disputes."""
        read = Facts(self.facts)
        self.supplement_until = read.supplement_until
        for unit in read.units:
            for line in LINES:
                for duty in line.duties:
                    for record in [None] if duty.trigger is None else read.records:
                        if arises(duty, record, unit):
                            self.handle(read, line, duty, record, unit)
            for record in read.records:
                if unit.code in record.units:
                    self.except_record(unit, record)

    def handle(self, read, line, duty, record, unit):
        key = key_of(line, duty, record)
        due, _ = due_without_extensions(read, self.calendar, duty, record, unit)
        begin = begin_of(read, duty, record)
        earliest = self.year_start if record is None else record.at
        boundaries = [begin, begin + 1, self.supplement_until, self.supplement_until + 1,
                      self.year_end - 1, self.year_end]
        if due is not None:
            boundaries += [due - 1, due, due, due + 1, due + DAY]
        extended = self.extend(unit, key, due, record is None) if self.chance(10) else []
        boundaries += extended
        self.used += [due or begin]
        if self.chance(4):
            self.facts["waivers"].append({
                "unit": unit.code, "obligation": key, "at": self.text(self.decision_instant()),
                "reason": "豁免"})
        if duty.met_by is not None and not self.chance(3):
            return
        if self.chance(45):
            count = self.rng.choice([1, 1, 1, 2, 3, 4])
            for at in self.handing_in(begin, due, boundaries, count):
                self.submit(unit, key, max(at, earliest), boundaries)

    def handing_in(self, begin, due, boundaries, count):
        for _ in range(count):
            lot = self.rng.randrange(10)
            if lot < 5:
                yield self.rng.choice(boundaries)
            elif lot < 9:
                end = max(begin + 1, due if due is not None else self.year_end)
                yield self.rng.randint(begin, end + self.rng.choice([0, 10 * DAY]))
            else:
                yield self.instant()

    def submit(self, unit, key, at, boundaries):
        number = len(self.facts["submissions"])
        name = self.rng.choice([f"s{number}", f"S{number}", f"{self.rng.randrange(50)}s{number}"])
        self.facts["submissions"].append({"id": name, "unit": unit.code, "obligation": key,
                                          "at": self.text(at)})
        self.used.append(at)
        times = set()
        for _ in range(self.rng.choice([0, 1, 1, 1, 1, 2, 3])):
            reviewed_at = self.rng.choice([
                at, at + 1, at + HOUR, at + 2 * DAY, at + 20 * DAY,
                self.rng.choice(boundaries), self.decision_instant()])
            if reviewed_at < at or reviewed_at in times:
                continue
            times.add(reviewed_at)
            self.facts["reviews"].append({
                "submission": name, "at": self.text(reviewed_at),
                "verdict": self.rng.choice(["accepted", "returned", "returned"]),
                "reason": "材料不全"})

    def extend(self, unit, key, due, yearly):
        """One or several extensions, some at one and the same instant; their new due instants."""
        result = []
        at = self.decision_instant()
        for _ in range(self.rng.choice([1, 1, 2, 3])):
            base = self.instant() if due is None else due
            until = base + self.rng.choice([0, 1, HOUR, 3 * DAY, 10 * DAY, 40 * DAY])
            if self.chance(20):
                until = max(base, self.rng.choice([self.year_end, self.year_end - 1,
                                                   self.supplement_until]))
            if yearly and until > self.year_end:
                continue
            self.facts["extensions"].append({
                "unit": unit.code, "obligation": key, "until": self.text(until),
                "at": self.text(at), "reason": "延期"})
            result += [until, until + 1]
            if self.chance(50):
                at = self.decision_instant()
        return result

    def except_record(self, unit, record):
        if self.chance(3):
            self.facts["waivers"].append({
                "unit": unit.code, "record": record.id,
                "at": self.text(self.decision_instant()), "reason": "不计"})
        if self.chance(5):
            for _ in range(self.rng.choice([1, 1, 2])):
                at = self.decision_instant()
                dispute = {"unit": unit.code, "record": record.id, "at": self.text(at),
                           "reason": "有异议"}
                if self.chance(60):
                    decided_at = max(at, self.decision_instant())
                    dispute["decided_at"] = self.text(decided_at)
                    if self.chance(40):  # decided in the unit's favour
                        self.facts["waivers"].append({
                            "unit": unit.code, "record": record.id,
                            "at": self.text(decided_at), "reason": "争议成立"})
                self.facts["disputes"].append(dispute)

    def make(self):
        self.make_units()
        self.make_posts()
        self.make_dates()
        self.make_records()
        self.make_handling()
        for name in list(self.facts):
            if not self.facts[name] and self.chance(50):
                del self.facts[name]
            elif name != "cycle":
                self.rng.shuffle(self.facts[name])
        return self.facts


def valid(seed, calendar):
    return Year(random.Random(f"{seed}"), calendar).make()
