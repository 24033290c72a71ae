"""A rehearsed year on its way to a result."""

from school import YEAR


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


def to_confirming(office):
    """Hands the initial sheets down to the units."""
    usual = office.get(f"/api/v1/cycles/{YEAR}/blockers").json["confirm_on"]
    done = office.post(f"/api/v1/cycles/{YEAR}/stage", {"to": "confirming", "reason": "", "confirm_on": usual})
    assert done.status == 200, done.text
