"""A facts file, read once: instants and dates parsed, references grouped; and which duties arise
from it, from when and until when."""

import json
from datetime import date
from decimal import Decimal

from days import HOUR, UnknownYear, day_of, end_of, parse_instant, start_of
from seed import NAMED_DATES


class Object(dict):
    """A JSON object which remembers the keys that were given twice."""
    twice = ()


def loads(text):
    def pairs_hook(pairs):
        result = Object(pairs)
        result.twice = [key for i, (key, _) in enumerate(pairs)
                        if key in [earlier for earlier, _ in pairs[:i]]]
        return result
    return json.loads(text, object_pairs_hook=pairs_hook, parse_float=Decimal)


def dumps(value):
    """The inverse of loads: what was given twice is written twice."""
    if isinstance(value, dict):
        keys = list(value) + list(getattr(value, "twice", ()))
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {dumps(value[k])}"
                               for k in keys if k in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(dumps(item) for item in value) + "]"
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


class Item:
    def __init__(self, **members):
        self.__dict__.update(members)


def optional_date(item, member):
    return date.fromisoformat(item[member]) if item.get(member) is not None else None


def optional_instant(item, member):
    return parse_instant(item[member]) if item.get(member) is not None else None


class Facts:
    def __init__(self, facts):
        self.year = facts["cycle"]["year"]
        self.year_start = start_of(date(self.year, 1, 1))
        self.year_end = start_of(date(self.year + 1, 1, 1))
        self.dates = {name: date(self.year, *day) for name, day in NAMED_DATES.items()}
        for name, day in facts["cycle"].get("dates", {}).items():
            self.dates[name] = date.fromisoformat(day)
        self.supplement_until = end_of(self.dates["supplement_until"])

        self.units = [Item(code=u["code"],
                           start=optional_date(u, "from"), end=optional_date(u, "to"),
                           persons={"headcount": u.get("headcount", 0),
                                    "info_admins": u.get("info_admins", 0)})
                      for u in facts.get("units", [])]
        self.posts = [Item(unit=p["unit"], post=p["post"],
                           start=optional_date(p, "from"), end=optional_date(p, "to"))
                      for p in facts.get("posts", [])]
        self.records = [Item(id=r["id"], kind=r["kind"], at=parse_instant(r["at"]),
                             units=r["units"] if "units" in r else [r["unit"]],
                             fields=r.get("fields", {}))
                        for r in facts.get("records", [])]
        self.submissions = [Item(id=s["id"], unit=s["unit"], obligation=s["obligation"],
                                 at=parse_instant(s["at"]))
                            for s in facts.get("submissions", [])]
        self.reviews = [Item(submission=r["submission"], at=parse_instant(r["at"]),
                             verdict=r["verdict"])
                        for r in facts.get("reviews", [])]
        self.waivers = [Item(unit=w["unit"], obligation=w.get("obligation"),
                             record=w.get("record"), at=parse_instant(w["at"]))
                        for w in facts.get("waivers", [])]
        self.extensions = [Item(unit=e["unit"], obligation=e["obligation"],
                                until=parse_instant(e["until"]), at=parse_instant(e["at"]))
                           for e in facts.get("extensions", [])]
        self.disputes = [Item(unit=d["unit"], record=d["record"], at=parse_instant(d["at"]),
                              decided_at=optional_instant(d, "decided_at"))
                         for d in facts.get("disputes", [])]

        self.submissions_to = {}
        for submission in self.submissions:
            key = (submission.unit, submission.obligation)
            self.submissions_to.setdefault(key, []).append(submission)
        self.reviews_of = {}
        for review in self.reviews:
            self.reviews_of.setdefault(review.submission, []).append(review)

    def default_as_of(self):
        """Reading 14."""
        instants = [self.year_end]
        for item in self.reviews + self.waivers + self.extensions + self.disputes:
            instants.append(item.at)
        for dispute in self.disputes:
            if dispute.decided_at is not None:
                instants.append(dispute.decided_at)
        instants += [record.at for record in self.records if self.vetoes(record)]
        return max(instants)

    def vetoes(self, record):
        """Whether the record is a veto of this year's result, waived or not."""
        if record.kind != "accountability":
            return False
        named = record.fields.get("year")
        return (day_of(record.at).year if named is None else named) == self.year


def key_of(line, duty, record):
    if record is None:
        return f"{line.indicator}/{duty.name}"
    return f"{line.indicator}/{duty.name}/{record.id}"


def arises(duty, record, unit):
    """Whether a duty arises at all for this unit and this record (or the year, if None)."""
    if duty.trigger is None:
        return duty.condition != "headcount" or unit.persons["headcount"] > 0
    if record.kind != duty.trigger or unit.code not in record.units:
        return False
    if duty.condition is not None:
        field, wanted = duty.condition
        if bool(record.fields.get(field, False)) != wanted:
            return False
    if duty.due[0] == "field" and not record.fields.get(duty.due[1]):
        return False  # a date left blank
    return True


def begin_of(facts, duty, record):
    """B, the start of the window."""
    if record is not None:
        return record.at
    if duty.not_before is not None:
        return max(facts.year_start, start_of(facts.dates[duty.not_before]))
    return facts.year_start


def due_without_extensions(facts, calendar, duty, record, unit):
    """D before extensions: (instant, None) or (None, the first missing year)."""
    form = duty.due[0]
    try:
        if form == "date":
            due = end_of(facts.dates[duty.due[1]])
        elif form == "field":
            due = end_of(date.fromisoformat(record.fields[duty.due[1]]))
        elif form == "same_day":
            due = end_of(day_of(record.at))
        elif form == "hours":
            due = record.at + duty.due[1] * HOUR
        elif form == "workdays":
            due = calendar.after_workdays(day_of(record.at), duty.due[1])
        # Reading 5: a unit founded within the year has ten workdays for its yearly duties.
        if record is None and unit.start is not None and unit.start.year == facts.year:
            due = max(due, calendar.after_workdays(unit.start, 10))
    except UnknownYear as unknown:
        return None, unknown.year
    return due, None
