"""Only init, demo and restore make a school; everybody else finds one, or says that there is none."""

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile

import pytest

from school import BINARY, Place, Server, run

CHECKS = [("verify",), ("doctor",), ("vault", "check"), ("user", "list"),
          ("export", "--year", "2026"), ("archive", "--year", "2026", "--out", "archive"),
          ("backup", "--insecure", "--out", "backup")]
WRITERS = [("serve", "--listen", "127.0.0.1:0"), ("user", "add", "x", "某人"),
           ("user", "reset", "x"), ("import", "CHANGELOG.md")]


def refused(command, *options):
    """What it says; it must not have been content."""
    done = run(*command, *options, check=False)
    assert done.returncode in (1, 2), (command, done.returncode, done.stdout, done.stderr)
    return done.stdout + done.stderr


def add_somebody(place, login):
    """An entry in the ledger, by a command."""
    run("user", "add", *place.options(), login, "某人", "--role", "inspector")


@pytest.mark.parametrize("command", CHECKS + WRITERS, ids=" ".join)
def test_a_mistyped_folder_becomes_no_school(command, tmp_path):
    assert "没有这个数据目录" in refused(command, "--data", tmp_path / "mistyped")
    assert not (tmp_path / "mistyped").exists()
    (tmp_path / "empty").mkdir()
    assert "没有学校" in refused(command, "--data", tmp_path / "empty")
    assert os.listdir(tmp_path / "empty") == []


@pytest.mark.parametrize("command", CHECKS + WRITERS, ids=" ".join)
def test_a_file_of_no_bytes_is_no_school(command, tmp_path):
    (tmp_path / "shouze.sqlite").touch()
    assert "没有学校" in refused(command, "--data", tmp_path)
    assert (tmp_path / "shouze.sqlite").stat().st_size == 0


def test_a_vault_without_its_ledger_starts_as_no_empty_school(copy):
    if copy.database:
        tables = "DROP SCHEMA public CASCADE", "CREATE SCHEMA public"
        copy.sql(*tables)
    else:
        for name in list(os.listdir(copy.folder)):
            if name.startswith("shouze.sqlite"):
                (copy.folder / name).unlink()
    for command in [("serve", "--listen", "127.0.0.1:0"), ("init",), ("demo",), ("verify",), ("doctor",)]:
        told = refused(command, *copy.options())
        assert "这里曾有学校" in told, (command, told)
    (copy.folder / "head-witness").unlink()
    assert re.search(r"佐证库里有 \d+ 个文件", refused(("serve",), *copy.options()))


def read_only(folder, script):
    """Runs it where the folder's disk cannot be written."""
    return subprocess.run(
        ["unshare", "-m", "sh", "-c",
         f'mount --bind "{folder}" "{folder}" && mount -o remount,ro,bind "{folder}" && {script}'],
        capture_output=True, text=True, check=False)


def test_checks_work_on_a_disk_that_cannot_be_written(copy):
    if read_only(copy.folder, "true").returncode != 0:
        pytest.skip("mounts are not allowed here")
    before = sorted(os.listdir(copy.folder))
    for command in (("verify",), ("doctor",), ("vault", "check"), ("user", "list")):
        words = " ".join([str(BINARY), *command, *(f"'{o}'" for o in copy.options())])
        done = read_only(copy.folder, words)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    assert sorted(os.listdir(copy.folder)) == before


def test_who_may_only_read_the_database_is_told_whose_command_it_is(copy):
    """Another user may write it, under the eyes of whoever would take it for unchanging."""
    if copy.database or os.geteuid() != 0:
        pytest.skip("SQLite, and root who becomes nobody")
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    if subprocess.run([*as_nobody, BINARY, "--version"], capture_output=True, check=False).returncode != 0:
        pytest.skip("nobody may not run the program where it is")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for name in ("shouze.sqlite", "head-witness"):
            shutil.copy(copy.folder / name, folder)
            os.chmod(os.path.join(folder, name), 0o644)
        done = subprocess.run([*as_nobody, BINARY, "user", "list", "--data", folder],
                              capture_output=True, text=True, check=False)
        assert done.returncode != 0 and "请以运行服务的用户执行" in done.stderr, (done.stdout, done.stderr)


def test_checks_of_older_tables_leave_them_as_they_are(copy):
    copy.sql("DELETE FROM schema_migration WHERE version > 1")
    for command in ("verify", "doctor"):
        assert "shouze serve" in refused((command,), *copy.options())


@pytest.fixture
def killed(copy):
    """A school whose server was killed right after it had said that something is kept."""
    with Server(copy):
        pass  # What was written to the school before stands in the database from here on.
    with Server(copy) as running:
        add_somebody(copy, "kept")
        visitor = running.visitor()
        assert visitor.get("/healthz").status == 200
        running.kill()
    return copy


def lose_the_journal(place):
    """What a killed server leaves is in the journal; the file alone is older."""
    if place.database:
        place.sql("DELETE FROM fact WHERE since = (SELECT max(seq) FROM entry)",
                  "UPDATE fact SET until = 0 WHERE until = (SELECT max(seq) FROM entry)",
                  "DELETE FROM entry_unit WHERE seq = (SELECT max(seq) FROM entry)",
                  "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
                  "UPDATE chain_head SET seq = (SELECT max(seq) FROM entry), digest = "
                  "(SELECT digest FROM entry ORDER BY seq DESC LIMIT 1)")
        return
    (place.folder / "shouze.sqlite-wal").unlink()
    (place.folder / "shouze.sqlite-shm").unlink()


def test_a_journal_lost_after_a_kill_is_noticed(killed):
    lose_the_journal(killed)
    for command in ("verify", "doctor"):
        done = killed.run(command, check=False)
        assert done.returncode == 1 and "账本末尾丢失" in done.stdout, (command, done.stdout)
    for command in (("serve", "--listen", "127.0.0.1:0"), ("user", "add", "later", "后来")):
        told = refused(command, *killed.options())
        assert "账本末尾丢失" in told and "accept-loss" in told
    head = re.search(r"accept-loss --head ([0-9a-f]{64})", told).group(1)
    assert "与所给的不同" in refused(("accept-loss", "--head", "0" * 64), *killed.options())
    assert "安全日志" in killed.run("accept-loss", "--head", head).stdout
    killed.run("doctor")
    with Server(killed):
        pass
    assert "没有什么要认可的" in refused(("accept-loss", "--head", head), *killed.options())


def test_nothing_is_lost_by_a_kill_itself(killed):
    killed.run("verify")
    assert "kept" in run("user", "list", *killed.options()).stdout


def test_an_older_copy_in_the_ledgers_place_is_noticed(copy):
    if copy.database:
        pytest.skip("the same ledger, the same rows")
    shutil.copy(copy.folder / "shouze.sqlite", copy.folder / "older")
    add_somebody(copy, "kept")
    shutil.copy(copy.folder / "older", copy.folder / "shouze.sqlite")
    assert "账本末尾丢失" in refused(("verify",), *copy.options())


def test_what_a_restored_backup_lacks_is_told(copy, tmp_path):
    if copy.database:
        pytest.skip("the same, in the folder")
    copy.run("backup", "--insecure", "--out", tmp_path / "backup")
    add_somebody(copy, "later")
    (copy.folder / "shouze.sqlite").unlink()
    shutil.rmtree(copy.folder / "vault")
    told = run("restore", *copy.options(), tmp_path / "backup").stdout
    assert "账本末尾丢失" in told and "少了 1 条" in told
    copy.run("doctor")
    with Server(copy):
        pass


def test_a_command_beside_the_server_writes_and_loses_nothing(copy, server):
    with Server(copy) as running:
        for i in range(5):
            add_somebody(copy, f"beside{i}")
            assert running.visitor().get("/healthz").status == 200
        copy.run("verify")
    listed = run("user", "list", *copy.options()).stdout
    assert all(f"beside{i}" in listed for i in range(5))
    copy.run("verify")


def pages_in_use(database):
    """The numbers of pages that hold something."""
    tables = sqlite3.connect(database)
    tables.execute("VACUUM")
    count = tables.execute("PRAGMA page_count").fetchone()[0]
    size = tables.execute("PRAGMA page_size").fetchone()[0]
    tables.close()
    return count, size


def test_damaged_pages_are_found_and_never_backed_up(copy, tmp_path):
    if copy.database:
        pytest.skip("its pages are its server's")
    database = copy.folder / "shouze.sqlite"
    count, size = pages_in_use(database)
    whole = database.read_bytes()
    for i, page in enumerate(range(2, count, max(1, count // 8))):
        broken = bytearray(whole)
        broken[page * size:(page + 1) * size] = bytes([0, 0xff, 0x5a][i % 3] for _ in range(size))
        database.write_bytes(broken)
        for command in (("verify",), ("doctor",), ("backup", "--insecure", "--out", tmp_path / "backup")):
            assert "损坏" in refused(command, *copy.options()), (page, command)
        assert not (tmp_path / "backup").exists()


def test_the_library_is_named(copy):
    told = copy.run("doctor").stdout
    if copy.database:
        assert "PostgreSQL" in told
        return
    assert "SQLite " + sqlite3.sqlite_version in told
    if sqlite3.sqlite_version_info < (3, 44, 0):
        assert "3.7.0–3.51.2" in told
