"""Behind proxies, right ones and wrong ones: what page, settings and doctor say of them."""

import re
import shutil

import pytest

from proxy import Proxy, free_port
from school import Place, Server, Visitor


@pytest.fixture
def copy(school, tmp_path):
    """To be served by servers that are set otherwise; nothing of this is the database's."""
    if school.database:
        pytest.skip("the same on both")
    shutil.copytree(school.folder, tmp_path / "copy")
    return Place(tmp_path / "copy")


@pytest.fixture
def behind(copy):
    """begin(public address, how the proxy is, settings): the server and its proxy, as visitors see it."""
    opened = []

    def begin(public="", trusted="127.0.0.1", **proxy):
        port = free_port()
        url = public.format(port=port)
        # Forty wrong passwords of one address lock it.
        server = Server(copy, SHOUZE_HTTP_PUBLIC_URL=url, SHOUZE_HTTP_TRUSTED_PROXIES=trusted,
                        SHOUZE_LOGIN_FAILURES="1")
        opened.append(server.__enter__())
        front = Proxy(port, server.port, **proxy)
        opened.append(front.__enter__())
        front.environment = server.environment
        return front

    yield begin
    for one in reversed(opened):
        one.__exit__()


def log_in(front, school, login="sysadmin", prefix="", **headers):
    visitor = Visitor(front)
    answer = visitor.post(f"{prefix}/api/v1/login", {"login": login, "password": school.password}, **headers)
    return visitor, answer


def doctor(copy, front):
    done = copy.run("doctor", check=False, environment=front.environment)
    return [line for line in done.stdout.splitlines() if "网址与代理" in line]


def faults_of(visitor, page):
    return {fault["code"]: fault["message"]
            for fault in visitor.get(f"/api/v1/connection?page={page}").json["faults"]}


def test_a_proxy_as_it_must_be_is_nothing_to_speak_of(behind, school, copy):
    front = behind("http://127.0.0.1:{port}")
    visitor, answer = log_in(front, school)
    assert answer.status == 200
    assert visitor.get("/api/v1/settings").json["faults"] == []
    assert [line[0] for line in doctor(copy, front)] == ["✓"]


def test_a_proxy_that_loses_the_host_is_named_at_the_login(behind, school, copy):
    front = behind(host=False)
    visitor, answer = log_in(front, school)
    assert answer.status == 403 and answer.json["code"] == "wrong_address"
    opened = f"http://127.0.0.1:{front.port}"
    for said in (opened, f"127.0.0.1:{front.to_port}", "http.public_url", "proxy_set_header Host"):
        assert said in answer.json["message"], answer.text
    assert said in faults_of(visitor, opened)["address"]


def test_a_page_of_another_address_than_the_settings_say_is_told_which(behind, school):
    front = behind("http://127.0.0.1:9")
    visitor, answer = log_in(front, school, Origin="https://oa.example.edu.cn")
    assert answer.status == 403 and "请改用 http://127.0.0.1:9 打开" in answer.json["message"]
    assert "address" in faults_of(visitor, "https://oa.example.edu.cn/login")
    visitor, answer = log_in(front, school)
    assert answer.status == 200
    assert "oa.example.edu.cn" in visitor.get("/api/v1/settings").json["faults"][0]["message"]


def test_a_proxy_that_is_not_trusted_is_named_and_the_lock_is_the_addresss(behind, school, copy):
    front = behind("http://127.0.0.1:{port}", trusted="192.0.2.1")
    visitor, answer = log_in(front, school)
    assert answer.status == 200
    fault, = visitor.get("/api/v1/settings").json["faults"]
    assert fault["code"] == "proxy_untrusted" and "127.0.0.1" in fault["message"]
    assert "http.trusted_proxies" in fault["message"]
    line, = doctor(copy, front)
    assert line[0] == "✗" and "http.trusted_proxies" in line
    for number in range(40):
        log_in(front, school, login=f"nobody{number}")
    _, answer = log_in(front, school, login="wab1")
    assert answer.status == 429 and "您的账号并没有被锁定" in answer.json["message"], answer.text


def test_a_proxy_that_tells_nobodys_address_is_named(behind, school, copy):
    front = behind("http://127.0.0.1:{port}", forwarded=False)
    assert "proxy_silent" in faults_of(log_in(front, school)[0], "http://oa.example.edu.cn")


@pytest.mark.parametrize("strips", [True, False])
def test_below_a_path_whether_the_proxy_takes_it_off_or_not(behind, school, copy, strips):
    front = behind("http://127.0.0.1:{port}/shouze", prefix="/shouze" if strips else "")
    visitor, answer = log_in(front, school, prefix="/shouze")
    assert answer.status == 200
    assert all("; Path=/shouze;" in cookie for cookie in answer.cookies)
    assert visitor.get("/shouze/api/v1/me").json["login"] == "sysadmin"
    page = visitor.get("/shouze/tasks/xxgc/5.1").text
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', page):
        assert address.startswith("/shouze/"), page
        assert visitor.get(address).status == 200, address
    assert f"http://127.0.0.1:{front.port}/shouze/" in page
    assert [line[0] for line in doctor(copy, front)] == ["✓"]


def test_doctor_tells_a_path_that_leads_elsewhere(behind, copy):
    front = behind("http://127.0.0.1:{port}/shouze", prefix="/shouze/api")
    line, = doctor(copy, front)
    assert line[0] == "✗" and "回答的不是守责" in line


def test_no_other_name_leads_here(behind, school, copy):
    """A page of another name that is made to resolve to this machine."""
    front = behind("http://oa.example.edu.cn")
    visitor = Visitor(front)
    assert visitor.get("/login", Host="oa.example.edu.cn").status == 200
    for path in ("/api/v1/me", "/login", "/api/v1/openapi.json", "/assets/none.js"):
        refused = visitor.get(path, Host="evil.example")
        assert refused.status == 421 and "http://oa.example.edu.cn" in refused.text, path
        assert "evil.example" not in refused.text
    asked = visitor.post("/api/v1/login", {"login": "sysadmin", "password": school.password}, Host="evil.example")
    assert asked.status == 421 and asked.cookies == []
    assert visitor.get("/healthz", Host="10.0.0.5").status == 200
    told = doctor(copy, front)
    assert [line[0] for line in told if "不是 https" in line] == ["!"]


def test_what_a_command_writes_is_its_owners_alone(copy):
    out = copy.folder / "facts.json"
    out.touch(0o644)
    copy.run("export", "--year", "2026", "--out", out)
    assert out.stat().st_mode & 0o777 == 0o600 and "submissions" in out.read_text()
