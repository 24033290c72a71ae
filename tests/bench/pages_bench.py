"""Pages on a slow phone: Lighthouse in headless Chromium, the demo's school of 45 units.

    /usr/bin/python3 tests/bench/pages_bench.py build/shouze

Lighthouse comes from npm (tests/bench/pages); scripts/bench --pages installs it and runs this.
Asserts nothing. docs/performance.md tells how to read the table.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "server"))
os.environ["SHOUZE_BUILD"] = str(pathlib.Path(sys.argv[1]).resolve().parent)

import http_place  # noqa: E402

FOLDER = pathlib.Path(__file__).resolve().parent / "pages"


def main():
    with tempfile.TemporaryDirectory() as folder:
        place = http_place.rehearse(pathlib.Path(folder) / "school")
        with http_place.Served(place) as server:
            cookie = "; ".join(f"{name}={value}" for name, value in server.head.cookies.items())
            measured = subprocess.run(
                ["node", "measure.js", f"http://{server.origin}", cookie],
                cwd=FOLDER, capture_output=True, text=True, check=True).stdout
    rows = [json.loads(line) for line in measured.splitlines()]
    print(f"Lighthouse {rows[0]['version']}, phone profile\n")
    print(f"{'':22}{'KB':>5}{'requests':>10}{'FCP s':>7}{'LCP s':>7}{'TTI s':>7}{'TBT ms':>8}"
          f"{'performance':>13}{'accessibility':>15}{'practices':>11}   performance of each round")
    for row in rows:
        print(f"{row['name']:22}{row['kb']:5.0f}{row['requests']:10}{row['fcp']:7.1f}"
              f"{row['lcp']:7.1f}{row['tti']:7.1f}{row['tbt']:8.0f}{row['performance']:13}"
              f"{row['accessibility']:15}{row['practices']:11}   {row['scores']}")


if __name__ == "__main__":
    main()
