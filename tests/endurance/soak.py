"""Keeps people at work on a served school and prints, as time goes by, what it costs the machine.

    /usr/bin/python3 tests/endurance/soak.py [--minutes N] [--each SECONDS] [--seed N] [--postgres]
                                             [--rss-max MIB]

Mixed at once: units upload, declare and download (whole and in parts), the office registers, readers ask
for every page of the API, papers are written as PDF and XLSX, ZIPs are packed, people log in and out, tabs
open streams of changes and go away. A line for each SECONDS: resident memory, open files, answers a second,
p50 and p99, what was refused. Ends with 1 where anything was answered 5xx, files were left open, or (with
--rss-max) more memory was taken. Nothing is asserted of speed.
"""

import argparse
import contextlib
import pathlib
import random
import re
import socket
import sys
import tempfile
import threading
import time

import people
from people import outside

UNITS = 12
FILES_MORE_MAX = 40  # Connections of the moment, and what a database opens as it needs it.


class Reader:
    """Asks for every page of the API, as whoever may see it all."""

    def __init__(self, server, place, units, acts, dice):
        self.visitor = server.log_in("wab1", place.password)
        self.acts, self.dice, self.units = acts, dice, units
        paths = self.visitor.get("/api/v1/openapi.json").json["paths"]
        self.paths = [path for path, ways in paths.items() if "get" in ways and
                      set(re.findall(r"\{(\w+)\}", path)) <= {"year", "unit"} and
                      not path.endswith(("/changes", "/ledger/proof"))]
        self.papers = [f"{people.CYCLE}/units/{{unit}}/papers/score_sheet?format=pdf",
                       f"{people.CYCLE}/units/{{unit}}/papers/score_sheet?format=docx",
                       f"{people.CYCLE}/papers/ranking?format=xlsx",
                       f"{people.CYCLE}/papers/report?format=pdf"]

    def ask(self, path):
        path = path.replace("{year}", str(outside.YEAR)).replace("{unit}", self.dice.choice(self.units))
        begun = time.monotonic()
        answer = self.visitor.get(path)
        with self.acts.lock:
            self.acts.times.append(time.monotonic() - begun)
            if answer.status >= 500:
                self.acts.refused[answer.status] = self.acts.refused.get(answer.status, 0) + 1
        return answer

    def act(self):
        self.ask(self.dice.choice(self.paths if self.dice.random() < 0.95 else self.papers))


class Downloader(Reader):
    """Looks at evidence, whole and in parts, and has a ZIP packed now and then."""

    def act(self):
        with self.acts.lock:
            digests = [digest for digest in list(self.acts.acknowledged.values())[-200:] if digest]
        if not digests or self.dice.random() < 0.005:
            self.visitor.post(f"{people.CYCLE}/units/{self.dice.choice(self.units)}/inspection")
            time.sleep(0.2)
            return
        path = f"/api/v1/evidence/{self.dice.choice(digests)}"
        part = {"Range": "bytes=0-9"} if self.dice.random() < 0.5 else {}
        begun = time.monotonic()
        answer = self.visitor.ask("GET", path, headers=part)
        # Not found: what it is evidence of has not been said yet.
        assert answer.status in (200, 206, 404), (path, answer.status, answer.text)
        with self.acts.lock:
            self.acts.times.append(time.monotonic() - begun)


class Passerby:
    """Logs in, opens some tabs, goes away without closing them properly."""

    def __init__(self, server, place, dice):
        self.server, self.place, self.dice = server, place, dice

    def act(self):
        visitor = self.server.log_in(self.dice.choice(self.place.logins), self.place.password)
        cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        with contextlib.ExitStack() as tabs:
            for _ in range(self.dice.randrange(1, 8)):
                tab = tabs.enter_context(socket.create_connection((self.server.host, self.server.port)))
                tab.sendall(f"GET /api/v1/changes HTTP/1.1\r\nHost: {self.server.host}\r\n"
                            f"Cookie: {cookie}\r\n\r\n".encode())
            time.sleep(self.dice.uniform(0.5, 2))
        visitor.post("/api/v1/logout")


class Meter:
    """What the server takes of the machine."""

    def __init__(self, server):
        self.folder = pathlib.Path(f"/proc/{server.process.pid}")

    def mib(self, what="VmRSS"):
        """RssAnon: what the program itself keeps; the rest are files that are mapped, as fonts are."""
        status = (self.folder / "status").read_text()
        return int(re.search(rf"{what}:\s+(\d+)", status).group(1)) / 1024

    def tell(self, when):
        print(f"{when:>8}{self.mib():9.1f}{self.mib('RssAnon'):8.1f}{self.files():7}", flush=True)

    def files(self):
        return len(list((self.folder / "fd").iterdir()))


HEADING = (f"{'seconds':>8}{'RSS MiB':>9}{'own':>8}{'files':>7}{'answers/s':>11}{'p50 ms':>8}{'p99 ms':>8}"
           f"{'max ms':>9}  refused")


def measure(meter, acts, begun, each):
    """Prints a line when `each` seconds have gone by; returns (MiB, how many 5xx)."""
    time.sleep(each)
    times, refused = acts.take_times()
    ms = [1000 * times[min(int(len(times) * share), len(times) - 1)] if times else 0
          for share in (0.5, 0.99, 1)]
    rss = meter.mib()
    print(f"{time.monotonic() - begun:8.0f}{rss:9.1f}{meter.mib('RssAnon'):8.1f}{meter.files():7}{len(times) / each:11.0f}"
          f"{ms[0]:8.1f}{ms[1]:8.1f}{ms[2]:9.1f}  {refused or ''}", flush=True)
    return rss, sum(count for status, count in refused.items() if status >= 500)


def soak(place, options):
    """Returns whether all was well."""
    dice = random.Random(options.seed)
    acts, stop = people.Acts(), threading.Event()
    with outside.Server(place, SHOUZE_DATA_UNUSED_FILES_MAX="100000") as server:
        units, staff = people.people_of_units(server, place)
        deal = lambda: random.Random(dice.random())  # noqa: E731
        somebodies = [people.Staff(unit, visitor, acts, deal()) for unit, visitor in staff.items()]
        somebodies.append(people.Office(server, place, units, acts, deal()))
        somebodies += [Reader(server, place, units, acts, deal()) for _ in range(4)]
        somebodies.append(Downloader(server, place, units, acts, deal()))
        somebodies += [Passerby(server, place, deal()) for _ in range(2)]
        meter = Meter(server)
        meter.tell("begin")
        files = meter.files()
        at_work = [people.AtWork(one, stop) for one in somebodies]
        begun, rows = time.monotonic(), []
        while time.monotonic() - begun < 60 * options.minutes:
            rows.append(measure(meter, acts, begun, options.each))
        stop.set()
        for one in at_work:
            one.join(60)
            if one.failure:
                raise one.failure
        # What is at rest is given back: the server looks every half minute.
        time.sleep(options.rest)
        meter.tell("at rest")
        left_open = meter.files() - files
        most = max(rss for rss, _ in rows)
    place.run("verify")
    broken = sum(count for _, count in rows)
    print(f"acts {len(acts.acknowledged)}, RSS at most {most:.1f} MiB, 5xx {broken}, "
          f"files left open {left_open}", flush=True)
    return broken == 0 and left_open <= FILES_MORE_MAX and most <= (options.rss_max or most)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--each", type=float, default=60)
    parser.add_argument("--rest", type=float, default=40)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--rss-max", type=float)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.minutes:g} min, "
          f"{'PostgreSQL' if options.postgres else 'SQLite'}\n{HEADING}", flush=True)
    with contextlib.ExitStack() as places:
        folder = places.enter_context(tempfile.TemporaryDirectory(prefix="shouze-soak."))
        database = places.enter_context(people.Database()) if options.postgres else None
        well = soak(people.rehearse(pathlib.Path(folder) / "school", UNITS, database), options)
    print("✓" if well else "✗ not as it must be, see above", flush=True)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
