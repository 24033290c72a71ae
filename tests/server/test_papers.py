"""Documents and the evidence of a unit over HTTP."""

import io
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from school import YEAR, somebody_of

SHEET = f"/api/v1/cycles/{YEAR}/units/xxgc/papers/sheet"


@pytest.fixture(scope="module")
def office(server, school):
    return server.log_in("wab1", school.password)


@pytest.mark.parametrize("form, kind, begins", [
    ("pdf", "application/pdf", b"%PDF-"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
])
def test_a_sheet_comes_as_a_file(office, form, kind, begins):
    answer = office.get(f"{SHEET}?format={form}")
    assert answer.status == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.bytes.startswith(begins)


@pytest.mark.parametrize("path, pointer", [
    (f"{SHEET}?format=xlsx", "/format"),
    (f"{SHEET}?format=exe", "/format"),
    (f"/api/v1/cycles/{YEAR}/papers/ranking?format=pdf", "/format"),
    (f"/api/v1/cycles/{YEAR}/papers/none?format=pdf", "/paper"),
    (f"{SHEET}?format=pdf&number={'9' * 201}", "/number"),
])
def test_what_cannot_be_made_is_named(office, path, pointer):
    answer = office.get(path)
    assert answer.status == 422
    assert [field["pointer"] for field in answer.json["fields"]] == [pointer]


def test_many_at_once_are_told_to_wait_and_nothing_breaks(server, school):
    visitors = [server.log_in("wab1", school.password) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: one.get(f"{SHEET}?format=pdf").status, visitors))
    assert set(answers) <= {200, 429} and 200 in answers


def test_evidence_is_packed_and_comes_in_parts(office, server, school):
    begun = office.post(f"/api/v1/cycles/{YEAR}/units/jwc/inspection", {})
    assert begun.status == 200
    again = office.post(f"/api/v1/cycles/{YEAR}/units/jwc/inspection", {}).json
    for _ in range(600):
        one = office.get(f"/api/v1/cycles/{YEAR}/inspections").json["inspections"][0]
        if one["state"] in ("ready", "failed"):
            break
        time.sleep(0.05)
    assert one["state"] == "ready", one
    assert again["id"] == begun.json["id"] or again["state"] == "waiting"
    path = f"/api/v1/inspections/{one['id']}/file"
    whole = office.get(path)
    assert whole.status == 200 and len(whole.bytes) == one["bytes"]
    names = zipfile.ZipFile(io.BytesIO(whole.bytes)).namelist()
    assert any(name.endswith("/00 索引.pdf") for name in names)
    part = office.ask("GET", path, None, {"Range": "bytes=100-199"})
    assert part.status == 206 and part.bytes == whole.bytes[100:200]
    stranger = somebody_of("xxgc", server, school)
    assert stranger.get(path).status == 404
    assert stranger.post(f"/api/v1/cycles/{YEAR}/units/jwc/inspection", {}).status == 403
