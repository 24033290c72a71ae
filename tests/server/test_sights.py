"""What one person gets is never what was kept for another: every read, in whatever order people ask."""

import json
import re

import pytest

from school import YEAR, Server, run, somebody_of
from stages import to_initial
from test_access import path_of

@pytest.fixture(scope="module")
def reads():
    """Each path, and whether its answer is the same for all who ask it at one time."""
    document = json.loads(run("openapi").stdout)
    return {path: ways["get"].get("x-depends-on") in ("unit", "school") or path.endswith(("/form", "/sheets/{entry}"))
            for path, ways in document["paths"].items() if "get" in ways and not path.endswith("/changes")}


def all_of(visitor, reads, entry):
    answers = {}
    for path, shared in reads.items():
        for of in ("standing", "initial"):
            asked = path_of(path.replace("{entry}", str(entry)), "xxgc")
            answer = visitor.get(asked + (f"?of={of}" if path.endswith("/form") else ""))
            # When it was made differs from when it was made again.
            body = re.sub(rb"T[0-9:.]+[+-][0-9:]+", b"T", answer.bytes) if answer.status == 200 and shared else b""
            answers[f"{path} {of}"] = answer.status, body
    return answers


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
