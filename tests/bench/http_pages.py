"""Pages beside the same bytes as static files: kept in memory, while their unit keeps changing, right
after a change of all units, and beside idle connections."""

import itertools
import json
import statistics

import http_clients
import http_load
import http_place

PAGES = ["sheet", "workbench"]
RUNS = 3
ROUNDS = 40
IDLE = 5000
HEADING = (f"{'':36}{'KB':>5}{'nginx/s':>9}{'shouze/s':>10}{'ratio':>7}"
           f"{'nginx p99':>11}{'shouze p99':>12}{'ratio':>7}{'changes/s':>11}")


def path_of(unit, page):
    return f"{http_place.CYCLE}/units/{unit}/{page}"


def tell(name, kilobytes, base, ours, changes=None):
    """One line: (answers a second, p99 in ms) of nginx and of the server."""
    changing = "" if changes is None else f"{changes:11.0f}"
    print(f"{name:36}{kilobytes:5.1f}{base[0]:9.0f}{ours[0]:10.0f}{ours[0] / base[0]:7.2f}"
          f"{base[1]:11.1f}{ours[1]:12.1f}{ours[1] / base[1]:7.1f}{changing}", flush=True)


class Changes:
    """Somebody who changes something again as soon as the change before is acknowledged."""

    def __init__(self, server, visitor, bodies):
        """`bodies`: endless (method, path, body), or functions of the last answer that give one."""
        self.server, self.cookie, self.bodies = server, http_place.cookie_of(visitor), bodies
        self.client = http_clients.Client(server.origin)
        self.answer = None

    def one(self):
        step = next(self.bodies)
        method, path, body = step(self.answer) if callable(step) else step
        request = http_clients.request_bytes(method, path, self.server.origin, self.cookie, body)
        status, text = self.client.ask(request)
        assert status == 200, (path, status, text)
        self.answer = json.loads(text)


def date_moves(server):
    """A named date of the year is moved to and fro: every unit's sheet has to be computed anew."""
    year = int(http_place.CYCLE.rsplit("/", 1)[1])
    cycles = server.office.get("/api/v1/cycles").json["cycles"]
    dates = {row["id"]: row["date"] for row in next(
        one for one in cycles if one["year"] == year)["dates"]}
    moved = max(dates, key=dates.get)
    other = dates[moved][:8] + ("14" if dates[moved][8:] == "15" else "15")
    for date in itertools.cycle([other, dates[moved]]):
        yield "PUT", http_place.CYCLE, {"dates": {**dates, moved: date}, "reason": "移动日期"}


def hand_in_and_take_back(server):
    """The unit hands something in, takes it back, and so on: its own sheet changes each time."""
    rows = server.head.get(path_of(http_place.UNIT, "obligations")).json["obligations"]
    key = next(row["key"] for row in rows if row["can_hand_in"])
    file = server.upload(server.head)
    path = path_of(http_place.UNIT, "submissions")
    while True:
        yield "POST", path, {"obligations": [key], "files": [file], "note": ""}
        yield lambda answer: ("POST", f"/api/v1/units/{http_place.UNIT}/submissions/"
                              f"{answer['submissions'][0]['id']}/withdrawal", {"reason": "重报"})


def medians(*measures):
    """Takes all of the measures in turn, RUNS times; the median of each figure of each."""
    runs = [[measure() for measure in measures] for _ in range(RUNS)]
    return [[statistics.median(figures) for figures in zip(*of_one)] for of_one in zip(*runs)]


def load_while_changing(server, path, seconds, changes):
    """(answers a second, p99, changes a second)"""
    load = http_load.Load(server.origin, [path], seconds, http_place.cookie_of(server.head))
    count = 0
    while load.is_on():
        changes.one()
        count += 1
    return *load.wait(), count / seconds


def measure_one_unit(name, server, nginx, seconds):
    """One unit's page again and again: nothing changes, then the unit changes all the time."""
    cookie = http_place.cookie_of(server.head)
    changes = Changes(server, server.head, hand_in_and_take_back(server))
    for page in PAGES:
        path = path_of(http_place.UNIT, page)
        base, kept, changing = medians(
            lambda: http_load.Load(nginx.origin, [path], seconds).wait(),
            lambda: http_load.Load(server.origin, [path], seconds, cookie).wait(),
            lambda: load_while_changing(server, path, seconds, changes))
        kilobytes = len(nginx.files[path]) / 1000
        tell(f"{name:12}{page}, kept", kilobytes, base, kept)
        tell(f"{name:12}{page}, unit changing", kilobytes, base, changing, changing[2])


def ask_after_each(crowd, requests, before_each):
    """(answers a second, p99): asks for all of them, ROUNDS times; only the asking is clocked."""
    run = http_clients.Run()
    for _ in range(ROUNDS):
        before_each()
        run.add(crowd.ask_all(requests))
    return run.rate, run.ms(0.99)


def measure_anew(name, server, nginx, seconds):
    """After each change that concerns every unit, each unit's page once: none is in memory."""
    changes = Changes(server, server.office, date_moves(server))
    cookie = http_place.cookie_of(server.office)
    for page in PAGES:
        paths = [path_of(unit, page) for unit in server.units()]
        static = [http_clients.request_bytes("GET", path, nginx.origin, "") for path in paths]
        asked = [http_clients.request_bytes("GET", path, server.origin, cookie) for path in paths]
        misses = server.metric("cache_misses_total")
        with http_clients.Crowd(nginx.origin, http_load.CONNECTIONS) as of_nginx, \
                http_clients.Crowd(server.origin, http_load.CONNECTIONS) as of_server:
            (rate, _), (_, p99), anew = medians(
                lambda: http_load.Load(nginx.origin, paths, seconds).wait(),
                lambda: ask_after_each(of_nginx, static, lambda: None),
                lambda: ask_after_each(of_server, asked, changes.one))
        misses = server.metric("cache_misses_total") - misses
        assert misses == RUNS * ROUNDS * len(paths), f"only {misses} were computed"
        kilobytes = statistics.mean(len(nginx.files[path]) for path in paths) / 1000
        tell(f"{name:12}{page}, each anew", kilobytes, (rate, p99), anew)


def measure_idle(server, seconds):
    """The p99 of the sheet without and with many connections that have asked once and wait."""
    path = path_of(http_place.UNIT, "sheet")
    cookie = http_place.cookie_of(server.head)
    request = http_clients.request_bytes("GET", path, server.origin, cookie)

    def look():
        load = http_load.Load(server.origin, [path], seconds, cookie)
        return *load.wait(), server.resident_mib()

    def look_with_idle():
        with http_clients.Crowd(server.origin, IDLE) as crowd:
            for client in crowd.clients:
                assert client.ask(request)[0] == 200
            seen = look()
            still = server.metric("connections")
            assert still >= IDLE, f"only {still} connections are left"
        return seen

    without, beside = medians(look, look_with_idle)
    print(f"\n{'':36}{'p99 ms':>9}{'answers/s':>11}{'memory MiB':>12}")
    for name, (rate, p99, memory) in [("sheet, 64 connections", without),
                                      (f"and {IDLE} idle ones", beside)]:
        print(f"{name:36}{p99:9.1f}{rate:11.0f}{memory:12.1f}")
    print(f"{'ratio':36}{beside[1] / without[1]:9.2f}{beside[0] / without[0]:11.2f}", flush=True)
