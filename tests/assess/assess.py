"""Attacks a demo school with tools that anybody has, and says what they found.

    /usr/bin/python3 tests/assess/assess.py [--results FOLDER] [--minutes N]

ffuf guesses addresses (of the API, of files that are left lying about) as nobody and as a unit's contact;
sqlmap tries every query member and path member of the API's reads; wapiti tries the rest of its modules on the
same addresses. The tools' own reports stay in the folder of the results. Ends with 1 where an address answered
a stranger with more than the open ones do, or a tool reports a vulnerability.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "server"))

import school as outside  # noqa: E402

UNIT, OTHER = "xxgc", "jwc"
LEFT_ABOUT = [".git/config", ".env", ".htaccess", "backup", "backup.tar.gz", "shouze.sqlite", "data/shouze.sqlite",
              "config", "admin", "debug", "console", "actuator", "server-status", "phpinfo.php", "wp-login.php",
              "swagger", "swagger.json", "graphql", "v2/api-docs", "id_rsa", "head-witness", "vault", "inspections",
              "WEB-INF/web.xml", "..%2f..%2fetc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..;/metrics", "assets/../metrics",
              "api/v1/../../metrics", "api/v2/me", "api/v1/users", "api/v1/admin", "api/v1/debug", "api/v1/backup"]
ENDINGS = ["", "/", "~", ".bak", ".old", ".json", "%00", "?debug=1", "/..;/", "//"]


def paths_of(document):
    """Every address of the API, with values in it."""
    values = {"year": str(outside.YEAR), "unit": UNIT}
    for path, ways in document["paths"].items():
        if path.endswith("/changes"):
            continue  # A stream: whoever is let in waits for its end.
        yield re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], "1"), path), ways


def run(results, name, *command, minutes):
    """Runs a tool; returns what it said."""
    print(f"{name}: {' '.join(map(str, command))[:160]}", flush=True)
    try:
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                              timeout=60 * minutes, check=False)
        told = done.stdout + done.stderr
    except subprocess.TimeoutExpired as late:
        told = f"{(late.stdout or b'').decode(errors='replace')}\nstopped after {minutes} min\n"
    (results / f"{name}.txt").write_text(told, encoding="utf-8")
    return told


def guess(results, origin, words, name, open_ones, headers, minutes):
    """ffuf: what answers 200 (or breaks) that is not open to all."""
    report = results / f"ffuf-{name}.json"
    run(results, f"ffuf-{name}", "ffuf", "-u", f"{origin}/FUZZ", "-w", words, "-mc", "200,201,204,301,302,500-599",
        "-t", "4", "-s", "-o", report, "-of", "json", *headers, minutes=minutes)
    found = json.loads(report.read_text())["results"]
    broken = [one["url"] for one in found if one["status"] >= 500]
    opened = [one["url"] for one in found if one["status"] < 500 and
              one["url"].removeprefix(origin).split("?")[0].rstrip("/") not in open_ones]
    print(f"  {len(found)} answered, {len(broken)} broke, {len(opened)} beyond what is open: {opened[:5]}")
    return broken, opened


def inject(results, origin, cookie, targets, minutes):
    """sqlmap: which members reach SQL."""
    listed = results / "sqlmap-targets.txt"
    listed.write_text("".join(f"{origin}{target}\n" for target in targets), encoding="utf-8")
    told = run(results, "sqlmap", "sqlmap", "-m", listed, "--cookie", cookie, "--batch", "--level", "2", "--risk", "2",
               "--technique", "BEUS", "--threads", "2", "--flush-session", "--disable-coloring", "--answers",
               "redirect=N", "--output-dir", results / "sqlmap", minutes=minutes)
    vulnerable = re.findall(r"Parameter: .*", told)
    tried = len(re.findall(r"testing (?:if )?(?:GET|URI|Cookie) parameter", told))
    print(f"  {tried} members tried, {len(vulnerable)} injectable")
    return vulnerable


def scan(results, origin, cookie_file, targets, minutes):
    """wapiti: whatever else it knows."""
    report = results / "wapiti.json"
    starts = [word for target in targets for word in ("-s", origin + target)]
    told = run(results, "wapiti", "wapiti", "-u", origin + "/", *starts, "--scope", "domain", "-c", cookie_file, "-m",
               "all,-nikto,-buster,-drupal_enum,-wp_enum", "--max-scan-time", str(60 * minutes), "-f", "json", "-o",
               report, "--flush-session", "--no-bugreport", minutes=minutes + 2)
    if not report.exists():
        print("  no report:", told[-400:])
        return ["wapiti made no report"]
    found = {kind: ones for kind, ones in json.loads(report.read_text())["vulnerabilities"].items() if ones}
    for kind, ones in found.items():
        print(f"  {kind}: {len(ones)}, as {ones[0].get('info', '')[:150]}")
    return list(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--results", type=pathlib.Path, default=pathlib.Path(tempfile.mkdtemp(prefix="shouze-assess-")))
    parser.add_argument("--minutes", type=float, default=20, help="the most of each tool")
    options = parser.parse_args()
    results = options.results
    results.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="shouze-assess.") as folder:
        place = outside.Rehearsed(pathlib.Path(folder) / "school")
        with outside.Server(place) as server:
            origin = f"http://{server.host}:{server.port}"
            contact = outside.somebody_of(UNIT, server, place)
            document = contact.get("/api/v1/openapi.json").json
            words = results / "words.txt"
            bases = [path.lstrip("/") for path, _ in paths_of(document)]
            words.write_text("\n".join([*LEFT_ABOUT, *(base + ending for base in bases for ending in ENDINGS)]) + "\n",
                             encoding="utf-8")
            open_ones = {path for path, _ in paths_of(document)
                         if server.visitor().get(path).status == 200} | {""}
            own = {path for path, _ in paths_of(document) if contact.get(path).status == 200} | open_ones
            cookie = "; ".join(f"{name}={value}" for name, value in contact.cookies.items())
            targets = [path + "?" + "&".join(f"{one['name']}=1" for one in way["get"].get("parameters", [])
                                             if one["in"] == "query")
                       for path, way in paths_of(document) if "get" in way]
            cookies = results / "cookies.json"
            cookies.write_text(json.dumps({server.host: {"/": {name: {
                "version": 0, "expires": None, "secure": False, "value": value, "port": None}
                for name, value in contact.cookies.items()}}}), encoding="utf-8")
            minutes = options.minutes
            faults = []
            for name, opened, headers in (("nobody", open_ones, []), ("contact", own, ["-H", f"Cookie: {cookie}"])):
                broken, more = guess(results, origin, words, name, opened, headers, minutes)
                faults += broken + more
            # One without members says nothing; a member in the path is marked for sqlmap.
            faults += inject(results, origin, cookie,
                             [one.rstrip("?").replace(f"/{UNIT}", f"/{UNIT}*") for one in targets
                              if not one.endswith("?") or UNIT in one], minutes)
            faults += scan(results, origin, cookies, [one.rstrip("?") for one in targets][:40], minutes)
            assert server.process.poll() is None, "the server has gone"
        place.run("verify")
    print(f"reports in {results}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
