"""A rehearsed school and its server, for tests from outside."""

import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = ROOT / os.environ.get("SHOUZE_BUILD", "build") / "shouze"
UNITS = 6
YEAR = 2026


# The product takes every SHOUZE_ variable for a setting; these are the tests' own.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("SHOUZE_")}


def run(*arguments, check=True, environment=None, **options):
    """Runs the product, with these settings; returns the finished process with its texts."""
    done = subprocess.run([str(BINARY), *map(str, arguments)], capture_output=True, text=True,
                          cwd=ROOT, timeout=300, env={**ENVIRONMENT, **(environment or {})},
                          **options)
    if check and done.returncode != 0:
        raise AssertionError(f"shouze {arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done


class Place:
    """Where a school lies: a data folder and perhaps a database."""

    def __init__(self, folder, database=None):
        self.folder = pathlib.Path(folder)
        self.database = database

    def options(self):
        options = ["--data", str(self.folder)]
        return options + ["--database", self.database] if self.database else options

    def run(self, command, *arguments, **options):
        return run(command, *self.options(), *arguments, **options)

    def sql(self, *statements):
        """Does to the tables what the product never would."""
        if self.database:
            script = "".join(f"{one};\n" for one in statements)
            done = subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.database],
                                  input="SET session_replication_role = replica;\n" + script,
                                  text=True, capture_output=True, check=False)
            assert done.returncode == 0, done.stderr
        else:
            import sqlite3
            tables = sqlite3.connect(self.folder / "shouze.sqlite")
            tables.execute("PRAGMA foreign_keys = OFF")
            for one in statements:
                tables.execute(one)
            tables.commit()
            tables.close()


    def make_unwritable(self):
        """As on a disk that was remounted read-only, or a database that is somewhere else now."""
        if self.database:
            name = self.database.split("@/")[1].split("?")[0]
            self.sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on",
                     "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                     "WHERE datname = current_database() AND pid <> pg_backend_pid()")
        else:
            (self.folder / "shouze.sqlite").rename(self.folder / "elsewhere.sqlite")

    def make_writable(self):
        if self.database:
            name = self.database.split("@/")[1].split("?")[0]
            self.sql("SET default_transaction_read_only = off",
                     f"ALTER DATABASE {name} RESET default_transaction_read_only",
                     "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                     "WHERE datname = current_database() AND pid <> pg_backend_pid()")
        else:
            (self.folder / "elsewhere.sqlite").rename(self.folder / "shouze.sqlite")


class Rehearsed(Place):
    """A school that has lived its year until June."""

    def __init__(self, folder, database=None):
        super().__init__(folder, database)
        told = self.run("demo", "--units", UNITS, "--until", "2026-06-30").stdout
        self.password = re.search(r"[口密][令码]均为 (\S+)，", told).group(1)
        self.logins = [line.split()[0] for line in told.splitlines() if line.startswith("  ")]


class Server:
    """A server on a free port, stopped at the end of `with`."""

    def __init__(self, place, **environment):
        self.place = place
        self.environment = environment

    def __enter__(self):
        self.process = subprocess.Popen(
            [str(BINARY), "serve", *self.place.options(), "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
            env={**ENVIRONMENT, **self.environment})
        line = self.process.stdout.readline()
        if "http://" not in line:
            raise AssertionError(line + self.process.stderr.read())
        address = re.search(r"http://([^/]+)/", line).group(1)
        self.host, _, port = address.rpartition(":")
        self.port = int(port)
        return self

    def __exit__(self, *_):
        if self.process.poll() is not None:
            return  # A test has killed it.
        self.process.send_signal(signal.SIGTERM)
        try:
            told = self.process.communicate(timeout=60)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.log = told
        # Sanitizers speak at the end.
        assert self.process.returncode == 0, f"{self.process.returncode}\n{told[-4000:]}"

    def kill(self):
        self.process.kill()
        self.process.wait()

    def visitor(self):
        return Visitor(self)

    def log_in(self, login, password):
        visitor = self.visitor()
        answer = visitor.post("/api/v1/login", {"login": login, "password": password})
        assert answer.status == 200, (login, answer.status, answer.text)
        return visitor


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = dict((name.lower(), value) for name, value in response.getheaders())
        self.cookies = [value for name, value in response.getheaders()
                        if name.lower() == "set-cookie"]
        self.bytes = response.read()

    @property
    def text(self):
        return self.bytes.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.bytes)


class Visitor:
    """Somebody with a browser: keeps cookies, sends Origin."""

    def __init__(self, server):
        self.server = server
        self.cookies = {}

    def ask(self, method, path, body=None, headers=None, raw=None):
        connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=30)
        sent = {"Origin": f"http://{self.server.host}:{self.server.port}"}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        content = raw
        if body is not None:
            content = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        connection.request(method, urllib.parse.quote(path, safe="/?&=%:+,-._~"), content, sent)
        answer = Answer(connection.getresponse())
        connection.close()
        for cookie in answer.cookies:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, headers=headers)

    def post(self, path, body=None, **headers):
        return self.ask("POST", path, {} if body is None else body, headers=headers)

    def put(self, path, body=None, raw=None, **headers):
        return self.ask("PUT", path, body, headers=headers, raw=raw)


def somebody_of(unit, server, school):
    """Logged in as somebody who holds a post of the unit today."""
    for login in school.logins:
        if login.startswith(unit + "."):
            visitor = server.log_in(login, school.password)
            if any(role["unit"] == unit for role in visitor.get("/api/v1/me").json["held"]):
                return visitor
    raise AssertionError(f"nobody holds a post of {unit}")
