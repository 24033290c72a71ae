"""The API as a browser meets it."""

import datetime
import gzip
import http.client
import json
import os
import re
import shutil
import subprocess

import pytest

from school import ROOT, YEAR, Server, run, somebody_of

SHEET = f"/api/v1/cycles/{YEAR}/units/xxgc/sheet"


@pytest.fixture
def unit(server, school):
    return somebody_of("xxgc", server, school)


def test_a_wrong_password_says_no_more_than_a_wrong_login(server):
    visitor = server.visitor()
    wrong = visitor.post("/api/v1/login", {"login": "wab1", "password": "nothing-Like-1t"})
    unknown = visitor.post("/api/v1/login", {"login": "who", "password": "nothing-Like-1t"})
    assert wrong.status == unknown.status == 401
    assert wrong.json["message"] == unknown.json["message"]


def test_session_cookies_are_strict(server, school):
    visitor = server.visitor()
    answer = visitor.post("/api/v1/login", {"login": "wab1", "password": school.password})
    for cookie in answer.cookies:
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie


def test_writes_from_other_sites_are_refused(unit):
    for origin in ("https://evil.example", "null"):
        assert unit.post("/api/v1/logout", {}, Origin=origin).status == 403
    assert unit.get("/api/v1/me").status == 200


def test_an_unchanged_sheet_is_not_sent_again(unit):
    first = unit.get(SHEET)
    tag = first.headers["etag"]
    again = unit.get(SHEET, **{"If-None-Match": tag})
    assert again.status == 304 and again.bytes == b""
    packed = unit.get(SHEET, **{"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.bytes) == first.bytes


def test_every_answer_tells_the_servers_time(unit, server):
    """What is kept too: a countdown on the page follows it."""
    first = unit.get(SHEET)
    kept = unit.get(SHEET)
    unchanged = unit.get(SHEET, **{"If-None-Match": first.headers["etag"]})
    assert unchanged.status == 304
    answers = [first, kept, unchanged, unit.get("/api/v1/nothing"),
               server.visitor().get("/api/v1/me")]
    told = [datetime.datetime.fromisoformat(one.headers["x-server-time"]) for one in answers]
    assert all(one.utcoffset() == datetime.timedelta(hours=8) for one in told)
    assert told == sorted(told) and len(set(told)) > 1
    for path in (f"/api/v1/cycles/{YEAR}/units/xxgc/workbench", "/api/v1/me"):
        assert "now" not in unit.get(path).json


def test_errors_say_what_is_wrong_and_where(server, school):
    centre = server.log_in("xxzx-yw", school.password)
    answer = centre.post("/api/v1/records", {"kind": "vulnerability", "units": ["xxgc"],
                                             "at": "2026-06-30T10:00:00+08:00",
                                             "fields": {"severity": "enormous"}, "unknwon": 1})
    assert answer.status == 422
    assert answer.json["code"] == "invalid_input"
    assert any("unknwon" in field["pointer"] for field in answer.json["fields"])
    assert centre.post("/api/v1/records", None).status == 422
    broken = centre.ask("POST", "/api/v1/records", raw=b"{", headers={
        "Content-Type": "application/json"})
    assert broken.status == 400


def test_unknown_addresses_and_methods_are_told_apart(unit):
    assert unit.get("/api/v1/nothing").status == 404
    answer = unit.ask("DELETE", "/api/v1/units")
    assert answer.status == 405 and "GET" in answer.headers["allow"]


def test_a_file_goes_up_and_comes_down(unit):
    content = (ROOT / "tests/server/small.pdf").read_bytes()
    up = unit.put("/api/v1/evidence", raw=content)
    assert up.status == 201, up.text
    assert up.json["type"] == "application/pdf"
    assert up.json["name"] == ""
    named = unit.put("/api/v1/evidence?name=扫描件.jpg", raw=content)
    assert named.json["name"] == "扫描件.pdf"
    down = unit.get(f"/api/v1/evidence/{up.json['digest']}")
    assert down.bytes == content
    assert down.headers["content-disposition"].startswith("attachment")
    assert down.headers["x-content-type-options"] == "nosniff"


# What somebody hands in, and what has to be told of it.
NO_EVIDENCE = {
    "evil.exe": (b"MZ", "程序"),
    "证明.pdf": (b"MZ", "只有 2 个字节"),
    "整改.pdf": (b"MZ\x90\x00" + bytes(200), "可执行程序"),
    "空白.pdf": (b"", "空文件"),
    "材料.rar": (b"Rar!\x1a\x07\x01\x00" + bytes(50), "RAR 压缩包"),
    "名单.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "网页存成的 .xls"),
    "回复.eml": (b"From: a@b.cn\r\nTo: c@d.cn\r\nSubject: x\r\n\r\nhi\r\n", "邮件"),
    "总结.rtf": (b"{\\rtf1\\ansi hello world}", "RTF"),
    "数据.json": (b'{"a": 1, "b": [1, 2, 3]}', "JSON"),
    "通知.txt": ("#! 各单位：请报送总结\n".encode(), "“#!”开头"),
    "录像.mp4": (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + bytes(40), "视频"),
    "半截.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "PDF 不完整"),
    "半截.zip": (b"PK\x03\x04" + bytes(26) + b"x" * 60, "不完整"),
}


def test_files_that_are_no_evidence_are_told_what_they_are(unit):
    for name, (content, said) in NO_EVIDENCE.items():
        refused = unit.put(f"/api/v1/evidence?name={name}", raw=content)
        assert refused.status == 422, (name, refused.text)
        assert said in refused.json["message"], (name, refused.json["message"])
        assert refused.json["english"], name


def test_uploads_stop_at_what_waits_to_be_handed_in(school, copy):
    content = (ROOT / "tests/server/small.pdf").read_bytes()
    with Server(copy, SHOUZE_DATA_UNUSED_FILES_MAX="1") as running:
        office = running.log_in("wab1", school.password)
        first = office.put("/api/v1/evidence", raw=content)
        assert first.status == 201, first.text
        refused = office.put("/api/v1/evidence", raw=content + b"%\n")
        assert refused.status == 409 and "请先报送" in refused.json["message"], refused.text


def test_uploads_stop_before_a_byte_is_read_where_the_disk_is_nearly_full(school, copy):
    with Server(copy, SHOUZE_DATA_FREE_BYTES_MIN=str(1 << 40)) as running:
        unit = somebody_of("xxgc", running, school)
        connection = http.client.HTTPConnection(running.host, running.port, timeout=10)
        connection.putrequest("PUT", "/api/v1/evidence")
        connection.putheader("Origin", f"http://{running.host}:{running.port}")
        cookies = "; ".join(f"{name}={value}" for name, value in unit.cookies.items())
        connection.putheader("Cookie", cookies)
        connection.putheader("Content-Length", "1000000")
        connection.endheaders()
        answer = connection.getresponse()
        assert answer.status == 503
        assert "磁盘空间不足" in json.loads(answer.read())["message"]
        connection.close()


def test_a_repeated_request_does_one_thing(server, school):
    office = server.log_in("wab1", school.password)
    body = {"id": "newunit", "name": "新处", "kind": "administrative"}
    once = office.post("/api/v1/units", body, **{"Idempotency-Key": "k1"})
    twice = office.post("/api/v1/units", body, **{"Idempotency-Key": "k1"})
    assert once.status == twice.status == 200
    assert once.json == twice.json
    assert office.post("/api/v1/units", body).status == 409


def test_lost_work_is_listed_first_and_confirmed_by_the_lists_code(server, school):
    office = server.log_in("wab1", school.password)
    tasks = office.get(f"/api/v1/cycles/{YEAR}/units/xxgc/obligations").json["obligations"]
    record = next(task["record"] for task in tasks
                  if task["state"] == "met" and task["by_submission"]
                  and task["key"].startswith(("5.2/", "6.1/", "8/")))
    where = f"/api/v1/records/{record}/withdrawal"
    told = office.post(where, {"reason": "误报"})
    assert told.status == 409, told.text
    assert told.json["message"].startswith("这样做会使"), told.text
    pointers = {field["pointer"] for field in told.json["fields"]}
    assert len(pointers) == 1 and len(told.json["fields"]) > 1
    code = re.fullmatch("/loses/([0-9a-f]{8})", pointers.pop()).group(1)
    assert office.post(where, {"reason": "误报", "loses": "00000000"}).status == 409
    asked = office.post(where, {"reason": "误报", "loses": code}).json["proposal"]
    proposals = office.get("/api/v1/proposals?state=open").json["proposals"]
    loses = next(one["loses"] for one in proposals if one["id"] == asked)
    assert {one["unit"] for one in loses} >= {"xxgc"}
    assert office.post(f"/api/v1/proposals/{asked}/withdrawal", {"remark": ""}).status == 200


def test_health_and_metrics(server):
    visitor = server.visitor()
    assert visitor.get("/healthz").json["status"] == "ok"
    assert visitor.get("/metrics").status == 403
    metrics = server.log_in("sysadmin", server.place.password).get("/metrics").text
    assert "shouze_ledger_head_seq" in metrics


def test_a_killed_server_loses_nothing_that_was_answered(school, copy):
    """Writes are answered when they are durable."""
    with Server(copy) as running:
        office = running.log_in("wab1", school.password)
        for number in range(5):
            answer = office.post("/api/v1/units", {"id": f"k{number}", "name": f"处 {number}",
                                                   "kind": "administrative"})
            assert answer.status == 200
        running.kill()
        assert copy.run("verify").returncode == 0
    with Server(copy) as running:
        office = running.log_in("wab1", school.password)
        codes = {unit["id"] for unit in office.get("/api/v1/units").json["units"]}
        assert {f"k{number}" for number in range(5)} <= codes


def test_a_stopped_server_ends_by_itself(copy):
    with Server(copy) as running:
        assert running.visitor().get("/healthz").status == 200
    assert running.process.returncode == 0


@pytest.mark.skipif(not shutil.which("npx") or not os.environ.get("SHOUZE_TEST_REDOCLY"),
                    reason="SHOUZE_TEST_REDOCLY names no redocly: run scripts/test")
def test_the_document_is_right_by_redocly(tmp_path):
    document = tmp_path / "openapi.json"
    document.write_text(run("openapi").stdout, encoding="utf-8")
    done = subprocess.run([os.environ["SHOUZE_TEST_REDOCLY"], "lint", "--extends=minimal",
                           str(document)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_document_in_the_repository_is_what_the_program_prints():
    """Where it is not: shouze openapi | python3 -m json.tool --no-ensure-ascii > FILE."""
    printed = json.dumps(json.loads(run("openapi").stdout), ensure_ascii=False, indent=4) + "\n"
    assert (ROOT / "docs/reference/openapi.json").read_text(encoding="utf-8") == printed


def test_the_document_is_what_the_server_serves(server):
    served = server.visitor().get("/api/v1/openapi.json").json
    assert served == json.loads(run("openapi").stdout)
