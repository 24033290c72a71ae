"""Every route, by every role, with other units' ids: only the access table decides."""

import json
import re

import pytest

from school import YEAR, Server, run, somebody_of
from stages import to_confirming, to_initial

ANYBODY = {"/api/v1/login", "/api/v1/connection", "/api/v1/heads", "/healthz", "/metrics", "/api/v1/openapi.json",
           "/api/v1/first-password", "/api/v1/first-password/look", "/api/v1/public/cycles/{year}", "/api/v1/public/sheets/{digest}"}


@pytest.fixture(scope="module")
def routes():
    document = json.loads(run("openapi").stdout)
    return [(path, method, operation) for path, item in document["paths"].items()
            for method, operation in item.items() if method in ("get", "post", "put", "delete")]


@pytest.fixture(scope="module")
def table():
    """(role, action, scope) as `shouze access` prints it."""
    rows = [line.split()[-3:] for line in run("access").stdout.splitlines() if line.strip()]
    assert len(rows) > 30
    return {tuple(row) for row in rows}


@pytest.fixture(scope="module")
def people(school, server):
    """A visitor for each login that the rehearsal made."""
    return {login: server.log_in(login, school.password) for login in school.logins}


def path_of(path, unit):
    values = {"year": str(YEAR), "unit": unit, "id": "none", "digest": "0" * 64, "entry": "1",
              "policy": "0" * 64,
              "submission": "none", "dispute": "none",
              "paper": "sheet" if "{unit}" in path else "sheets"}
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match.group(1), "none"), path)


def head_of(people):
    return people["wab1"].get("/api/v1/ledger?limit=1").json["head"]


def test_the_table_is_not_empty_for_any_action(routes, table):
    actions = {action for _, action, _ in table}
    for path, method, operation in routes:
        if "x-action" in operation:
            assert operation["x-action"] in actions, (method, path)


def test_nobody_gets_anything_without_logging_in(routes, server):
    for path, method, _ in routes:
        if path in ANYBODY:
            continue
        answer = server.visitor().ask(method.upper(), path_of(path, "xxgc"),
                                      None if method == "get" else {})
        assert answer.status == 401, (method, path, answer.status)


def ask_everything(routes, table, people):
    """Each of these people each route, of two units: how many answers there were, how many refusals."""
    tried = refused = 0
    for login, visitor in people.items():
        me = visitor.get("/api/v1/me").json
        held = {(role["role"], role.get("unit", "")) for role in me["held"]}
        for path, method, operation in routes:
            action = operation.get("x-action")
            if action is None:
                continue
            for unit in ("xxgc", "jwc"):
                about_unit = "{unit}" in path
                allowed = any((role, action, "school") in table or
                              ((role, action, "own_unit") in table and about_unit and own == unit)
                              for role, own in held)
                answer = visitor.ask(method.upper(), path_of(path, unit),
                                     None if method == "get" else {})
                tried += 1
                if allowed:
                    # An empty request may be refused for what it says, never for who says it.
                    assert answer.status not in (401, 403, 500), (login, method, path,
                                                                  answer.status, answer.text)
                else:
                    refused += 1
                    assert answer.status in (403, 422), (login, method, path, answer.status)
                if not about_unit:
                    break
    return tried, refused


def test_each_role_gets_what_the_table_says_and_no_more(routes, table, people):
    before = head_of(people)
    tried, refused = ask_everything(routes, table, people)
    assert tried > 500 and refused > 100
    assert head_of(people) == before, "no empty request appends anything"


def one_of_each(people):
    """One person for each set of roles."""
    found = {}
    for login, visitor in people.items():
        roles = frozenset(role["role"] for role in visitor.get("/api/v1/me").json["held"])
        found.setdefault(roles, (login, visitor))
    return dict(found.values())


def test_the_table_holds_at_later_stages(copy, school, routes, table):
    if copy.database:
        pytest.skip("rights are the same on both")
    with Server(copy) as server:
        people = one_of_each({login: server.log_in(login, school.password) for login in school.logins})
        office, second = people["wab1"], server.log_in("wab2", school.password)
        for step in (lambda: to_initial(office, second), lambda: to_confirming(office)):
            step()
            before = head_of(people)
            tried, refused = ask_everything(routes, table, people)
            assert tried > 500 and refused > 100
            assert head_of(people) == before


def test_another_units_matters_are_not_told(people, school, server):
    """What of other units a unit's people could name: sheets, submissions, files."""
    office, unit = people["wab1"], somebody_of("xxgc", server, school)
    assert office.get(f"/api/v1/cycles/{YEAR}/units/jwc/sheet").status == 200
    for path in ("sheet", "workbench", "obligations", "records"):
        assert unit.get(f"/api/v1/cycles/{YEAR}/units/jwc/{path}").status == 403
        assert unit.get(f"/api/v1/cycles/{YEAR}/units/xxgc/{path}").status == 200
    deadline = "deadline?obligation=1/sign"
    assert unit.get(f"/api/v1/cycles/{YEAR}/units/jwc/{deadline}").status == 403
    assert unit.get(f"/api/v1/cycles/{YEAR}/units/xxgc/{deadline}").status == 200
    found = unit.get(f"/api/v1/cycles/{YEAR}/search?q=1/sign").json["found"]
    assert {row["unit"] for row in found} == {"xxgc"}
    assert len(office.get(f"/api/v1/cycles/{YEAR}/search?q=1/sign").json["found"]) > 1
    files = [file["digest"]
             for row in office.get(f"/api/v1/cycles/{YEAR}/units/jwc/obligations").json["obligations"]
             for submission in row["submissions"] for file in submission["files"]]
    assert files
    assert office.get(f"/api/v1/evidence/{files[0]}").status == 200
    assert unit.get(f"/api/v1/evidence/{files[0]}").status == 404


def test_what_was_granted_wrongly_is_taken_back_by_those_who_grant(people):
    """(route, who may): an unknown id is 404 for these, and 403 for everybody else."""
    rows = [("waivers/w0/withdrawal", {"wab1", "wab2"}),
            ("extensions/x0/withdrawal", {"wab1", "wab2"}),
            ("posts/t0/withdrawal", {"wab1", "wab2"})]
    before = head_of(people)
    for path, may in rows:
        for login, visitor in people.items():
            answer = visitor.post(f"/api/v1/{path}", {"reason": "误批"})
            assert answer.status == (404 if login in may else 403), (path, login, answer.text)
    for login, visitor in people.items():
        answer = visitor.post("/api/v1/proposals/p0/withdrawal", {"remark": ""})
        assert answer.status == 404, (login, answer.text)
        answer = visitor.get("/api/v1/mail")
        assert answer.status == (200 if login == "sysadmin" else 403), (login, answer.text)
    assert head_of(people) == before


def test_people_are_named_as_far_as_one_may_know(people, school, server):
    office, unit = people["wab1"], somebody_of("xxgc", server, school)
    accounts = {row["login"]: row["id"] for row in people["sysadmin"].get("/api/v1/accounts").json["accounts"]}
    names = {login: {row["id"] for row in visitor.get("/api/v1/names").json["names"]}
             for login, visitor in (("wab1", office), ("unit", unit), ("auditor", people["auditor"]))}
    assert set(accounts.values()) <= names["wab1"] and set(accounts.values()) <= names["auditor"]
    known = {login for login, account in accounts.items() if account in names["unit"]}
    assert {"wab1", "wab2"} <= known and not known & {"sysadmin", "auditor", "lingdao"}
    assert not any(login.startswith("jwc.") for login in known)
    assert unit.get(f"/api/v1/cycles/{YEAR}/contacts").status == 403
    for login, status in (("wab1", 200), ("xxzx-yw", 200), ("lingdao", 403), ("sysadmin", 403)):
        assert people[login].get(f"/api/v1/cycles/{YEAR}/contacts").status == status, login
