"""The security log: what leaves a trace in it, that it cannot be flooded, and what shows when somebody has been at it."""

import csv
import io
import json
import re
import sqlite3
import subprocess
import time
import zipfile

import pytest

from school import Server, YEAR, run, somebody_of

NEWEST = "(SELECT max(id) FROM security_event)"
MIDDLE = "(SELECT max(id) - 3 FROM security_event)"
# What was done to the tables, and what the findings must name.
WAYS = {
    "an event's kind edited": (
        [f"UPDATE security_event SET kind = 'logout' WHERE id = {MIDDLE}"], "内容与摘要不符"),
    "an event's account edited": (
        [f"UPDATE security_event SET account = 'somebody' WHERE id = {MIDDLE}"], "内容与摘要不符"),
    "an event's instant edited": (
        [f"UPDATE security_event SET at = at - 60000 WHERE id = {MIDDLE}"], "内容与摘要不符"),
    "an event's address edited": (
        [f"UPDATE security_event SET address = '::9' WHERE id = {MIDDLE}"], "内容与摘要不符"),
    "an event's detail edited": (
        ["UPDATE security_event SET detail = '{\"a\":\"b\"}' " f"WHERE id = {MIDDLE}"], "内容与摘要不符"),
    "an event's outcome edited": (
        [f"UPDATE security_event SET outcome = 'fine' WHERE id = {MIDDLE}"], "内容与摘要不符"),
    "an event's subject edited": (
        [f"UPDATE security_event SET subject = 'fine' WHERE id = {MIDDLE}"], "内容与摘要不符"),
    "an event removed": (
        [f"DELETE FROM security_event WHERE id = {MIDDLE}"], "其间有事件被删去、插入或换过"),
    "the oldest events removed": (
        ["DELETE FROM security_event WHERE id <= (SELECT min(id) + 1 FROM security_event)"], "最早的事件之前还有事件"),
    "two events exchanged": (
        [f"UPDATE security_event SET id = 1000000 WHERE id = {MIDDLE}",
         "UPDATE security_event SET id = (SELECT max(id) FROM security_event WHERE id < 1000000) - 3 "
         "WHERE id = (SELECT max(id) FROM security_event WHERE id < 1000000) - 2",
         "UPDATE security_event SET id = (SELECT max(id) FROM security_event WHERE id < 1000000) - 2 "
         "WHERE id = 1000000"], "内容与摘要不符"),
    "an event inserted": (
        ["INSERT INTO security_event (id, at, account, kind, address, detail, outcome, subject, "
         "prev_digest, digest) SELECT id + 1, at, account, kind, address, detail, outcome, subject, "
         f"digest, digest FROM security_event WHERE id = {NEWEST}"], "内容与摘要不符"),
    "the newest event cut": (
        [f"DELETE FROM security_event WHERE id = {NEWEST}"], "安全日志的末尾应为"),
}


def log_head(place):
    return re.search(r"log head (\d+) ([0-9a-f]{64})", place.run("verify").stdout).groups()


@pytest.mark.parametrize("way", WAYS)
def test_what_was_done_to_the_log_is_found_and_named(copy, way):
    statements, named = WAYS[way]
    copy.sql(*statements)
    done = copy.run("verify", check=False)
    assert done.returncode == 1, done.stdout
    assert "security_event" in done.stdout and named in done.stdout, done.stdout


def test_a_log_whose_end_was_cut_with_its_head_shows_against_a_head_kept_elsewhere(copy):
    _, head = log_head(copy)
    copy.run("verify", "--log-head", head)
    copy.sql(f"DELETE FROM security_event WHERE id = {NEWEST}",
             f"UPDATE security_head SET id = {NEWEST}, digest = "
             "(SELECT digest FROM security_event ORDER BY id DESC LIMIT 1)")
    assert copy.run("verify").returncode == 0, "nothing within shows it"
    done = copy.run("verify", "--log-head", head, check=False)
    assert done.returncode == 1 and "被截短或换过" in done.stdout, done.stdout


def events_of(auditor, **filters):
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    answer = auditor.get(f"/api/v1/security-events?limit=1000&{query}")
    assert answer.status == 200, answer.text
    return answer.json["events"]


@pytest.fixture
def running(copy, school):
    with Server(copy) as server:
        server.auditor = server.log_in("auditor", school.password)
        server.office = server.log_in("wab1", school.password)
        yield server


def test_reads_of_other_units_and_exports_leave_a_row_each_and_repeated_ones_one(running, school):
    # A unit where somebody whose password is known holds a post today.
    posts = {login.split(".")[0] for login in school.logins if "." in login}
    held = [one["unit"] for one in running.office.get("/api/v1/posts").json["posts"]]
    unit = next(one for one in held if one in posts)
    path = f"/api/v1/cycles/{YEAR}/units/{unit}/sheet"
    of_sheet = {"kind": "read", "who": "wab1", "text": f"sheet.read year={YEAR} unit={unit}"}
    before = len(events_of(running.auditor, **of_sheet))
    for _ in range(20):
        assert running.office.get(path).status == 200
    assert len(events_of(running.auditor, **of_sheet)) == before + 1
    assert running.office.get(f"/api/v1/cycles/{YEAR}/facts").status == 200
    taken = events_of(running.auditor, kind="export", who="wab1")
    assert any(one["subject"].startswith("facts.export") for one in taken), taken
    # A unit's own sheet is its own work.
    own = somebody_of(unit, running, school)
    login = own.get("/api/v1/me").json["login"]
    before = len(events_of(running.auditor, kind="read", who=login))
    assert own.get(path).status == 200
    assert len(events_of(running.auditor, kind="read", who=login)) == before


def reads_in_the_tables(place):
    """Asked of the database: what a server only remembers is not there."""
    query = "SELECT count(*) FROM security_event WHERE kind = 'read'"
    if place.database:
        return int(subprocess.run(["psql", "-Atc", query, "-d", place.database], capture_output=True,
                                  check=True, text=True).stdout)
    tables = sqlite3.connect(place.folder / "shouze.sqlite")
    count = tables.execute(query).fetchone()[0]
    tables.close()
    return count


def test_what_was_read_outlives_a_killed_server(copy, school):
    with Server(copy) as server:
        office = server.log_in("wab1", school.password)
        before = reads_in_the_tables(copy)
        assert office.get(f"/api/v1/cycles/{YEAR}/overview").status == 200
        deadline = time.monotonic() + 30
        while reads_in_the_tables(copy) == before:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        server.kill()
    copy.run("verify")


def test_refusals_and_dead_sessions_leave_a_trace(running):
    stranger = running.visitor()
    stranger.cookies["shouze_session"] = "nobody-has-this"
    assert stranger.get("/api/v1/units").status == 401
    assert events_of(running.auditor, kind="session_dead")
    assert running.visitor().get("/api/v1/units").status == 401
    assert events_of(running.auditor, kind="not_logged_in")
    of_log = {"kind": "refused", "who": "wab1", "outcome": "refused", "text": "security_event.list"}
    before = len(events_of(running.auditor, **of_log))
    assert running.office.get("/api/v1/security-events").status == 403
    assert len(events_of(running.auditor, **of_log)) == before + 1
    foreign = running.office.ask("POST", "/api/v1/notices/read", {}, {"Origin": "https://elsewhere.example"})
    assert foreign.status == 403
    assert any("notice.mark_read" in one["subject"] for one in events_of(running.auditor, kind="refused"))


def test_the_log_cannot_be_flooded(running):
    before = len(events_of(running.auditor))
    for i in range(300):
        assert running.office.get(f"/api/v1/cycles/{YEAR}/units/none{i}/sheet").status in (403, 404)
        assert running.office.put(f"/api/v1/accounts/nobody{i}", {"name": "x"}).status in (400, 403, 404, 422)
        stranger = running.visitor()
        stranger.cookies["shouze_session"] = f"guess{i}"
        assert stranger.get(f"/api/v1/ledger?before={i + 1}").status == 401
    assert len(events_of(running.auditor)) - before < 100


def test_the_log_is_taken_along_as_csv_xlsx_and_json_lines(running):
    address = "/api/v1/security-events/file?kind=login&format="
    rows = list(csv.reader(io.StringIO(running.auditor.get(address + "csv").bytes.decode("utf-8-sig"))))
    assert rows[0][0] == "编号" and any("wab1" in row for row in rows[1:])
    lines = [json.loads(line) for line in running.auditor.get(address + "jsonl").text.splitlines()]
    assert len(lines) == len(rows) - 1 and all(one["kind"] == "login" for one in lines)
    book = running.auditor.get(address + "xlsx")
    assert "attachment" in book.headers["content-disposition"]
    assert zipfile.ZipFile(io.BytesIO(book.bytes)).testzip() is None
    assert any(one["subject"].startswith("security_event.export")
               for one in events_of(running.auditor, kind="export"))
    assert running.office.get(address + "csv").status == 403


def test_each_request_has_an_id_that_the_answer_the_problem_and_the_log_tell(copy, school):
    with Server(copy) as server:
        office = server.log_in("wab1", school.password)
        well = office.get("/api/v1/units?secret=told-to-nobody").headers["x-request-id"]
        ill = office.get("/api/v1/none")
        office.get("/first-password/told-to-nobody")
        assert ill.json["request_id"] == ill.headers["x-request-id"] != well
    lines = [line for line in server.log.splitlines() if "event=request " in line]
    of_well = next(line for line in lines if f'id="{well}"' in line)
    assert 'route="unit.list"' in of_well and 'status="422"' in of_well, of_well
    assert any(ill.headers["x-request-id"] in line and 'status="404"' in line for line in lines)
    assert "told-to-nobody" not in server.log and school.password not in server.log
    with Server(copy, SHOUZE_LOG_REQUESTS="false") as quiet:
        quiet.visitor().get("/healthz")
    assert "event=request " not in quiet.log


def test_commands_tell_who_is_logged_in_at_the_machine(copy, school, tmp_path):
    copy.run("export", "--year", YEAR, "--out", tmp_path / "facts", environment={"SUDO_USER": "zhangsan"})
    run("user", "add", *copy.options(), "somebody", "某人", environment={"SUDO_USER": "lisi"})
    with Server(copy) as server:
        auditor = server.log_in("auditor", school.password)
        export = events_of(auditor, kind="export", text="command.export")
        assert export and export[0]["address"].startswith("os:zhangsan/"), export
        assert any(one["address"].startswith("os:lisi/") for one in events_of(auditor, text="os:lisi"))
