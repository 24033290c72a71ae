"""Who reads addresses, ports and numbers of vulnerabilities: whoever works on them, and whoever asks and is noted."""

import json

import pytest

from school import YEAR, Server, run, somebody_of
from test_access import path_of

SECRETS = {"identifier": "CVE-2026-31337", "location": "10.87.65.43:8443", "source": "扫描器乙"}
# Taken along as files, each noted as an export: whoever proves a year needs its facts.
EXPORTS = {"/api/v1/cycles/{year}/facts"}


@pytest.fixture
def server(copy):
    if copy.database:
        pytest.skip("the same on both")
    with Server(copy) as opened:
        yield opened


@pytest.fixture
def record(server, school):
    """One of a vulnerability in force, one put up for a second person."""
    centre = server.log_in("xxzx-yw", school.password)
    now = centre.get("/api/v1/clock").headers["x-server-time"]
    body = {"kind": "vulnerability", "units": ["xxgc"], "at": now,
            "fields": {"system": "教务系统", "severity": "high", **SECRETS}, "reason": ""}
    made = centre.post("/api/v1/records", body)
    assert made.status == 200, made.text
    earlier = centre.post("/api/v1/records", {**body, "at": f"{YEAR}-06-20T10:00:00+08:00", "reason": "补登"})
    assert earlier.json.get("proposal"), earlier.text
    return made.json["id"]


def leaks(visitor, record):
    """The reads that give any of it away."""
    found = []
    for path, ways in json.loads(run("openapi").stdout)["paths"].items():
        if "get" not in ways or path.endswith("/changes") or path in EXPORTS:
            continue
        asked = path_of(path, "xxgc")
        for query in ("", "?q=CVE-2026-31337", "?limit=500"):
            answer = visitor.get(asked + query)
            if answer.status == 200 and any(secret.encode() in answer.bytes for secret in SECRETS.values()):
                found.append(path)
    search = visitor.get(f"/api/v1/cycles/{YEAR}/search?q={SECRETS['location']}")
    if search.status == 200 and record in search.text:
        found.append("search")
    return sorted(set(found))


@pytest.mark.parametrize("login", ["xiaoban", "lingdao", "auditor"])
def test_whoever_reads_the_school_sees_titles_and_asks_for_the_rest(server, school, record, login):
    visitor = server.log_in(login, school.password)
    assert leaks(visitor, record) == []
    if login != "auditor":
        titles = visitor.get(f"/api/v1/cycles/{YEAR}/record-titles").json["records"]
        mine = next(row for row in titles if row["id"] == record)
        assert mine["title"] == "教务系统" and not mine["whole"] and mine["fields"] == {}
    path = f"/api/v1/records/{record}/details"
    assert visitor.post(path, {"year": YEAR}).status == 422
    asked = visitor.post(path, {"year": YEAR, "reason": "专项检查"})
    assert asked.status == 200 and asked.json["fields"]["location"] == SECRETS["location"]
    office = server.log_in("wab1", school.password)
    assert any("专项检查" in row["text"] and login in row["text"] for row in office.get("/api/v1/notices").json["notices"])
    log = server.log_in("auditor", school.password).get("/api/v1/security-events?kind=details_read").json["events"]
    assert log and "专项检查" in json.dumps(log[0]["detail"], ensure_ascii=False)


def test_whoever_works_on_it_reads_it(server, school, record):
    for visitor in (server.log_in("wab1", school.password), server.log_in("xxzx-yw", school.password),
                    server.log_in("jijian", school.password)):
        listed = visitor.get(f"/api/v1/cycles/{YEAR}/records")
        assert listed.status == 200 and SECRETS["location"] in listed.text
        assert record in visitor.get(f"/api/v1/cycles/{YEAR}/search?q={SECRETS['location']}").text
        assert visitor.post(f"/api/v1/records/{record}/details", {"year": YEAR, "reason": "看看"}).status == 403
    unit = somebody_of("xxgc", server, school)
    assert SECRETS["location"] in unit.get(f"/api/v1/cycles/{YEAR}/units/xxgc/records").text
