"""Guesses, floods of logins, and streams that end with what they rest on."""

import http.client
import json
import shutil
import threading
import time

import pytest

from school import Place, Server, Visitor


@pytest.fixture(scope="module")
def door(school, tmp_path_factory):
    """Behind a proxy that is believed; one wrong password of a place at an account locks it there."""
    if school.database:
        pytest.skip("the same on both")
    folder = tmp_path_factory.mktemp("doors") / "copy"
    shutil.copytree(school.folder, folder)
    with Server(Place(folder), SHOUZE_HTTP_TRUSTED_PROXIES="127.0.0.1", SHOUZE_LOGIN_FAILURES="1") as server:
        yield server


def try_login(server, login, password, address, visitor=None):
    visitor = visitor or Visitor(server)
    return visitor.post("/api/v1/login", {"login": login, "password": password}, **{"X-Forwarded-For": address})


def at_once(calls):
    answers = [None] * len(calls)

    def run(i):
        answers[i] = calls[i]()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(calls))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


def test_one_account_has_one_budget_however_many_addresses_guess(door, school):
    owner = Visitor(door)
    assert try_login(door, "sysadmin", school.password, "203.0.113.1", owner).status == 200
    for i in range(20):
        assert try_login(door, "sysadmin", "wrong-horse-guess", f"2001:db8:{i:x}::1").status == 401, i
    fresh = try_login(door, "sysadmin", school.password, "2001:db8:ffff::1")
    assert fresh.status == 429 and "有人在多处" in fresh.json["message"] and int(fresh.headers["retry-after"]) > 3000
    assert try_login(door, "sysadmin", school.password, "2001:db8:5::1", owner).status == 200, "where it was used before"
    assert any(one["kind"] == "guessed" for one in owner.get("/api/v1/notices").json["notices"])


def test_behind_one_campus_address_nobody_is_locked_out_for_what_others_type(door, school):
    for i in range(12):
        assert try_login(door, f"somebody-{i}", "wrong-horse-guess", "198.51.100.7").status == 401, i
    assert try_login(door, "wab1", "wrong-horse-guess", "198.51.100.7").status == 401
    locked = try_login(door, "wab1", school.password, "198.51.100.7")
    assert locked.status == 429 and "这个账号在这里" in locked.json["message"]
    assert try_login(door, "wab2", school.password, "198.51.100.7").status == 200


def test_a_flood_of_logins_is_turned_away_and_stalls_nobody(door):
    waits = []

    def look():
        began = time.monotonic()
        assert Visitor(door).get("/api/v1/connection?page=").status == 200
        waits.append(time.monotonic() - began)
        return None

    def login(i):
        return lambda: try_login(door, f"flood-{i}", "wrong-horse-guess", f"192.0.{i}.1")

    answers = [one for one in at_once([*(login(i) for i in range(60)), *[look] * 5]) if one]
    assert {one.status for one in answers} <= {401, 503}
    busy = [one for one in answers if one.status == 503]
    assert busy and all(one.json["code"] == "busy" and one.headers["retry-after"] for one in busy)
    assert max(waits) < 5


def test_no_address_fills_the_queue_of_logins_alone(door):
    answers = at_once([lambda i=i: try_login(door, f"nat-{i}", "wrong-horse-guess", "192.0.2.200") for i in range(20)])
    assert {one.status for one in answers} == {401, 429}
    busy = next(one for one in answers if one.status == 429)
    assert busy.json["code"] == "busy" and "网络地址" in busy.json["message"]


class Stream:
    """The stream of changes of whoever this visitor is."""

    def __init__(self, visitor):
        self.connection = http.client.HTTPConnection(visitor.server.host, visitor.server.port, timeout=20)
        cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        self.connection.request("GET", "/api/v1/changes", headers={"Cookie": cookies})
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200
        while b"hello" not in self.answer.readline():
            pass

    def rest_until_its_end(self):
        began = time.monotonic()
        while self.answer.readline():
            pass
        return time.monotonic() - began


def test_a_stream_ends_with_its_session(server, school):
    visitor = server.log_in("wab1", school.password)
    stream = Stream(visitor)
    assert visitor.post("/api/v1/logout").status == 200
    assert stream.rest_until_its_end() < 3


def test_a_stream_ends_with_its_account(server, school):
    """Sessions that are ended from another place, as by a disabled account or a new password."""
    here = server.log_in("wab1", school.password)
    there = server.log_in("wab1", school.password)
    stream = Stream(here)
    mine = there.get("/api/v1/me/sessions").json["sessions"]
    other = next(one for one in mine if one["id"] == here.get("/api/v1/me").json["session"])
    assert there.post(f"/api/v1/me/sessions/{other['id']}/end").status == 200
    assert stream.rest_until_its_end() < 3
    assert here.get("/api/v1/me").status == 401


def test_every_answer_says_when_the_session_ends(server, school):
    visitor = server.log_in("wab1", school.password)
    answer = visitor.get("/api/v1/me")
    assert answer.headers["x-session"] == answer.json["session"]
    assert answer.headers["x-session-ends"] > answer.headers["x-server-time"]
    assert json.loads(visitor.post("/api/v1/me/stay").text)["ends_at"]


def test_what_a_password_must_be_is_said_without_one(server, school):
    rules = server.log_in("wab1", school.password).get("/api/v1/me/password-rules").json
    assert rules["characters_min"] == 12 and "wab1" in rules["own"]
