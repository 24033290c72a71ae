"""A machine whose clock is wrong for a while: what is refused, and what is not lost."""

import os
import pathlib

import pytest

from school import YEAR, Server, somebody_of

SHEET = f"/api/v1/cycles/{YEAR}/units/xxgc/sheet"
LIBRARIES = [f"/usr/lib/{machine}-linux-gnu/faketime/libfaketimeMT.so.1"
             for machine in ("x86_64", "aarch64")]
LIBRARY = next((path for path in LIBRARIES if os.path.exists(path)), None)
# Sanitizers and the moved clock would both have to be loaded first.
pytestmark = pytest.mark.skipif(
    LIBRARY is None or "sanitize" in os.environ.get("SHOUZE_BUILD", ""), reason="no moved clock")


class Watch:
    """The clock of a machine, set by hand."""

    def __init__(self, folder):
        self.file = pathlib.Path(folder) / "clock"
        self.set("+0d")

    def set(self, by):
        self.file.write_text(by + "\n")

    @property
    def environment(self):
        return {"LD_PRELOAD": LIBRARY, "FAKETIME_TIMESTAMP_FILE": str(self.file),
                "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


@pytest.fixture
def watch(tmp_path):
    return Watch(tmp_path)


def rename(office, name):
    return office.put("/api/v1/units/xxgc", {"name": name, "reason": "更名"})


def test_one_act_under_a_wrong_clock_does_not_poison_the_year(copy, school, watch):
    with Server(copy, **watch.environment) as server:
        office = server.log_in("wab1", school.password)
        unit = somebody_of("xxgc", server, school)
        total = unit.get(SHEET).json["sheet"]["total"]
        head = office.get("/api/v1/ledger").json["head"]
        watch.set("+90d")
        refused = rename(office, "信息学院")
        assert refused.status == 503 and refused.json["code"] == "clock_in_doubt"
        assert "时钟" in refused.json["message"]
        health = office.get("/healthz")
        assert health.status == 503 and health.json["checks"]["clock"] == "failed"
        assert unit.get("/api/v1/me").status == 200, "sessions go on"
        watch.set("+0d")
        assert office.get("/healthz").json["checks"]["clock"] == "ok"
        assert office.get("/api/v1/ledger").json["head"] == head
        assert rename(office, "信息学院").status == 200
        assert unit.get(SHEET).json["sheet"]["total"] == total


def test_a_clock_that_is_right_after_all_is_confirmed_by_whoever_runs_the_server(copy, school, watch):
    with Server(copy, **watch.environment) as server:
        watch.set("+2d")
        system = server.log_in("sysadmin", school.password)
        told = system.get("/api/v1/clock").json
        assert not told["believed"] and told["confirmable"]
        assert server.log_in("wab1", school.password).get("/api/v1/clock").status == 403
        assert system.post("/api/v1/clock/confirm", {"reason": "电话报时"}).status == 200
        again = server.log_in("sysadmin", school.password)  # Two days have passed at once.
        assert again.get("/api/v1/clock").json["believed"]
        assert rename(server.log_in("wab1", school.password), "信息学院").status == 200


def test_a_restart_does_not_make_a_wrong_clock_right(copy, school, watch):
    """What was kept of the time while the server ran is held against the clock when it starts."""
    with Server(copy, **watch.environment):
        pass
    watch.set("+2d")
    with Server(copy, **watch.environment) as server:
        assert server.visitor().get("/healthz").json["checks"]["clock"] != "ok"
        assert rename(server.log_in("wab1", school.password), "信息学院").status == 503
    assert "✗ 时钟" not in copy.run("doctor", check=False).stdout, "the machine itself is right"
