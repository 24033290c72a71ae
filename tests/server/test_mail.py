"""Mail servers that refuse: their words come through, and what cannot go is not tried again."""

import shutil

import pytest

from mail_server import MailServer
from school import Place, Server, run


@pytest.fixture(scope="module")
def mail_server():
    made = MailServer()
    yield made
    made.close()


@pytest.fixture(scope="module")
def place(school, tmp_path_factory):
    if school.database:
        pytest.skip("the same on both")
    folder = tmp_path_factory.mktemp("mail") / "copy"
    shutil.copytree(school.folder, folder)
    return Place(folder)


def send_test(place, **options):
    return run("mail", "test", *place.options(), "me@school.example", **options)


REFUSALS = [
    ({"AUTH": "535 5.7.8 Error: authentication failed"}, "mail.password"),
    ({"MAIL": "553 Mail from must equal authorized user"}, "mail.from"),
    ({"RCPT": "550 5.1.1 no such user"}, None),
    ({"CONNECT": "421 too many connections"}, None),
    ({"MAIL": "452 4.3.1 insufficient system storage"}, None),
]


@pytest.mark.parametrize("answers, setting", REFUSALS)
def test_a_test_mail_tells_the_servers_words_and_what_to_change(place, mail_server, answers, setting):
    mail_server.answers = answers
    done = send_test(place, check=False, environment=mail_server.settings)
    told = done.stdout + done.stderr
    assert done.returncode == 1 and list(answers.values())[0] in told, told
    assert "secret-7" not in told
    if setting:
        assert setting in told
    doctor = place.run("doctor", check=False, environment=mail_server.settings).stdout
    line, = (line for line in doctor.splitlines() if "邮件 / mail" in line)
    if setting:
        assert line[0] == "✗" and list(answers.values())[0] in line and setting in line
    mail_server.answers = {}
    done = send_test(place, environment=mail_server.settings)
    assert "✓" in done.stdout and mail_server.taken[-1] == "me@school.example"
    doctor = place.run("doctor", check=False, environment=mail_server.settings).stdout
    assert next(line for line in doctor.splitlines() if "邮件 / mail" in line)[0] == "✓"


def test_the_page_sends_one_for_whoever_operates(place, school, mail_server):
    mail_server.answers = {"MAIL": "553 sender is not the account"}
    with Server(place, **mail_server.settings) as server:
        admin, office = (server.log_in(login, school.password) for login in ("sysadmin", "wab1"))
        refused = admin.post("/api/v1/mail/test", {"to": "me@school.example"})
        assert refused.status == 409 and "553 sender is not the account" in refused.json["message"]
        assert office.post("/api/v1/mail/test", {"to": "me@school.example"}).status == 403
        state = admin.get("/api/v1/mail").json
        assert state["on"] and state["fault"]["setting"] == "mail.from"
        for visitor in (admin, office):
            told = [notice["text"] for notice in visitor.get("/api/v1/notices?limit=500").json["notices"]
                    if notice["kind"] == "mail_stopped" and "553 sender" in notice["text"]]
            assert len(told) == 1
        mail_server.answers = {}
        assert admin.post("/api/v1/mail/test", {"to": "me@school.example"}).status == 200
        assert "fault" not in admin.get("/api/v1/mail").json


def test_without_a_mail_server_a_test_says_what_to_set(place):
    done = send_test(place, check=False)
    assert done.returncode == 1 and "mail.url" in done.stdout
