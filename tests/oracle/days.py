"""Days, instants and the work calendar (DESIGN 3.1).

Instants are integer milliseconds since 1970 UTC, dates are datetime.date.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
CALENDARS = REPOSITORY / "calendars" / "cn"

HOUR = 3600 * 1000
DAY = 24 * HOUR
SCHOOL_OFFSET = 8 * HOUR
EPOCH = date(1970, 1, 1)


def day_of(instant):
    """The civil date of an instant in school time."""
    return EPOCH + timedelta(days=(instant + SCHOOL_OFFSET) // DAY)


def start_of(day):
    """00:00 of a day in school time."""
    return (day - EPOCH).days * DAY - SCHOOL_OFFSET


def end_of(day):
    """24:00 of a day, which is 00:00 of the next."""
    return start_of(day) + DAY


INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?(Z|[+-]\d\d:\d\d)")


def parse_instant(text):
    match = INSTANT.fullmatch(text)
    if not match:
        raise ValueError(f"not an instant with an offset and at most three fraction digits: {text}")
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    if int(hour) > 23 or int(minute) > 59 or int(second) > 59:
        raise ValueError(f"no such time of day: {text}")
    instant = (date(int(year), int(month), int(day)) - EPOCH).days * DAY
    instant += int(hour) * HOUR + int(minute) * 60000 + int(second) * 1000
    if fraction:
        instant += int(fraction.ljust(3, "0"))
    if offset != "Z":
        shift = int(offset[1:3]) * HOUR + int(offset[4:6]) * 60000
        instant -= shift if offset[0] == "+" else -shift
    return instant


def print_instant(instant):
    day = day_of(instant)
    rest = instant - start_of(day)
    text = f"{day}T{rest // HOUR:02}:{rest // 60000 % 60:02}:{rest // 1000 % 60:02}"
    if rest % 1000:
        text += f".{rest % 1000:03}"
    return text + "+08:00"


class UnknownYear(Exception):
    def __init__(self, year):
        super().__init__(f"no calendar for {year}")
        self.year = year


class Calendar:
    """The work calendar: one file a year. A day belongs to its own year's file, so 2022-12-31,
    which the file of 2023 lists as a day off, is still unknown while there is no file for 2022."""

    def __init__(self, folder=CALENDARS):
        self.years = set()
        self.off = set()
        self.work = set()
        for path in sorted(Path(folder).glob("*.yaml")):
            # The base loader reads text only: dates stay as they are written.
            content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
            self.years.add(int(content["year"]))
            for holiday in content["holidays"]:
                for day in holiday["days"]:
                    self.off.add(date.fromisoformat(day))
            for day in content["make_up"]:
                self.work.add(date.fromisoformat(day))

    def is_workday(self, day):
        if day.year not in self.years:
            raise UnknownYear(day.year)
        if day in self.work:
            return True
        if day in self.off:
            return False
        return day.weekday() < 5  # Monday to Friday

    def after_workdays(self, day, workdays):
        """24:00 of the n-th workday after a day, which is day 0 itself."""
        while workdays > 0:
            day += timedelta(days=1)
            if self.is_workday(day):
                workdays -= 1
        return end_of(day)
