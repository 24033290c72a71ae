"""What one person gets is never what was kept for another: every read, in whatever order people ask."""

import json

import pytest

from school import YEAR, Server, run, somebody_of
from test_access import path_of

# What time and the asking itself change; of the rest, each byte is the same.
MOVING = {"session.list", "notice.list", "security_event.list", "ledger.read", "ledger.verify", "account.list",
          "settings.read", "metrics.read", "changes.watch", "health.read", "clock.read", "mail.read"}


@pytest.fixture(scope="module")
def reads():
    document = json.loads(run("openapi").stdout)
    return [path for path, ways in document["paths"].items()
            if "get" in ways and ways["get"]["operationId"] not in MOVING and not path.endswith("/changes")]


def all_of(visitor, reads, entry):
    answers = {}
    for path in reads:
        for of in ("standing", "initial"):
            asked = path_of(path.replace("{entry}", str(entry)), "xxgc")
            answer = visitor.get(asked + (f"?of={of}" if path.endswith("/form") else ""))
            answers[f"{path} {of}"] = answer.status, answer.bytes if "papers" not in path else b""
    return answers


def to_initial(office, second):
    """Freezes the year as it stands: what waits for a review is accepted, what is disputed decided."""
    dates = {"initial_from": f"{YEAR}-01-02"}
    told = office.put(f"/api/v1/cycles/{YEAR}", {"dates": dates, "reason": "提前"})
    if told.status == 409:
        code = told.json["fields"][0]["pointer"].split("/")[-1]
        told = office.put(f"/api/v1/cycles/{YEAR}", {"dates": dates, "reason": "提前", "moves": code})
    assert told.status == 200, told.text
    for row in office.get(f"/api/v1/cycles/{YEAR}/queue").json["queue"]:
        answer = office.post(f"/api/v1/submissions/{row['submission']}/reviews",
                             {"verdict": "accepted", "reason": "", "after": ""})
        assert answer.status == 200, answer.text
    for row in office.get(f"/api/v1/cycles/{YEAR}/disputes").json["disputes"]:
        asked = {"upheld": False, "decision": "维持"}
        told = office.post(f"/api/v1/cycles/{YEAR}/units/{row['unit']}/disputes/{row['id']}/decision", asked)
        if told.status == 200:
            done = second.post(f"/api/v1/proposals/{told.json['id']}/approval", {"remark": ""})
            assert done.status == 200, done.text
    done = office.post(f"/api/v1/cycles/{YEAR}/stage", {"to": "initial", "reason": ""})
    assert done.status == 200, done.text
    return office.get("/api/v1/cycles").json["cycles"][-1]["frozen"][-1]["id"].split("/")[1]


def test_no_answer_depends_on_who_asked_before(copy, school, reads):
    if copy.database:
        pytest.skip("the cache is the server's, not the database's")
    with Server(copy) as server:
        entry = to_initial(server.log_in("wab1", school.password), server.log_in("wab2", school.password))
        office, unit = server.log_in("wab1", school.password), somebody_of("xxgc", server, school)
        of_office, of_unit_after = all_of(office, reads, entry), all_of(unit, reads, entry)
    with Server(copy) as server:
        office, unit = server.log_in("wab1", school.password), somebody_of("xxgc", server, school)
        of_unit, of_office_after = all_of(unit, reads, entry), all_of(office, reads, entry)
    for asked in of_unit:
        assert of_unit_after[asked] == of_unit[asked], asked
        assert of_office_after[asked] == of_office[asked], asked
    frozen = f"/api/v1/cycles/{{year}}/units/{{unit}}/sheets/{{entry}} standing"
    assert of_office[frozen][0] == 200 and of_unit[frozen][0] == 404
    assert len([status for status, _ in of_unit.values() if status == 200]) > 15
