"""The server over HTTP: pages beside nginx with the same bytes, submissions beside bare inserts.

    /usr/bin/python3 tests/bench/http_bench.py build/shouze [SECONDS]

A rehearsed school of 45 units; everything beside what it is compared with, in one run, on SQLite and,
where SHOUZE_TEST_POSTGRES names a cluster that syncs (scripts/bench starts one), on PostgreSQL.
Asserts nothing of speed. Needs nginx and wrk (scripts/packages/bench.txt). docs/performance.md tells
how to read the tables.
"""

import contextlib
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "server"))
os.environ["SHOUZE_BUILD"] = str(pathlib.Path(sys.argv[1]).resolve().parent)

import http_load  # noqa: E402
import http_pages  # noqa: E402
import http_place  # noqa: E402
import http_writes  # noqa: E402


def files_of(server):
    """What the server answers, for nginx to serve."""
    paths = [http_pages.path_of(unit, page) for unit in server.units()
             for page in http_pages.PAGES]
    return {path: server.office.get(path).bytes for path in paths}


def tell_machine(places):
    """What else was running is half of what the figures mean."""
    nginx = subprocess.run(["/usr/sbin/nginx", "-v"], capture_output=True, text=True,
                           check=True).stderr.split("/")[-1].strip()
    names = f"nginx {nginx}, SQLite {sqlite3.sqlite_version}"
    for name, place in places.items():
        if place.database:
            version = http_place.psql(place.database, "SHOW server_version").split()[0]
            names += f", {name} {version}"
    print(f"{os.cpu_count()} cores; {names}; load of the machine before: "
          f"{os.getloadavg()[0]:.1f}")


def measure_first_answer(place):
    begun = time.monotonic()
    with http_place.Served(place) as server:
        first_answer_ms = 1000 * (server.first_answer_at - begun)
        print(f"Start to first answer {first_answer_ms:.0f} ms, memory then "
              f"{server.resident_mib():.1f} MiB", flush=True)


def measure_pages(places, folder, seconds):
    print(f"\nPages, {http_load.CONNECTIONS} connections (p99 in ms)\n{http_pages.HEADING}")
    for name, place in places.items():
        with http_place.Served(place) as server, \
                http_load.Nginx(folder / f"nginx-{name}", files_of(server)) as nginx:
            http_pages.measure_one_unit(name, server, nginx, seconds)
            http_pages.measure_anew(name, server, nginx, seconds)


def measure_idle(place, seconds):
    with http_place.Served(place) as server:
        http_pages.measure_idle(server, seconds)


def measure_submissions(places):
    print(f"\nSubmissions, each durable\n{http_writes.HEADING}", flush=True)
    for name, place in places.items():
        bare = http_writes.BarePostgres if place.database else http_writes.BareSqlite
        with http_place.Served(place) as server:
            http_writes.measure_submissions(name, server, bare(place))


def main():
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    http_place.allow_many_files()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as databases:
        folder = pathlib.Path(folder)
        os.chmod(folder, 0o755)
        places = {"SQLite": http_place.rehearse(folder / "sqlite")}
        why_not = http_place.why_not_postgres()
        if not why_not:
            database = databases.enter_context(http_place.Database())
            places["PostgreSQL"] = http_place.rehearse(folder / "postgres", database)
        tell_machine(places)
        measure_first_answer(places["SQLite"])
        measure_pages(places, folder, seconds)
        measure_idle(places["SQLite"], seconds)
        measure_submissions(places)
        if why_not:
            print(f"\nPostgreSQL: not measured, {why_not}")


if __name__ == "__main__":
    main()
