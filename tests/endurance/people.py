"""People at work on a rehearsed school. Whatever they write carries a mark by which it is found again."""

import hashlib
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "server"))

import school as outside  # noqa: E402

CYCLE = f"/api/v1/cycles/{outside.YEAR}"
CUT = (OSError, http.client.HTTPException)  # The server has gone, or never answered.
# Indicators of the built-in policy that a unit may say something of at any time of the open year.
INDICATORS = ["1", "2", "3.1", "4.1", "5.1", "8"]


def psql(database, sql):
    return subprocess.run(["psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql],
                          capture_output=True, text=True, check=True).stdout.strip()


def wait_for(database):
    """Until it has recovered."""
    until = time.monotonic() + 60
    while True:
        try:
            return psql(database, "SELECT 1")
        except subprocess.CalledProcessError:
            assert time.monotonic() < until, "PostgreSQL has not come back"
            time.sleep(0.05)


class Database:
    """A PostgreSQL database for the time of a `with`, in the cluster of SHOUZE_TEST_POSTGRES."""

    def __enter__(self):
        self.cluster = os.environ["SHOUZE_TEST_POSTGRES"]
        self.name = "e" + uuid.uuid4().hex
        psql(self.cluster, f"CREATE DATABASE {self.name}")
        return self.cluster.replace("/postgres?", f"/{self.name}?", 1)

    def __exit__(self, *_):
        psql(self.cluster, f"DROP DATABASE {self.name} WITH (FORCE)")


def rehearse(folder, units, database=None):
    """The demo's school, played until June."""
    place = outside.Place(folder, database)
    told = place.run("demo", "--units", units, "--until", f"{outside.YEAR}-06-30").stdout
    place.password = re.search(r"[口密][令码]均为 (\S+)，", told).group(1)
    place.logins = [line.split()[0] for line in told.splitlines() if line.startswith("  ")]
    return place


class Acts:
    """What was asked for and what was acknowledged, by mark; threads may use it at once."""

    def __init__(self):
        self.lock = threading.Lock()
        self.acknowledged = {}  # Mark: digest of the bytes, or None for an entry of the ledger.
        self.open = {}          # Mark: the request, whose answer never came.
        self.refused = {}       # Status: how often.
        self.times = []

    def ask(self, visitor, mark, method, path, body=None, raw=None):
        """Asks; what is answered 2xx has happened, what is answered 4xx has not, else nobody knows."""
        digest = hashlib.sha256(raw).hexdigest() if raw is not None else None
        headers = {"Idempotency-Key": mark} if raw is None else {}
        with self.lock:
            self.open[mark] = (visitor, method, path, body, raw)
        begun = time.monotonic()
        answer = visitor.ask(method, path, body, headers, raw)
        with self.lock:
            self.times.append(time.monotonic() - begun)
            if answer.status < 300:
                self.acknowledged[mark] = digest
                del self.open[mark]
            else:
                self.refused[answer.status] = self.refused.get(answer.status, 0) + 1
                if answer.status < 500:
                    del self.open[mark]
        if answer.status >= 500:
            time.sleep(0.1)  # As a page waits before it tries again.
        return answer

    def repeat_open(self):
        """As a page does that got no answer: the same once more. Returns how many there were."""
        left = list(self.open.items())
        for mark, (visitor, method, path, body, raw) in left:
            answer = self.ask(visitor, mark, method, path, body, raw)
            assert answer.status < 500, (mark, method, path, answer.status, answer.text)
        return len(left)

    def take_times(self):
        with self.lock:
            times, self.times = self.times, []
            refused, self.refused = self.refused, {}
        return sorted(times), refused


class Staff:
    """Somebody of a unit: uploads evidence of some size and says in the self-check what it shows."""

    def __init__(self, unit, visitor, acts, dice):
        self.unit, self.visitor, self.acts, self.dice = unit, visitor, acts, dice
        self.count = 0

    def mark(self, kind):
        self.count += 1
        return f"{kind}-{self.unit}-{self.count}-{self.dice.randrange(1 << 60):x}"

    def act(self):
        mark = self.mark("file")
        text = f"{mark}\n" + "佐证 evidence\n" * self.dice.choice([1, 100, 5000])
        answer = self.acts.ask(self.visitor, mark, "PUT", "/api/v1/evidence", raw=text.encode())
        files = []
        if answer.status == 201:
            files = [{"digest": answer.json["digest"], "name": f"{mark}.txt"}]
        mark = self.mark("check")
        line = {"indicator": self.dice.choice(INDICATORS), "declared": "done", "remark": mark,
                "files": files}
        self.acts.ask(self.visitor, mark, "POST", f"{CYCLE}/units/{self.unit}/self-check",
                      {"lines": [line]})


class Office:
    """The office registers notices from above, each for a unit or two."""

    def __init__(self, server, place, units, acts, dice):
        self.units, self.acts, self.dice = units, acts, dice
        self.visitor = server.log_in("wab1", place.password)
        self.count = 0

    def act(self):
        self.count += 1
        mark = f"record-{self.count}-{self.dice.randrange(1 << 60):x}"
        now = self.visitor.get("/api/v1/me").headers["x-server-time"]
        units = self.dice.sample(self.units, self.dice.choice([1, 2]))
        self.acts.ask(self.visitor, mark, "POST", "/api/v1/records",
                      {"kind": "notice", "units": units, "at": now,
                       "fields": {"name": mark, "document": mark}})


class AtWork(threading.Thread):
    """Somebody who acts again and again until told to stop, or cut off."""

    def __init__(self, somebody, stop):
        super().__init__(daemon=True)
        self.somebody, self.stop, self.failure = somebody, stop, None
        self.start()

    def run(self):
        try:
            while not self.stop.is_set():
                self.somebody.act()
        except CUT:
            pass
        except Exception as failure:  # pylint: disable=broad-except
            self.failure = failure


def people_of_units(server, place):
    """(every unit's code, somebody logged in for each of the first few): the people of one unit, who are
    all that can log in, are given posts of the others."""
    office = server.log_in("wab1", place.password)
    codes = [unit["id"] for unit in office.get("/api/v1/units").json["units"]]
    logins = [login for login in place.logins if "." in login]
    own = logins[0].split(".")[0]
    others = [code for code in codes if code != own]
    staff = {own: server.log_in(logins[0], place.password)}
    for unit, login in zip(others, logins[1:4]):
        visitor = server.log_in(login, place.password)
        account = visitor.get("/api/v1/me").json["account"]
        answer = office.post("/api/v1/posts", {"unit": unit, "post": "contact", "account": account,
                                               "from": f"{outside.YEAR}-07-01"})
        assert answer.status == 200, answer.text
        staff[unit] = visitor
    return codes, staff


def marks_in_ledger(visitor, after):
    """(the ledger's head, how often each mark stands in the entries behind `after`)."""
    found, before, head = {}, None, after
    while True:
        page = visitor.get("/api/v1/ledger?limit=500" + (f"&before={before}" if before else ""))
        assert page.status == 200, page.text
        head = max(head, page.json["head"])
        entries = [entry for entry in page.json["entries"] if entry["seq"] > after]
        for entry in entries:
            for mark in set(re.findall(r'"((?:check|record)-[-\w]+)"', json.dumps(entry["body"]))):
                found[mark] = found.get(mark, 0) + 1
        if len(entries) < len(page.json["entries"]) or not entries:
            return head, found
        before = entries[-1]["seq"]
