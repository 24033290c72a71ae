"""A ledger that somebody has been at: `shouze verify` names what was done."""

import re

import pytest

from school import run

# What was done to the tables, and what the findings must name.
WAYS = {
    "an entry's body edited": (
        ["UPDATE entry SET body = replace(body, '\"id\":\"', '\"id\":\"x') WHERE seq = 60"], "entry 60: 内容与摘要不符"),
    "an entry's instant edited": (
        ["UPDATE entry SET at = at - 60000 WHERE seq = 61"], "entry 61: 内容与摘要不符"),
    "an entry's actor edited": (
        ["UPDATE entry SET actor = 'somebody' WHERE seq = 62"], "entry 62: 内容与摘要不符"),
    "an entry's kind edited": (
        ["UPDATE entry SET kind = 'unit.change' WHERE seq = 12"], "entry 12: 内容与摘要不符"),
    "an entry's digest edited": (
        ["UPDATE entry SET digest = '" + "ab" * 32 + "' WHERE seq = 63"], "entry 63: 内容与摘要不符"),
    "an entry removed": (["DELETE FROM entry WHERE seq = 70"], "缺少第 70 条"),
    "many entries removed": (
        ["DELETE FROM entry WHERE seq BETWEEN 70 AND 75"], "缺少第 70 至 75 条"),
    "two entries exchanged": (
        ["UPDATE entry SET seq = 100000 WHERE seq = 80", "UPDATE entry SET seq = 80 WHERE seq = 81",
         "UPDATE entry SET seq = 81 WHERE seq = 100000"], "entry 80: "),
    "an entry inserted at the end": (
        ["INSERT INTO entry (seq, at, actor, kind, body, prev_digest, digest, alg) SELECT seq + 1, "
         "at, actor, kind, body, digest, prev_digest, alg FROM entry "
         "WHERE seq = (SELECT max(seq) FROM entry)"], "内容与摘要不符"),
    "the newest entry cut": (
        ["DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)"], "账本末尾应为"),
    "the head moved back with the cut": (
        ["DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
         "UPDATE chain_head SET seq = (SELECT max(seq) FROM entry), digest = "
         "(SELECT digest FROM entry ORDER BY seq DESC LIMIT 1)"], "fact "),
    "a fact's version dropped": (
        ["DELETE FROM fact WHERE kind = 'record' AND until = 0 AND since = (SELECT min(since) FROM "
         "fact WHERE kind = 'record' AND until = 0)"], "事实表缺少由账本得出的这一行"),
    "a fact's version invented": (
        ["INSERT INTO fact (kind, id, since, until) SELECT kind, 'r99999', since, 0 FROM fact "
         "WHERE kind = 'record' LIMIT 1"], "fact record/r99999"),
    "a fact ended": (
        ["UPDATE fact SET until = since + 1 WHERE kind = 'review' AND since = (SELECT max(since) "
         "FROM fact WHERE kind = 'review')"], "fact review/"),
    "an ended fact revived": (
        ["UPDATE fact SET until = 0 WHERE kind = 'cycle' AND until > 0"], "fact cycle/2026"),
    "whom an entry concerns": (
        ["DELETE FROM entry_unit WHERE seq = (SELECT max(seq) FROM entry_unit)"], "entry_unit "),
    "the algorithm's name": (
        ["UPDATE entry SET alg = 'md5' WHERE seq = 64"], "entry 64: 内容与摘要不符"),
}


def findings(place, *options):
    done = place.run("verify", *options, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.returncode, done.stdout


def test_a_rehearsed_school_is_whole(school):
    code, told = findings(school)
    assert code == 0, told
    assert "账本完整" in told


@pytest.mark.parametrize("way", WAYS)
def test_is_found_and_named(copy, way):
    statements, named = WAYS[way]
    copy.sql(*statements)
    code, told = findings(copy)
    assert code == 1, told
    assert named in told, told


def test_a_cut_tail_shows_against_a_head_kept_elsewhere(copy):
    head = re.search(r"head ([0-9a-f]{64})", copy.run("verify").stdout).group(1)
    assert findings(copy, "--head", head)[0] == 0
    copy.sql("DELETE FROM fact WHERE since = (SELECT max(seq) FROM entry)",
             "UPDATE fact SET until = 0 WHERE until = (SELECT max(seq) FROM entry)",
             "DELETE FROM entry_unit WHERE seq = (SELECT max(seq) FROM entry)",
             "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
             "UPDATE chain_head SET seq = (SELECT max(seq) FROM entry), digest = "
             "(SELECT digest FROM entry ORDER BY seq DESC LIMIT 1)")
    assert findings(copy)[0] == 1, "its witness shows it"
    (copy.folder / "head-witness").unlink()
    assert findings(copy)[0] == 0, "nothing within shows it"
    code, told = findings(copy, "--head", head)
    assert code == 1
    assert "截去" in told


def test_the_export_is_scored_like_the_sheets(school, tmp_path):
    import json
    facts = tmp_path / "facts.json"
    school.run("export", "--year", "2026", "--as-of", "2026-06-30", "--out", facts)
    scored = json.loads(run("score", "--policy", "czie-2024", "--facts", facts, "--as-of",
                            "2026-06-30", "--json").stdout)
    assert len(scored["units"]) >= 6
    assert all(0 <= unit["total"] <= 100 for unit in scored["units"])
