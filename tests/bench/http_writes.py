"""Durable submissions through the whole service beside bare inserts, in short turns.

A disk's syncs are of very different speed from one second to the next (virtual disks above all), so
the bare inserts and the submissions take turns, and only what they did in all is compared. What was
handed in is taken back between the turns, outside of the clock, so that there is something to hand
in again.
"""

import itertools
import json
import os
import pathlib
import sqlite3
import subprocess
import time

import http_clients
import http_place

CLIENTS = 64
TURNS = 10
WARM_TURNS = 3
# As store/connection.cc opens it.
CHECKPOINT_PAGES = 4000
PRAGMAS = ["journal_mode = WAL", "synchronous = FULL",
           f"wal_autocheckpoint = {CHECKPOINT_PAGES}"]
PGBENCH = "/usr/lib/postgresql/15/bin/pgbench"
# What an entry of a submission holds, without the indices and the other tables.
TABLE = ("CREATE TABLE bare (seq INTEGER NOT NULL PRIMARY KEY, at BIGINT, actor TEXT, kind TEXT,"
         " body TEXT, prev_digest TEXT, digest TEXT, alg TEXT)")
ENTRY = (1_790_000_000_000, "a" * 32, "submission.hand_in", "b" * 300, "c" * 64, "d" * 64, "sha256")


class BareSqlite:
    """One connection to another file of the same folder: an INSERT is a transaction, synced."""

    def __init__(self, place):
        self.tables = sqlite3.connect(place.folder / "bare.sqlite", isolation_level=None)
        for pragma in PRAGMAS:
            self.tables.execute(f"PRAGMA {pragma}")
        self.tables.execute(TABLE)
        # Until the log has been checkpointed once and no longer grows: a growing file syncs slower.
        self.tables.execute("PRAGMA synchronous = OFF")
        self.insert(2 * CHECKPOINT_PAGES)
        self.tables.execute("PRAGMA synchronous = FULL")

    def insert(self, count):
        """The seconds it took."""
        begun = time.perf_counter()
        for _ in range(count):
            self.tables.execute("INSERT INTO bare (at, actor, kind, body, prev_digest, digest, alg)"
                                " VALUES (?, ?, ?, ?, ?, ?, ?)", ENTRY)
        return time.perf_counter() - begun


class BarePostgres:
    """pgbench on one connection to the same database, with a prepared INSERT."""

    def __init__(self, place):
        self.database = place.database
        http_place.psql(self.database, TABLE.replace("INTEGER NOT NULL", "BIGSERIAL"))
        values = ", ".join(str(value) if isinstance(value, int) else f"'{value}'"
                           for value in ENTRY)
        self.script = pathlib.Path(place.folder) / "bare.sql"
        self.script.write_text("INSERT INTO bare (at, actor, kind, body, prev_digest, digest, alg)"
                               f" VALUES ({values});\n")

    def insert(self, count):
        told = subprocess.run([PGBENCH, "-n", "-M", "prepared", "-t", str(count), "-f",
                               str(self.script), self.database],
                              capture_output=True, text=True, check=True).stdout
        # Without the time to connect.
        rate = float(told.split("tps = ")[1].split()[0])
        return count / rate


class Submissions:
    """Every obligation of the school that may be handed in, unit by unit in turn, all by one person
    who holds a post of each unit."""

    def __init__(self, server):
        self.origin, self.cookie = server.origin, http_place.cookie_of(server.head)
        file = server.upload(server.head)
        me = server.head.get("/api/v1/me").json["account"]
        of_unit = []
        for unit in server.units():
            if unit != http_place.UNIT:
                post = {"unit": unit, "post": "contact", "account": me, "from": "2026-11-01"}
                answer = server.office.post("/api/v1/posts", post)
                assert answer.status == 200, answer.text
            rows = server.office.get(f"{http_place.CYCLE}/units/{unit}/obligations").json
            of_unit.append([(unit, {"obligations": [row["key"]], "files": [file], "note": ""})
                            for row in rows["obligations"] if row["can_hand_in"]])
        self.all = [one for turn in itertools.zip_longest(*of_unit) for one in turn if one]

    def post(self, path, body):
        return http_clients.request_bytes("POST", path, self.origin, self.cookie, body)

    def hand_in(self, crowd):
        """Hands all of them in; they are taken back when the clock has stopped."""
        run = crowd.ask_all([self.post(f"{http_place.CYCLE}/units/{unit}/submissions", body)
                             for unit, body in self.all])
        crowd.ask_all([self.post(f"/api/v1/units/{unit}/submissions/"
                                 f"{json.loads(answer)['submissions'][0]['id']}/withdrawal",
                                 {"reason": "重报"})
                       for (unit, _), answer in zip(self.all, run.answers)])
        return run


HEADING = f"{'':30}{'bare/s':>9}{'submit/s':>10}{'ratio':>7}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs':>9}"


def cpu_seconds(pid):
    words = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def measure_submissions(name, server, bare):
    """One client alone, then many, each in turns with the bare inserts."""
    submissions = Submissions(server)
    count = len(submissions.all)
    with http_clients.Crowd(server.origin, CLIENTS) as crowd:
        for _ in range(WARM_TURNS):
            submissions.hand_in(crowd)
    for clients in [1, CLIENTS]:
        run, bare_seconds, cpu = http_clients.Run(), 0.0, 0.0
        with http_clients.Crowd(server.origin, clients) as crowd:
            for _ in range(TURNS):
                bare_seconds += bare.insert(count)
                begun = cpu_seconds(server.process.pid)
                run.add(submissions.hand_in(crowd))
                # Taking back is counted as well, and costs about the same.
                cpu += (cpu_seconds(server.process.pid) - begun) / 2
        who = "one client" if clients == 1 else f"{clients} clients"
        bare_rate = TURNS * count / bare_seconds
        print(f"{f'{name}, {who}':30}{bare_rate:9.0f}{run.rate:10.0f}{run.rate / bare_rate:7.2f}"
              f"{run.ms(0.5):9.2f}{run.ms(0.99):9.2f}{1e6 * cpu / len(run.times):9.0f}",
              flush=True)
