"""What pages are made from: policies, calendars, people, words, settings, the first day."""

import json

import pytest

from school import YEAR, Server, run, somebody_of


@pytest.fixture(scope="module")
def office(server, school):
    return server.log_in("wab1", school.password)


@pytest.fixture(scope="module")
def policy(office):
    """The whole policy, by the id that its cycle names."""
    cycle = office.get("/api/v1/cycles").json["cycles"][-1]
    rows = office.get("/api/v1/policies").json["policies"]
    assert cycle["policy"] in {row["id"] for row in rows}
    assert YEAR in rows[0]["years"]
    answer = office.get(f"/api/v1/policies/{cycle['policy']}")
    assert answer.status == 200, answer.text
    return answer.json


def indicators(policy):
    return {one["id"]: one for aspect in policy["aspects"] for one in aspect["indicators"]}


def test_a_policy_says_what_the_command_prints(policy):
    assert len(indicators(policy)) == 20
    for number, indicator in indicators(policy).items():
        shown = run("policy", "show", "policies/czie-2024.yaml", number).stdout
        for duty in indicator["duties"]:
            for text in ("trigger_text", "deadline_text", "completion_text", "resubmission_text"):
                assert duty[text] in shown, (number, duty["id"], text)
        for rule in indicator["rules"]:
            assert rule["text"] in shown, (number, rule["id"])


def test_a_form_can_be_made_from_every_record_kind(policy):
    types = {"text", "boolean", "integer", "number", "date", "choice", "record"}
    kinds = {kind["id"] for kind in policy["kinds"]}
    for kind in policy["kinds"]:
        assert sum(field["title"] for field in kind["fields"]) == 1, kind["id"]
        assert set(kind["registered_by"]) <= {"office", "centre", "unit"}
        for field in kind["fields"]:
            assert field["type"] in types
            assert bool(field["choices"]) == (field["type"] == "choice")
            assert bool(field["kinds"]) == (field["type"] == "record")
            assert set(field["kinds"]) <= kinds


def test_rules_are_tried_on_an_example(office, policy):
    trial = f"/api/v1/policies/{policy['summary']['id']}/trial"
    tried = office.get(f"{trial}?indicator=5.1&records=vulnerability:2&missed=fix:1&late=fix:0").json
    assert (tried["points"], tried["score"], tried["lost"]) == (10, 1, 9)
    assert [one["rule"] for one in tried["deductions"]] == ["found", "found", "overdue"]
    assert sum(one["applied"] for one in tried["deductions"]) == tried["lost"]
    for wrong in ("indicator=5.9", "indicator=5.1&records=vulnerability:51",
                  "indicator=5.1&missed=fix:-1", "indicator=5.1&missed=mend:1",
                  "indicator=2&late=lead:1", "missed=fix:1"):
        answer = office.get(f"{trial}?{wrong}")
        assert answer.status == 422 and answer.json["fields"], (wrong, answer.text)
    assert office.get("/api/v1/policies/unknown/trial?indicator=5.1").status == 404


def test_deadlines_are_explained_as_the_command_prints_them(office):
    years = {row["year"]: row for row in office.get("/api/v1/calendars").json["calendars"]}
    assert YEAR in years and years[YEAR]["papers"] and years[YEAR]["since"] > 0
    due = office.get("/api/v1/calendars/due?from=2026-09-30T10:00&workdays=3").json
    printed = run("calendar", "due", "--from", "2026-09-30T10:00", "--workdays", "3").stdout
    for step in due["steps"]:
        assert f"{step['date']} {step['weekday']}  {step['why']}" in printed
    assert due["due_text"] in printed
    assert office.get("/api/v1/calendars/due?from=2026-09-30T10:00").status == 422


def test_every_obligation_knows_why_it_is_due(office):
    units = f"/api/v1/cycles/{YEAR}/units/xxgc"
    rows = office.get(f"{units}/obligations").json["obligations"]
    assert rows
    for row in rows:
        explained = office.get(f"{units}/deadline?obligation={row['key']}").json
        assert explained.get("due") == row.get("due"), row["key"]
        assert explained["rule_text"] and (explained["steps"] or explained["note"]), row["key"]
        assert ("extended_at" in explained) == row["extended"], row["key"]
    assert office.get(f"{units}/deadline?obligation=9.9/none").status == 404


def test_whoever_registers_knows_whom_to_phone(office):
    units = office.get(f"/api/v1/cycles/{YEAR}/contacts").json["units"]
    unit = next(row for row in units if row["unit"] == "xxgc")
    contact = next(row for row in unit["holders"] if row["post"] == "contact")
    assert contact["post_name"] and contact["name"]


def test_entries_and_proposals_read_like_words(office):
    names = {row["id"] for row in office.get("/api/v1/names").json["names"]}
    entries = office.get("/api/v1/ledger?limit=50").json["entries"]
    for entry in entries:
        assert entry["text"].startswith(entry["kind_name"]) and entry["actor"] in names
    for query in ("about=xxgc", "kind=record.", f"actor={entries[-1]['actor']}",
                  "from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z"):
        assert office.get(f"/api/v1/ledger?limit=20&{query}").json["entries"], query
    older = office.get(f"/api/v1/ledger?limit=5&before={entries[-1]['seq']}").json["entries"]
    assert older[0]["seq"] == entries[-1]["seq"] - 1
    acts = [act for proposal in office.get("/api/v1/proposals").json["proposals"]
            for act in proposal["acts"]]
    assert acts
    for act in acts:
        assert act["text"].startswith(act["kind_name"] + " ") and act["units"]


def test_settings_are_shown_without_secrets(school, copy):
    with Server(copy, SHOUZE_MAIL_URL="smtp://mail.example:25", SHOUZE_MAIL_PASSWORD="hunter2",
                SHOUZE_MAIL_FROM="a@school.example") as running:
        answer = running.log_in("sysadmin", school.password).get("/api/v1/settings")
        rows = {row["name"]: row for row in answer.json["settings"]}
    assert "hunter2" not in answer.text
    assert rows["mail.password"]["set"] and rows["mail.password"]["value"] == ""
    assert rows["mail.url"]["source"] == "SHOUZE_MAIL_URL"
    assert rows["http.listen"]["source"] == "--listen"
    assert rows["http.workers"]["value"] == rows["http.workers"]["fallback"]


def test_a_first_day_is_one_request(school, copy):
    wanted = {"units": [{"id": "first", "name": "第一学院", "kind": "teaching", "fields": {"headcount": 9}}],
              "posts": [{"unit": "first", "post": "contact", "login": "first.one", "name": "张一",
                         "from": "2026-01-01"},
                        {"unit": "first", "post": "info_admin", "login": "First.One",
                         "from": "2026-01-01"}]}
    with Server(copy) as running:
        office = running.log_in("wab1", school.password)
        head = office.get("/api/v1/ledger?limit=1").json["head"]
        wrong = {**wanted, "posts": wanted["posts"] + [{"unit": "nowhere", "post": "contact",
                                                       "from": "2026-01-01"}]}
        for check_only in (True, False):
            refused = office.post("/api/v1/unit-imports", {**wrong, "check_only": check_only})
            assert refused.status == 422
            assert [field["pointer"] for field in refused.json["fields"]] == ["/posts/2/unit"]
        checked = office.post("/api/v1/unit-imports", {**wanted, "check_only": True}).json
        assert not checked["written"] and "password" not in checked["accounts"][0]
        assert office.get("/api/v1/ledger?limit=1").json["head"] == head
        done = office.post("/api/v1/unit-imports", wanted).json
        assert done["written"] and (done["units"], done["posts"]) == (1, 2)
        assert office.get("/api/v1/ledger?limit=1").json["head"] == head + 3
        account = done["accounts"][0]
        newcomer = running.log_in(account["login"], account["password"])
        me = newcomer.get("/api/v1/me").json
        assert me["must_change_password"] and {"role": "unit_staff", "unit": "first"} in me["held"]
    assert copy.run("verify").returncode == 0


def test_the_document_has_every_route():
    paths = json.loads(run("openapi").stdout)["paths"]
    for path in ("/policies", "/policies/{policy}", "/policies/{policy}/trial", "/calendars",
                 "/calendars/due", "/cycles/{year}/units/{unit}/deadline", "/names", "/settings",
                 "/cycles/{year}/contacts", "/cycles/{year}/search", "/unit-imports"):
        assert "/api/v1" + path in paths
    assert paths["/api/v1/settings"]["get"]["x-action"] == "operate"


def test_search_finds_what_somebody_may_see(office, server, school):
    search = f"/api/v1/cycles/{YEAR}/search?q="
    found = office.get(search + "信息工程").json["found"]
    assert found[0]["kind"] == "unit" and found[0]["key"] == "xxgc"
    assert office.get(search).status == 422
    unit = somebody_of("xxgc", server, school)
    assert {row["unit"] for row in unit.get(search + "r1").json["found"]} <= {"xxgc"}
