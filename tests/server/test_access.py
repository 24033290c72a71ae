"""Every route, by every role, with other units' ids: only the access table decides."""

import json
import re

import pytest

from school import YEAR, run, somebody_of

ANYBODY = {"/api/v1/login", "/healthz", "/metrics", "/api/v1/openapi.json"}


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
              "submission": "none", "dispute": "none"}
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


def test_each_role_gets_what_the_table_says_and_no_more(routes, table, people):
    before = head_of(people)
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
    assert tried > 500 and refused > 100
    assert head_of(people) == before, "no empty request appends anything"


def test_another_units_matters_are_not_told(people, school, server):
    """What of other units a unit's people could name: sheets, submissions, files."""
    office, unit = people["wab1"], somebody_of("xxgc", server, school)
    assert office.get(f"/api/v1/cycles/{YEAR}/units/jwc/sheet").status == 200
    for path in ("sheet", "workbench", "obligations", "records"):
        assert unit.get(f"/api/v1/cycles/{YEAR}/units/jwc/{path}").status == 403
        assert unit.get(f"/api/v1/cycles/{YEAR}/units/xxgc/{path}").status == 200
    files = [file["digest"]
             for row in office.get(f"/api/v1/cycles/{YEAR}/units/jwc/obligations").json["obligations"]
             for submission in row["submissions"] for file in submission["files"]]
    assert files
    assert office.get(f"/api/v1/evidence/{files[0]}").status == 200
    assert unit.get(f"/api/v1/evidence/{files[0]}").status == 404
