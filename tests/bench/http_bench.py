"""The server over HTTP beside nginx serving the same bytes as a static file, in the same run.

    /usr/bin/python3 tests/bench/http_bench.py build/shouze [SECONDS]

Logged in, a rehearsed school of 45 units, 64 connections (wrk). Prints a Markdown table of ratios;
asserts nothing. Needs nginx and wrk (scripts/packages/bench.txt).
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "server"))
os.environ.setdefault("SHOUZE_BUILD", str(pathlib.Path(sys.argv[1]).resolve().parent))

import school as outside  # noqa: E402

CONNECTIONS = 64
NGINX = """
worker_processes auto;
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{ worker_connections 10000; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  default_type application/json; open_file_cache max=100;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


def wrk(url, seconds, cookie=""):
    """(requests a second, p99 in ms)"""
    done = subprocess.run(
        ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-H", f"Cookie: {cookie}",
         url], capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in done, done
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done).group(1))
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", done).groups()
    return rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


class Nginx:
    def __init__(self, folder, files):
        self.folder = pathlib.Path(folder)
        (self.folder / "www").mkdir(parents=True)
        for name, content in files.items():
            (self.folder / "www" / name).write_bytes(content)
        self.port = 18800 + os.getpid() % 1000
        (self.folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=self.port))

    def __enter__(self):
        os.chmod(self.folder, 0o755)
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-c", str(self.folder / "nginx.conf"),
                                         "-g", "daemon off;"], stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def resident_kib(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


def rehearse(folder):
    place = outside.Place(folder)
    told = place.run("demo", "--until", "2026-11-20").stdout
    place.password = re.search(r"口令均为 (\S+)，", told).group(1)
    place.logins = [line.split()[0] for line in told.splitlines() if line.startswith("  ")]
    return place


def main():
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        place = rehearse(pathlib.Path(folder) / "school")
        begun = time.monotonic()
        with outside.Server(place) as server:
            urllib.request.urlopen(f"http://{server.host}:{server.port}/healthz").read()
            first_answer_ms = (time.monotonic() - begun) * 1000
            resident = resident_kib(server.process)
            visitor = outside.somebody_of("xxgc", server, place)
            paths = {"sheet": "/api/v1/cycles/2026/units/xxgc/sheet",
                     "workbench": "/api/v1/cycles/2026/units/xxgc/workbench"}
            files = {name: visitor.get(path).bytes for name, path in paths.items()}
            cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
            print("| 页 page | KB | nginx 次/秒 | 守责 次/秒 | 比 ratio | nginx p99 ms | 守责 p99 ms | 比 ratio |")
            print("|---|---|---|---|---|---|---|---|")
            with Nginx(pathlib.Path(folder) / "nginx", files) as nginx:
                for name, path in paths.items():
                    base, base99 = wrk(f"http://127.0.0.1:{nginx.port}/{name}", seconds)
                    ours, ours99 = wrk(f"http://{server.host}:{server.port}{path}", seconds, cookie)
                    print(f"| {name} | {len(files[name]) / 1000:.1f} | {base:.0f} | {ours:.0f} | "
                          f"{ours / base:.2f} | {base99:.1f} | {ours99:.1f} | {ours99 / base99:.2f} |")
            print(f"\n启动到首次应答 start to first answer: {first_answer_ms:.0f} ms; "
                  f"内存 memory: {resident / 1024:.1f} MiB")


if __name__ == "__main__":
    main()
