"""The rehearsed school that is measured, on SQLite or in a database of its own on PostgreSQL."""

import os
import pathlib
import re
import resource
import subprocess
import time
import urllib.request
import uuid

import school as outside

UNTIL = "2026-11-20"
PDF = outside.ROOT / "tests/server/small.pdf"
UNIT = "xxgc"  # The unit whose people can log in.
TOKEN = "a-token-of-the-bench"  # Opens the metrics.
CYCLE = f"/api/v1/cycles/{outside.YEAR}"


def allow_many_files():
    """This process and those it starts may have as many connections as the machine lets them."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def psql(database, sql):
    return subprocess.run(["psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql],
                          capture_output=True, text=True, check=True).stdout.strip()


class Database:
    """A PostgreSQL database for the time of a `with`."""

    def __init__(self):
        self.cluster = os.environ["SHOUZE_TEST_POSTGRES"]
        self.name = "b" + uuid.uuid4().hex

    def __enter__(self):
        psql(self.cluster, f"CREATE DATABASE {self.name}")
        return self.cluster.replace("/postgres?", f"/{self.name}?", 1)

    def __exit__(self, *_):
        psql(self.cluster, f"DROP DATABASE {self.name} WITH (FORCE)")


def why_not_postgres():
    """Why nothing can be measured on PostgreSQL; empty: it can."""
    cluster = os.environ.get("SHOUZE_TEST_POSTGRES")
    if not cluster:
        return "SHOUZE_TEST_POSTGRES is not set: scripts/bench starts one"
    if psql(cluster, "SHOW fsync") != "on":
        return "its fsync is off, so it would win without being durable"
    return ""


def rehearse(folder, database=None):
    """The demo's school of 45 units, played until a day of November."""
    place = outside.Place(folder, database)
    told = place.run("demo", "--until", UNTIL).stdout
    place.password = re.search(r"[口密][令码]均为 (\S+)，", told).group(1)
    place.logins = [line.split()[0] for line in told.splitlines() if line.startswith("  ")]
    return place


class Served(outside.Server):
    """The place being served, and somebody logged in to ask."""

    def __init__(self, place, **environment):
        super().__init__(place, SHOUZE_HTTP_METRICS_TOKEN=TOKEN, **environment)

    def __enter__(self):
        super().__enter__()
        self.origin = f"{self.host}:{self.port}"
        urllib.request.urlopen(f"http://{self.origin}/healthz").read()
        self.first_answer_at = time.monotonic()
        self.office = self.log_in("wab1", self.place.password)
        self.head = outside.somebody_of(UNIT, self, self.place)
        return self

    def units(self):
        return [unit["id"] for unit in self.office.get("/api/v1/units").json["units"]]

    def upload(self, visitor):
        """A small PDF of theirs, as a submission names it."""
        answer = visitor.put("/api/v1/evidence", raw=PDF.read_bytes())
        assert answer.status == 201, answer.text
        return {"digest": answer.json["digest"], "name": "材料.pdf"}

    def resident_mib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def metric(self, name):
        asked = urllib.request.Request(f"http://{self.origin}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        text = urllib.request.urlopen(asked).read().decode()
        return int(re.search(rf"^shouze_{name} (\d+)$", text, re.MULTILINE).group(1))


def cookie_of(visitor):
    return "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
