"""Kills a served school at random moments and holds what was acknowledged against what is there.

    /usr/bin/python3 tests/endurance/kill.py [--seconds N] [--seed N] [--postgres]

Several people write at once. The server is killed with SIGKILL; on PostgreSQL, now and then, one of the
database's own processes in its place, which ends all its connections and has it recover. After each
kill: `verify`, start, whatever got no answer is asked once more under its key, and then every mark that
was acknowledged stands in the ledger exactly once, and every file has its bytes. At last a backup, which
is read back, and `vault check`. Ends with 1 at the first thing that is not so; the folder is kept then.
"""

import argparse
import os
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import threading
import time

import people
from people import outside

UNITS = 4
ALIVE_S = (0.2, 2.0)  # How long a server may work before it is killed.


class Killed:
    """A school that is killed again and again."""

    def __init__(self, place, dice):
        self.place, self.dice = place, dice
        self.acts = people.Acts()
        self.seen = {}  # How often each mark stands in the ledger.
        self.looked_at = set()  # Files whose bytes were compared.
        with outside.Server(place) as server:
            self.units, staff = people.people_of_units(server, place)
            self.auditor = server.log_in("wab1", place.password)
            self.staff = [people.Staff(unit, visitor, self.acts, random.Random(dice.random()))
                          for unit, visitor in staff.items()]
            self.staff.append(people.Office(server, place, self.units, self.acts,
                                            random.Random(dice.random())))
            self.head = self.auditor.get("/api/v1/ledger?limit=1").json["head"]

    def at(self, server):
        """They all turn to this server."""
        for visitor in [self.auditor] + [one.visitor for one in self.staff]:
            visitor.server = server

    def round(self):
        """One life of the server; returns what was killed, after how long."""
        begun = time.monotonic()
        server = outside.Server(self.place)
        server.__enter__()
        started = time.monotonic() - begun
        try:
            self.at(server)
            repeated = self.acts.repeat_open()
            self.compare()
            stop = threading.Event()
            at_work = [people.AtWork(one, stop) for one in self.staff]
            alive = self.dice.uniform(*ALIVE_S)
            time.sleep(alive)
            victim = self.kill(server)
            stop.set()
            for one in at_work:
                one.join(60)
                assert not one.is_alive(), "somebody still waits for an answer"
                if one.failure:
                    raise one.failure
        finally:
            server.kill()
        whole = self.place.run("verify", check=False)
        assert whole.returncode == 0, whole.stdout + whole.stderr
        return f"{victim} after {alive:.2f} s, started in {started:.2f} s, asked again {repeated}"

    def kill(self, server):
        if self.place.database and self.dice.random() < 0.4:
            pids = people.psql(self.place.database,
                               "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                               " AND pid <> pg_backend_pid()").split()
            os.kill(int(self.dice.choice(pids)), signal.SIGKILL)
            time.sleep(self.dice.uniform(0.2, 1.0))
            people.wait_for(self.place.database)
            return "PostgreSQL's process"
        server.kill()
        return "the server"

    def compare(self):
        head, found = people.marks_in_ledger(self.auditor, self.head)
        self.head = head
        for mark, times in found.items():
            self.seen[mark] = self.seen.get(mark, 0) + times
        twice = [mark for mark, times in self.seen.items() if times != 1]
        assert not twice, f"done twice: {twice}"
        for mark, digest in list(self.acts.acknowledged.items()):
            if digest is None:
                assert mark in self.seen, f"acknowledged and lost: {mark}"
            elif mark not in self.looked_at:
                self.look_at(mark, digest)
                self.looked_at.add(mark)

    def look_at(self, mark, digest):
        unit = mark.split("-")[1]
        visitor = next(one.visitor for one in self.staff if getattr(one, "unit", None) == unit)
        answer = visitor.get(f"/api/v1/evidence/{digest}")
        assert answer.status == 200, f"acknowledged and lost: {mark} {answer.status} {answer.text}"
        assert answer.bytes.startswith(mark.encode() + b"\n"), f"other bytes: {mark}"

    def end(self):
        with outside.Server(self.place) as server:
            self.at(server)
            self.acts.repeat_open()
            self.compare()
        backup = self.place.folder / "last.shouze"
        self.place.run("backup", "--insecure", "--out", backup)
        outside.run("verify", backup)
        checked = outside.run("vault", "check", *self.place.options(), check=False)
        assert checked.returncode in (0, 1), checked.stderr
        told = checked.stdout
        # A file whose row was never written harms nobody: it is collected after a week.
        wrong = [line for line in told.splitlines() if line.startswith("✗") and "unknown" not in line]
        assert not wrong, told


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.seconds:g} s, "
          f"{'PostgreSQL' if options.postgres else 'SQLite'}", flush=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shouze-kill."))
    database = people.Database() if options.postgres else None
    place = people.rehearse(folder / "school", UNITS, database.__enter__() if database else None)
    until = time.monotonic() + options.seconds
    killed = Killed(place, random.Random(options.seed))
    rounds = 0
    try:
        while time.monotonic() < until:
            rounds += 1
            told = killed.round()
            print(f"{rounds:4} {told}; acknowledged {len(killed.acts.acknowledged)}", flush=True)
        killed.end()
    except BaseException:
        print(f"✗ round {rounds}, seed {options.seed}; kept: {folder}", flush=True)
        raise
    if database:
        database.__exit__()
    shutil.rmtree(folder)
    assert len(killed.acts.acknowledged) > rounds, "nobody worked"
    print(f"✓ killed {rounds} times, {len(killed.acts.acknowledged)} acts acknowledged, none lost, "
          f"none done twice; verified after each", flush=True)


if __name__ == "__main__":
    sys.exit(main())
