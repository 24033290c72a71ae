"""`shouze witness` on another machine: it holds the server to what it has seen."""

import re

import pytest

from school import Server, run


def look(command, server, folder, check=True):
    return run("witness", command, "--folder", folder, "--server",
               f"http://{server.host}:{server.port}", check=check)


def test_a_history_that_goes_on_agrees_with_its_witness(copy, tmp_path):
    folder = tmp_path / "witness"
    with Server(copy) as server:
        assert "已见证" in look("see", server, folder).stdout
        run("user", "add", *copy.options(), "one", "某人", "--role", "inspector")
        look("see", server, folder)
        told = look("check", server, folder).stdout
    assert "与见证相符" in told and "见证 2 次" in told, told
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    assert len((folder / "heads").read_text().splitlines()) == 2


WAYS = {
    "the ledger's end cut": (
        ["DELETE FROM fact WHERE since = (SELECT max(seq) FROM entry)",
         "UPDATE fact SET until = 0 WHERE until = (SELECT max(seq) FROM entry)",
         "DELETE FROM entry_unit WHERE seq = (SELECT max(seq) FROM entry)",
         "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
         "UPDATE chain_head SET seq = (SELECT max(seq) FROM entry), digest = "
         "(SELECT digest FROM entry ORDER BY seq DESC LIMIT 1)"], "账本"),
    "the log rewritten": (
        ["UPDATE security_event SET digest = '" + "ab" * 32 + "'",
         "UPDATE security_head SET digest = '" + "ab" * 32 + "'"], "安全日志"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_rewritten_history_is_refused(copy, tmp_path, way):
    statements, named = WAYS[way]
    folder = tmp_path / "witness"
    # Whoever is at the tables is at the witness beside them, too.
    run("user", "add", *copy.options(), "one", "某人", "--role", "inspector")
    with Server(copy) as server:
        look("see", server, folder)
    seen = (folder / "heads").read_text()
    copy.sql(*statements)
    (copy.folder / "head-witness").unlink()
    with Server(copy) as server:
        for command in ("see", "check"):
            told = look(command, server, folder, check=False)
            assert told.returncode == 1, (command, told.stdout, told.stderr)
            assert re.search(f"✗.*{named}.*被截短或改写", told.stdout), told.stdout
    assert (folder / "heads").read_text() == seen, "what is refused is not witnessed"


def test_a_witness_that_was_edited_proves_nothing(copy, tmp_path):
    folder = tmp_path / "witness"
    with Server(copy) as server:
        look("see", server, folder)
        heads = folder / "heads"
        whole = heads.read_text()
        digest = re.search(r'"digest":"([0-9a-f]{64})"', whole).group(1)
        heads.write_text(whole.replace(digest, "0" * 64))
        told = look("check", server, folder, check=False)
        assert told.returncode == 1 and "不能作证" in told.stdout
        heads.write_text(whole + whole)
        assert "不能作证" in look("check", server, folder, check=False).stdout


def test_heads_are_asked_for_by_https_alone(tmp_path):
    done = run("witness", "see", "--folder", tmp_path / "w", "--server", "http://wa.example.edu.cn", check=False)
    assert done.returncode == 2 and "https" in done.stderr
