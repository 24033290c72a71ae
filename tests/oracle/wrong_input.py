"""What is wrong with a facts file (DESIGN 3.5, reading 18), as JSON pointers."""

from datetime import date

from days import day_of, parse_instant
from facts import Facts, Item, arises, due_without_extensions
from seed import LINES, POSTS, RECORD_KINDS, UNIT_KINDS


class Check:
    """must: what is wrong in itself. may: what names something that is itself wrong, so that
    whether it is reported as well is a matter of taste; a pointer is in one of the two only."""

    def __init__(self, facts, calendar):
        self.facts = facts
        self.calendar = calendar
        self.must = set()
        self.may = set()
        self.read_cycle()
        self.units = {}
        self.records = {}
        self.submissions = {}
        self.doubtful_units = set()
        self.doubtful_records = set()
        self.doubtful_submissions = set()
        self.duplicate_keys("", facts)
        self.read_units()
        self.read_posts()
        self.read_records()
        self.read_references()
        self.read_submissions()
        self.read_reviews()
        self.read_waivers()
        self.read_extensions()
        self.read_disputes()
        self.may -= self.must

    def items(self, name):
        for i, item in enumerate(self.facts.get(name, [])):
            yield f"/{name}/{i}", item

    def duplicate_keys(self, pointer, value):
        if isinstance(value, dict):
            for key in getattr(value, "twice", ()):
                self.must.add(f"{pointer}/{key}")
            for key, member in value.items():
                self.duplicate_keys(f"{pointer}/{key}", member)
        elif isinstance(value, list):
            for i, member in enumerate(value):
                self.duplicate_keys(f"{pointer}/{i}", member)

    def instant(self, pointer, item, member):
        """The instant of a member, None where it is wrong or absent."""
        if item.get(member) is None:
            return None
        try:
            return parse_instant(item[member])
        except ValueError:
            self.must.add(f"{pointer}/{member}")
            return None

    def date(self, pointer, item, member):
        if item.get(member) is None:
            return None
        try:
            return date.fromisoformat(item[member])
        except ValueError:
            self.must.add(f"{pointer}/{member}")
            return None

    def read_cycle(self):
        # A frame with the year and its dates only; the rest is judged item by item.
        self.frame = Facts({"cycle": self.facts["cycle"]})

    def read_units(self):
        for pointer, item in self.items("units"):
            if item["code"] in self.units:
                self.must.add(f"{pointer}/code")
                self.doubtful_units.add(item["code"])
            if item["kind"] not in UNIT_KINDS:
                self.must.add(f"{pointer}/kind")
            start, end = self.date(pointer, item, "from"), self.date(pointer, item, "to")
            if start is not None and end is not None and end < start:
                self.must.add(f"{pointer}/to")
            self.units[item["code"]] = Item(
                code=item["code"], start=start, end=end,
                persons={"headcount": item.get("headcount", 0),
                         "info_admins": item.get("info_admins", 0)})

    def unit(self, pointer, item):
        """The unit that an item names, None where it is unknown."""
        if item["unit"] not in self.units:
            self.must.add(f"{pointer}/unit")
            return None
        return self.units[item["unit"]]

    def read_posts(self):
        for pointer, item in self.items("posts"):
            self.unit(pointer, item)
            if item["post"] not in POSTS:
                self.must.add(f"{pointer}/post")
            start, end = self.date(pointer, item, "from"), self.date(pointer, item, "to")
            if start is not None and end is not None and end < start:
                self.must.add(f"{pointer}/to")

    def read_records(self):
        for pointer, item in self.items("records"):
            doubtful = False
            if item["id"] in self.records:
                self.must.add(f"{pointer}/id")
                doubtful = True
            if item["kind"] not in RECORD_KINDS:
                self.must.add(f"{pointer}/kind")
                doubtful = True
            units = []
            if ("unit" in item) == ("units" in item):
                self.must.add(pointer)
                doubtful = True
            elif "unit" in item:
                units = [item["unit"]]
                if self.unit(pointer, item) is None:
                    doubtful = True
            else:
                units = item["units"]
                for i, code in enumerate(units):
                    if code not in self.units:
                        self.must.add(f"{pointer}/units/{i}")
                        doubtful = True
            at = self.instant(pointer, item, "at")
            if at is None:
                doubtful = True
            fields = item.get("fields", {})
            for field in RECORD_KINDS.get(item["kind"], []):
                day = self.date(f"{pointer}/fields", fields, field)
                if day is None and fields.get(field):
                    doubtful = True
                if day is not None and at is not None and day < day_of(at):
                    self.must.add(f"{pointer}/fields/{field}")
                    doubtful = True
            if item["kind"] == "training":
                if any(fields.get(name) is None for name in ("hours", "half_days", "attendees")):
                    self.must.add(pointer)
                attendees = fields.get("attendees")
                if isinstance(attendees, dict):
                    pointer = f"{pointer}/fields/attendees"
                    wrong = self.may if doubtful else self.must
                    wrong |= {f"{pointer}/{code}" for code in attendees if code not in units}
                    if any(code not in attendees for code in units):
                        wrong.add(pointer)
            if doubtful:
                self.doubtful_records.add(item["id"])
            self.records[item["id"]] = Item(id=item["id"], kind=item["kind"], at=at, units=units,
                                            fields=fields)

    def read_references(self):
        for pointer, item in self.items("records"):
            record = self.records[item["id"]]
            fields = item.get("fields", {})
            if item["kind"] == "attendance":
                member, kinds = "meeting", ["meeting"]
            elif item["kind"] == "recurrence":
                member, kinds = "of", ["vulnerability", "notice", "incident"]
            else:
                continue
            if fields.get(member) is None:
                continue
            pointer = f"{pointer}/fields/{member}"
            named = self.records.get(fields[member])
            if named is None:
                self.must.add(pointer)
            elif named.id in self.doubtful_records or record.id in self.doubtful_records:
                self.may.add(pointer)
            elif named.kind not in kinds:
                self.must.add(pointer)
            elif item["kind"] == "recurrence":
                if named.at > record.at or any(u not in named.units for u in record.units):
                    self.must.add(pointer)
            elif any(u not in named.units for u in record.units):
                self.may.add(pointer)

    def obligation(self, pointer, item, unit):
        """What an item's obligation names: (duty, record), (None, None) where it is wrong."""
        pointer = f"{pointer}/obligation"
        parts = item["obligation"].split("/", 2)
        for line in LINES:
            for duty in line.duties:
                if parts[:2] != [line.indicator, duty.name]:
                    continue
                if (duty.trigger is None) != (len(parts) == 2):
                    self.must.add(pointer)
                    return None, None
                record = None
                if duty.trigger is not None:
                    record = self.records.get(parts[2])
                    if record is None:
                        self.must.add(pointer)
                        return None, None
                    if record.id in self.doubtful_records:
                        self.may.add(pointer)
                        return None, None
                if unit is None or unit.code in self.doubtful_units:
                    self.may.add(pointer)  # the unit is what is wrong
                    return None, None
                if not arises(duty, record, unit):
                    self.must.add(pointer)
                    return None, None
                return duty, record
        self.must.add(pointer)
        return None, None

    def read_submissions(self):
        for pointer, item in self.items("submissions"):
            if item["id"] in self.submissions:
                self.must.add(f"{pointer}/id")
                self.doubtful_submissions.add(item["id"])
            unit = self.unit(pointer, item)
            at = self.instant(pointer, item, "at")
            self.submissions[item["id"]] = at
            duty, record = self.obligation(pointer, item, unit)
            if duty is None:
                self.may.add(f"{pointer}/at")
            elif at is not None:
                trigger = self.frame.year_start if record is None else record.at
                if at < trigger:
                    self.must.add(f"{pointer}/at")

    def read_reviews(self):
        seen = set()
        for pointer, item in self.items("reviews"):
            at = self.instant(pointer, item, "at")
            if item["submission"] not in self.submissions:
                self.must.add(f"{pointer}/submission")
                self.may.add(f"{pointer}/at")
                continue
            if at is None:
                continue
            handed_in_at = self.submissions[item["submission"]]
            if item["submission"] in self.doubtful_submissions or handed_in_at is None:
                self.may.add(f"{pointer}/at")
            elif at < handed_in_at:
                self.must.add(f"{pointer}/at")
            if (item["submission"], at) in seen:
                self.must.add(f"{pointer}/at")
            seen.add((item["submission"], at))

    def record(self, pointer, item, unit):
        record = self.records.get(item["record"])
        if record is None:
            self.must.add(f"{pointer}/record")
        elif record.id in self.doubtful_records or unit is None:
            self.may.add(f"{pointer}/record")
        elif unit.code not in record.units:
            self.must.add(f"{pointer}/record")

    def read_waivers(self):
        for pointer, item in self.items("waivers"):
            unit = self.unit(pointer, item)
            self.instant(pointer, item, "at")
            if ("obligation" in item) == ("record" in item):
                self.must.add(pointer)
            elif "obligation" in item:
                self.obligation(pointer, item, unit)
            else:
                self.record(pointer, item, unit)

    def read_extensions(self):
        for pointer, item in self.items("extensions"):
            unit = self.unit(pointer, item)
            self.instant(pointer, item, "at")
            until = self.instant(pointer, item, "until")
            duty, record = self.obligation(pointer, item, unit)
            if duty is None:
                self.may.add(f"{pointer}/until")
                continue
            if until is None:
                continue
            due, _ = due_without_extensions(self.frame, self.calendar, duty, record, unit)
            if due is not None and until < due:
                self.must.add(f"{pointer}/until")
            if record is None and until > self.frame.year_end:
                self.must.add(f"{pointer}/until")

    def read_disputes(self):
        for pointer, item in self.items("disputes"):
            unit = self.unit(pointer, item)
            self.instant(pointer, item, "at")
            self.instant(pointer, item, "decided_at")
            self.record(pointer, item, unit)
