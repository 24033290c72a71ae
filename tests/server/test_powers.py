"""Nobody gets into another's account alone: what an assessment did, by request."""

import re

import pytest

from mail_server import MailServer
from school import Server, run

PUBLIC = "http://shouze.school.example"
NEW = "qing-feng-ming-yue-2026"


@pytest.fixture(scope="module")
def mails():
    made = MailServer()
    yield made
    made.close()


@pytest.fixture
def server(copy, mails):
    """Its administrators have mail addresses, and links can be sent."""
    for login in ("sysadmin", "secadmin", "auditor", "wab1", "lingdao"):
        copy.sql(f"UPDATE account SET mail = '{login}@school.example' WHERE login = '{login}'")
    with Server(copy, **mails.settings, SHOUZE_HTTP_PUBLIC_URL=PUBLIC) as opened:
        yield opened


def account_of(visitor, login):
    rows = visitor.get("/api/v1/accounts").json["accounts"]
    return next(row for row in rows if row["login"] == login)


def token_of(mails, login):
    text = mails.newest_to(f"{login}@school.example", "/first-password#")
    return re.search(PUBLIC + r"/first-password#([0-9a-f]{64})\b", text).group(1)


def open_acts(visitor):
    return visitor.get("/api/v1/account-acts?state=open").json["acts"]


def test_the_system_administrator_does_not_become_the_security_administrator(server, school, mails):
    attacker = server.log_in("sysadmin", school.password)
    whose = account_of(attacker, "secadmin")["id"]
    path = f"/api/v1/accounts/{whose}/password"
    assert attacker.post(path).status == 422, "it does not say why"
    answer = attacker.post(path, {"reason": "忘记密码"})
    assert answer.status == 200 and "password" not in answer.json and not answer.json["mailed"]
    act = answer.json["waits"]
    # Nothing has happened, and nothing that one hand can do makes it happen.
    server.log_in("secadmin", school.password)
    assert attacker.post(f"/api/v1/account-acts/{act}/approval").status == 403
    # By way of another address the link would come to the attacker.
    moved = attacker.put(f"/api/v1/accounts/{whose}", {"mail": "evil@school.example", "reason": "换邮箱"})
    assert moved.json["waits"]
    assert account_of(attacker, "secadmin")["mail"] == "secadmin@school.example"
    # Nor does an account of one's own making become the office's, whoever else is deceived.
    made = attacker.post("/api/v1/accounts", {"accounts": [
        {"login": "puppet", "name": "某某", "mail": "evil@school.example"}]}).json["accounts"][0]
    assert made["mailed"] and "password" not in made
    security = server.log_in("secadmin", school.password)
    granted = security.post("/api/v1/roles", {"account": made["id"], "role": "office", "reason": "任命"})
    assert granted.status == 200 and granted.json["id"] == ""
    assert attacker.post(f"/api/v1/account-acts/{granted.json['waits']}/approval").status == 403
    # The person and the auditor have been told.
    for login in ("secadmin", "auditor"):
        visitor = server.log_in(login, school.password)
        texts = [row["text"] for row in visitor.get("/api/v1/notices").json["notices"]]
        assert any("重置密码" in text and "忘记密码" in text for text in texts), login
    assert "重置密码" in mails.newest_to("secadmin@school.example", "提请")
    # Nor can the auditor be silenced.
    auditor = account_of(attacker, "auditor")["id"]
    for what in ("disabling", "erasure"):
        assert attacker.post(f"/api/v1/accounts/{auditor}/{what}", {"reason": "离职"}).status == 409


def test_a_reset_that_another_kind_approves_is_seen_by_its_person_alone(server, school, mails):
    system = server.log_in("sysadmin", school.password)
    whose = account_of(system, "lingdao")["id"]
    system.post(f"/api/v1/accounts/{whose}/password", {"reason": "忘记密码"})
    auditor = server.log_in("auditor", school.password)
    act, = open_acts(auditor)
    assert act["may_decide"] and act["account"] == whose and act["by_role"] == "system_admin"
    approved = auditor.post(f"/api/v1/account-acts/{act['id']}/approval", {"remark": "已电话核实"})
    assert approved.status == 200 and list(approved.json) == ["id"]
    old = server.visitor().post("/api/v1/login", {"login": "lingdao", "password": school.password})
    assert old.status == 401
    token = token_of(mails, "lingdao")
    person = server.visitor()
    look = person.post("/api/v1/first-password/look", {"token": token})
    assert look.json["login"] == "lingdao" and look.json["rules"]["characters_min"] == 12
    weak = person.post("/api/v1/first-password", {"token": token, "password": "lingdao"})
    assert weak.status == 422 and weak.json["fields"][0]["pointer"] == "/password"
    assert person.post("/api/v1/first-password", {"token": token, "password": NEW}).status == 200
    server.log_in("lingdao", NEW)
    again = person.post("/api/v1/first-password", {"token": token, "password": NEW + "!"})
    assert again.status == 404
    log = server.log_in("auditor", school.password).get("/api/v1/security-events?limit=200").text
    assert "account_act_asked" in log and "account_act_approved" in log and "first_password_set" in log
    assert token not in log


def test_nothing_that_is_kept_or_logged_opens_an_account(server, school, mails, copy):
    office = server.log_in("wab1", school.password)
    login = next(one for one in school.logins if one.endswith(".head"))
    whose = account_of(office, login)
    office.put(f"/api/v1/unit-accounts/{whose['id']}", {"mail": f"{login}@school.example"})
    answer = office.post(f"/api/v1/unit-accounts/{whose['id']}/password")
    assert answer.json["mailed"] and "password" not in answer.json
    token = token_of(mails, login)
    server.visitor().post("/api/v1/first-password/look", {"token": token})
    server.visitor().post("/api/v1/first-password", {"token": token, "password": NEW})
    server.__exit__()
    assert token not in server.log
    for file in copy.folder.rglob("*"):
        if file.is_file():
            assert token.encode() not in file.read_bytes(), file


def test_at_the_machine_its_person_types_the_password(copy, school):
    """Whoever runs commands has everything in hand: at once, with a trace."""
    done = run("user", "password", *copy.options(), "secadmin", input=NEW + "\n")
    assert NEW not in done.stdout + done.stderr
    weak = run("user", "password", *copy.options(), "auditor", input="auditor\n", check=False)
    assert weak.returncode != 0 and "12" in weak.stderr + weak.stdout
    with Server(copy) as server:
        server.log_in("secadmin", NEW)
        auditor = server.log_in("auditor", school.password)
        told = [row["text"] for row in auditor.get("/api/v1/notices").json["notices"]]
        assert any("secadmin" in text and "重置密码" in text for text in told)
        events = auditor.get("/api/v1/security-events?kind=password_reset").json["events"]
        assert events and events[0]["address"].startswith("os:")
