"""What a disk does to files, databases and backups: nothing damaged is served, kept or called whole."""

import hashlib
import re

import pytest

from school import Server, run

PASSPHRASE = "Ming-Yue-Ji-Shi-You"


def kept_files(place):
    """Path and digest of each file of the vault."""
    found = [(path, path.parent.name + path.name) for path in (place.folder / "vault").glob("??/*")]
    return sorted(path for path in found if len(path[1]) == 64)


def spoil(path, change):
    before = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(change(before))
    return before


WAYS = {
    "flipped": lambda bytes: bytes[:-1] + (bytes[-1] ^ 1).to_bytes(1, "big"),
    "cut": lambda bytes: bytes[:-1],
    "longer": lambda bytes: bytes + b"x",
    "empty": lambda bytes: b"",
}


def test_a_damaged_file_is_told_and_logged_and_put_right_by_its_original(school, copy):
    server = Server(copy)
    with server:
        office = server.log_in("wab1", school.password)
        path, digest = next(one for one in kept_files(copy)
                            if office.get(f"/api/v1/evidence/{one[1]}").status == 200)
        file = f"/api/v1/evidence/{digest}"
        for way in WAYS.values():
            original = spoil(path, way)
            for headers in [{}, {"Range": "bytes=0-3"}, {"Range": "bytes=-1"}]:
                answer = office.get(file, **headers)
                assert answer.status == 500, (headers, answer.text)
                assert answer.json["code"] == "damaged"
                assert "已损坏" in answer.json["message"]
            assert run("vault", "check", *copy.options(), check=False).returncode == 1
            path.write_bytes(original)
            assert office.get(file).status == 200
        path.unlink()
        assert "缺失" in office.get(file).json["message"]
        assert office.put("/api/v1/evidence", raw=original).status == 201
        assert office.get(file).bytes == original
    assert server.log.count("event=file_damaged") == 3 * len(WAYS) + 1
    assert digest in server.log


def test_health_is_what_a_commit_says(school, copy):
    with Server(copy) as server:
        copy.make_unwritable()
        answer = server.visitor().get("/healthz")
        assert answer.status == 503, answer.text
        assert answer.json["checks"] == {**answer.json["checks"], "store": "failed", "vault": "ok"}
        login = {"login": "wab1", "password": school.password}
        assert server.visitor().post("/api/v1/login", login).status == 503
        copy.make_writable()
        assert server.visitor().post("/api/v1/login", login).status == 200


def test_a_backup_that_cannot_be_restored_is_not_called_one(copy, tmp_path):
    file = tmp_path / "backup.shouze"
    copy.sql("UPDATE entry SET at = at - 60000 WHERE seq = 61")
    told = copy.run("backup", "--insecure", "--out", file, check=False)
    assert told.returncode != 0
    assert "没有留下备份" in told.stderr and "entry 61" in told.stderr, told.stderr
    assert list(tmp_path.glob("backup*")) == []


@pytest.mark.parametrize("sealed", [False, True])
def test_verify_proves_a_backup(school, tmp_path, sealed):
    file, key = tmp_path / "backup.shouze", tmp_path / "key"
    key.write_text(PASSPHRASE + "\n")
    options = ["--passphrase-file", key] if sealed else []
    if not sealed:
        refused = school.run("backup", "--out", file, check=False)
        assert refused.returncode == 2 and "--insecure" in refused.stderr and not file.exists()
    made = school.run("backup", "--out", file, *(options or ["--insecure"])).stdout
    told = run("verify", file, *options).stdout
    assert "备份完整" in told
    # What is proven, what is not, and what the one who made it is to keep.
    assert "未由链验证" in told and ("没有加封" in told) == (not sealed), told
    digest = re.search(r"sha256 ([0-9a-f]{64})", made).group(1)
    assert digest == hashlib.sha256(file.read_bytes()).hexdigest() and digest in told
    assert "wab1" in told.split("担任学校角色的账号")[1]
    assert "都与本机的学校相同" in run("verify", file, *school.options(), *options).stdout
    head = next(line for line in told.splitlines() if "head" in line).split()[-1]
    run("verify", file, "--head", head, *options)
    assert run("verify", file, "--head", "ab" * 32, *options, check=False).returncode != 0
    whole = file.read_bytes()
    for damaged in [whole[:-1], whole[:1000], whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:]]:
        file.write_bytes(damaged)
        assert run("verify", file, *options, check=False).returncode != 0
    if sealed:
        file.write_bytes(whole)
        assert "加密" in run("verify", file, check=False).stderr
